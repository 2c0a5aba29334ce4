"""Saved views of the pages that tell of agents and of those who left: nobody of them is told apart."""

from __future__ import annotations

from dataclasses import replace

from cxmetrics.errors import BadInput
from cxmetrics.judge.gaming import Gaming
from cxmetrics.judge.losses import Answered, Losses
from cxmetrics.judge.shared import SharedGaming, SharedLosses
from cxmetrics.judge.signs import Share
from cxmetrics.model import EVERYBODY, Estimate, Verdict
from cxmetrics.workspace import fields
from cxmetrics.workspace.saved import (
    UNNAMED,
    SavedView,
    Shown,
    demand_enough,
    demand_no_employee,
    least_of,
    selection_of,
)
from cxmetrics.workspace.workspace import Workspace


def gaming(workspace: Workspace, view: SavedView, shown: Shown) -> SharedGaming:
    """Gamed? as the workspace is now. Raises NotFound, and BadInput also where there is nothing to ask about."""
    outline = workspace.outline()
    selection = selection_of(outline, view)
    demand_no_employee(selection.segment, shown)
    found = workspace.gaming(outline, selection, fields.target(view.fields), view.policy)
    if found is None:
        raise BadInput("No metric of this workspace works against customers alone, so there is nothing to share.")
    least = 0 if found.everybody else least_of(view, shown)
    demand_enough(_fewest(found.verdict), least, "in a period")
    asked = replace(selection, metric=found.metric.key, segment=EVERYBODY if found.everybody else selection.segment)
    found = replace(
        found,
        signs={sign: verdict for sign, verdict in found.signs.items() if _fewest(verdict) >= least},
        split=found.split if found.split and _fewest(found.split.without) >= least else None,
    )
    found = _of_enough(found, view.policy.minimum_n)
    return SharedGaming(
        gaming=found if shown.employees else _of_nobody(found),
        selection=asked,
        data_through=outline.complete_through[asked.metric],
        oddities=tuple((odd.sentence, odd.remedy) for odd in workspace.oddities(outline, asked)),
    )


def satisfied_but_left(workspace: Workspace, view: SavedView, shown: Shown) -> SharedLosses:
    """Who left as the workspace is now. Raises NotFound, BadInput."""
    outline = workspace.outline()
    selection = selection_of(outline, view)
    demand_no_employee(selection.segment, shown)
    question = fields.question(view.fields, view.metric, selection.after)
    found, least = workspace.left(outline, question, view.policy), view.policy.minimum_n
    answered, staff = found.customers.answered, found.employees
    if not found.customers.leavers and staff is None:
        raise BadInput("Nobody is known to have left here, so there is nothing to share.")
    return SharedLosses(
        metric=outline.metrics[answered.metric if answered else view.metric],
        left=replace(
            found,
            customers=_of_many(found.customers, least, shown),
            employees=_of_many(staff, least, shown) if staff and staff.leavers >= least else None,
        ),
        within=question.within,
    )


def _fewest(verdict: Verdict) -> int:
    return min(verdict.comparison.before.n, verdict.comparison.after.n)


def _of_enough(found: Gaming, least: int) -> Gaming:
    """Without what few customers said of an agent, and without what an agent's few contacts ended as before."""
    traces = tuple(
        trace if trace.before.n >= least else replace(trace, before=Share(trace.before.n)) for trace in found.traces
    )
    if found.answered is None:
        return replace(found, traces=traces)
    agents = {name: one for name, one in found.answered.agents.items() if min(one.before.n, one.after.n) >= least}
    return replace(found, traces=traces, answered=replace(found.answered, agents=agents))


def _of_nobody(found: Gaming) -> Gaming:
    """With a number in the place of each agent's name, in the order in which they stand out."""
    agents = dict.fromkeys(trace.agent for trace in found.traces)
    called = {agent: f"{UNNAMED} agent {i}" for i, agent in enumerate(agents, 1)}
    said = found.answered and replace(
        found.answered, agents={called[name]: one for name, one in found.answered.agents.items()}
    )
    return replace(
        found, traces=tuple(replace(trace, agent=called[trace.agent]) for trace in found.traces), answered=said
    )


def _of_many(losses: Losses, least: int, shown: Shown) -> Losses:
    """Without figures of few people, and without reasons as they were written, unless those are ticked."""
    answered = losses.answered and _without_few(losses.answered, least)
    if losses.leavers < least:
        return Losses(losses.leavers, answered, losses.lacking)
    told = tuple(one for one in losses.reasons if shown.reasons and _people(one.share) >= least)
    named = _people(losses.mentioned)
    return replace(
        losses,
        answered=answered,
        reasons=told,
        other=losses.other + sum(_people(one.share) for one in losses.reasons if one not in told),
        mentions=tuple(one for one in losses.mentions if _people(one.share) >= least),
        mentioned=losses.mentioned if not named or named >= least else None,
    )


def _without_few(answered: Answered, least: int) -> Answered:
    compared, n = answered.compared, answered.positive.n
    return replace(
        answered,
        positive=answered.positive if n >= least else Estimate(None, None, n),
        compared=compared if compared and min(compared.figure.n, compared.others.n) >= least else None,
    )


def _people(share: Estimate | None) -> int:
    return round((share.value or 0.0) * share.n) if share else 0
