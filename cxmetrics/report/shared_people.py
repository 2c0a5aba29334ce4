"""What readers of a link see of Gamed?, Satisfied but left and Plan: the words, tables and charts of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxmetrics.judge.compare import USUAL
from cxmetrics.judge.losses import Losses
from cxmetrics.judge.scale import typed_scale
from cxmetrics.judge.shared import SharedGaming, SharedLosses, SharedPlan
from cxmetrics.model import Estimate
from cxmetrics.report import (
    gaming_cards,
    gaming_chart,
    gaming_words,
    losses_chart,
    losses_words,
    planned,
    plans,
    wording,
)
from cxmetrics.report.html import render
from cxmetrics.report.shared_parts import drawn, odd, page

if TYPE_CHECKING:
    import pandas as pd


def gaming(shared: SharedGaming) -> str:
    """Every sign of gaming, where the change comes from, and what customers said afterwards."""
    found = shared.gaming
    kicker = f"{found.metric.label} · {wording.kicker(shared.selection, shared.data_through)}"
    parts = [render("plan", kicker=kicker, say=gaming_words.say(found))]
    parts.append(odd(shared.oddities))
    if found.named:
        parts.append(_lines(gaming_words.ELSE))
    if rows := gaming_cards.parts(found):
        parts += [_head("Where the change comes from"), render("method", rows=rows)]
    parts.append(render("gaming_signs", rows=gaming_cards.signs(found)))
    if found.traces:
        parts += [
            _head("Agents"),
            _lines(gaming_words.corrected(found), fine=True),
            render("gaming_agents", lines=gaming_cards.agents(found)),
        ]
    if chart := gaming_chart.picture(found):
        parts.append(drawn(chart))
    parts += [_head("Just below a target"), _lines(gaming_words.pile(found))]
    if rows := gaming_cards.answered(found):
        parts += [_head("What their customers said afterwards"), render("method", rows=rows)]
    return page(parts, gaming_words.METHOD, found.metric)


def satisfied_but_left(shared: SharedLosses) -> str:
    """What those who left had last answered, and how many gave a reason."""
    customers, staff = shared.left.customers, shared.left.employees
    answered = customers.answered
    parts = [
        render(
            "losses",
            kicker=losses_words.kicker(shared.within),
            say=losses_words.headline(customers, USUAL),
            lines=_answers(customers),
            fine=[losses_words.meaning(shared.metric, answered), losses_words.joined(customers, answered)]
            if answered
            else [],
        )
    ]
    if answered and (chart := losses_chart.picture(answered)):
        parts += [_head("Those who left, and those who stayed"), drawn(chart)]
    if rows := losses_words.reasons(customers):
        parts += [
            _head("Why they say they left"),
            render("reasons", rows=rows, competitors=losses_words.competitors(customers)),
        ]
    if staff:
        parts += [_head("Employees who left"), _lines(losses_words.employees(staff), *_answers(staff))]
        if rows := losses_words.reasons(staff):
            parts.append(render("reasons", rows=rows, competitors=""))
    return page(parts, losses_words.METHOD, shared.metric)


def plan(shared: SharedPlan) -> str:
    """What it would take to see the change, alone and with its counter-metrics."""
    metric = shared.metrics[shared.selection.metric]
    about, standing, need = planned.subject(shared, metric.key), planned.standing(shared), planned.alone(shared)
    parts = [
        render("plan", kicker=planned.kicker(shared), say=plans.say(about, standing, need)),
        render("method", rows=plans.rows(about, standing, need)),
    ]
    if curve := planned.picture(shared):
        parts += [_head("How small a change do more answers show?"), drawn(curve)]
    parts.append(planned.together_html(shared))
    return page(parts, plans.METHOD, metric)


def gaming_table(shared: SharedGaming) -> pd.DataFrame:
    """Every sign in both periods, then the agents of the page."""
    found = shared.gaming
    rows: list[dict[str, object]] = [
        {"what": gaming_words.label(sign, found), "who": "everybody", "period": str(period), **_share(share)}
        for sign, verdict in found.signs.items()
        for period, share in (
            (shared.selection.before, verdict.comparison.before),
            (shared.selection.after, verdict.comparison.after),
        )
    ]
    rows += [
        {
            "what": gaming_words.label(trace.sign, found),
            "who": trace.agent,
            "period": str(shared.selection.after),
            **_share(Estimate(trace.after.events / trace.after.n, trace.own, trace.after.n)),
        }
        for trace in found.traces
    ]
    return _table(rows, ["what", "who", "period", *_SHARE])


def losses_table(shared: SharedLosses) -> pd.DataFrame:
    """The shares of the page."""
    rows: list[dict[str, object]] = []
    for who, losses in (("customers", shared.left.customers), ("employees", shared.left.employees)):
        if losses is None:
            continue
        if answered := losses.answered:
            told = {"had sounded satisfied": answered.positive}
            if compared := answered.compared:
                told |= {
                    "left within the month, had sounded satisfied": compared.figure,
                    "were there and stayed, had sounded satisfied": compared.others,
                }
            rows += [{"who": who, "what": what, **_share(share)} for what, share in told.items()]
        reasons = [("no reason given", losses.none)] if losses.none else []
        reasons += [(f"reason: {one.words}", one.share) for one in losses.reasons]
        reasons += [(f"competitor named: {one.words}", one.share) for one in losses.mentions]
        rows += [{"who": who, "what": what, **_share(share)} for what, share in reasons]
    return _table(rows, ["who", "what", *_SHARE])


def plan_table(shared: SharedPlan) -> pd.DataFrame:
    """The headline alone, then all that have to be seen together."""
    alone = (planned.subject(shared, shared.selection.metric), planned.alone(shared))
    rows: list[dict[str, object]] = [
        {
            "metric": about.label,
            "power": how,
            "change": need.change * typed_scale(about.kind),
            "unit": planned.axis(about),
            "answers needed a period": need.answers,
            "answers now": need.now,
            "weeks": need.weeks,
        }
        for how, all_planned in (("alone", [alone]), ("together", planned.together(shared)))
        for about, need in all_planned
    ]
    return _table(rows, list(rows[0])).astype({"answers needed a period": "Int64", "answers now": "Int64"})


_SHARE = ["share, %", "95 % from", "95 % to", "n"]


def _share(share: Estimate) -> dict[str, object]:
    low, high = share.interval or (None, None)
    shown = [None if number is None else number * 100 for number in (share.value, low, high)]
    return dict(zip(_SHARE, [*shown, share.n], strict=True))


def _table(rows: list[dict[str, object]], columns: list[str]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(rows, columns=columns)


def _answers(losses: Losses) -> list[str]:
    """What they had last answered, in sentences; nothing of too few."""
    answered = losses.answered
    if answered is None:
        return []
    against = losses_words.against_stayers(answered) if answered.compared else ""
    return [line for line in (losses_words.people(answered), against) if line]


def _lines(*lines: str, fine: bool = False) -> str:
    return render("lines", lines=lines, fine=fine)


def _head(text: str) -> str:
    return render("head", text=text)
