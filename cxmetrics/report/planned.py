"""The plan of a metric of a workspace: what it takes to see a change, alone and beside its counter-metrics."""

from __future__ import annotations

from cxmetrics.judge.planning import Need, Standing, to_prove_safe, to_see
from cxmetrics.judge.shared import SharedPlan
from cxmetrics.model import EVERYBODY, Kind, Verdict
from cxmetrics.report import plan_chart, plans, scorecard_words, wording
from cxmetrics.report.html import render
from cxmetrics.report.pictures import Picture
from cxmetrics.report.plans import Subject

Planned = tuple[Subject, Need]


def kicker(plan: SharedPlan) -> str:
    """Above the sentence: what it is planned from."""
    segment = plan.selection.segment
    who = "everybody" if segment == EVERYBODY else f"{segment.dimension}: {segment.value}"
    return f"Before you look · planned from {wording.spell(plan.present(plan.selection.metric))} · {who}"


def subject(plan: SharedPlan, key: str) -> Subject:
    """A metric of the plan as it is called."""
    return plans.subject(plan.metrics[key], plan.present(key))


def standing(plan: SharedPlan) -> Standing:
    """The headline before the next period."""
    return _standing(plan, plan.selection.metric, plan.scorecard.headline)


def alone(plan: SharedPlan) -> Need:
    """What it takes to see the change of the headline."""
    return to_see(standing(plan), plan.change)


def together(plan: SharedPlan) -> list[Planned]:
    """The headline and every counter-metric that can be planned, each with the power that all of them together need.

    Empty where there is none to plan together.
    """
    known = _known(plan)
    if not known or standing(plan).basis.answer_variance is None:
        return []
    rows = [(subject(plan, plan.selection.metric), to_see(standing(plan), plan.change, len(known)))]
    for key, verdict in known.items():
        need = to_prove_safe(_standing(plan, key, verdict), verdict.margin, len(known))
        rows.append((subject(plan, key), need))
    return rows


def together_html(plan: SharedPlan) -> str:
    """The same as a section, empty where there is nothing to plan together."""
    rows = together(plan)
    if not rows:
        return ""
    known = _known(plan)
    left_out = [wording.label_in(plan.metrics, one.key) for one in plan.scorecard.counters if one.key not in known]
    said = [scorecard_words.joint_power(plan.scorecard), *plans.together(rows, left_out)]
    return render("plan_together", said=said, table=plans.table(rows))


def axis(about: Subject) -> str:
    """The unit of a change on the chart."""
    return {Kind.NPS: "points", Kind.PROPORTION: "percentage points", Kind.DURATION: "%"}.get(about.kind, about.unit)


def picture(plan: SharedPlan) -> Picture | None:
    """The curve of what more answers could show, None where it is not known."""
    about = subject(plan, plan.selection.metric)
    return plan_chart.picture(about, standing(plan), alone(plan), axis(about))


def _known(plan: SharedPlan) -> dict[str, Verdict]:
    return {
        counter.key: counter.verdict
        for counter in plan.scorecard.counters
        if counter.verdict and counter.verdict.comparison.answer_variance
    }


def _standing(plan: SharedPlan, key: str, verdict: Verdict) -> Standing:
    comparison, period = verdict.comparison, plan.present(key)
    now = comparison.after.n if period == plan.selection.after else comparison.before.n
    return Standing(comparison, now, period.days / 7)
