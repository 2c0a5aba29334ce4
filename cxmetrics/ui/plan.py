"""The parts of the plan page: how many answers, and how many weeks, would settle a change that matters."""

from __future__ import annotations

import math

import streamlit as st

from cxmetrics.errors import BadInput
from cxmetrics.judge.compare import USUAL
from cxmetrics.judge.planning import Need, Standing, to_prove_safe, to_see
from cxmetrics.model import EVERYBODY, Kind, Scorecard, Selection, Verdict
from cxmetrics.period import Period
from cxmetrics.report import figures, plan_chart, plans, wording
from cxmetrics.report.html import render
from cxmetrics.report.plans import Subject
from cxmetrics.ui import opened
from cxmetrics.ui.context import Context

FIELDS = ("change",)
"""What this page adds to the link of a selection."""

_LARGEST = {Kind.NPS: 200.0, Kind.PROPORTION: 100.0, Kind.DURATION: 1000.0}


def of_metric(context: Context, selection: Selection) -> None:
    """The whole page for a metric of the workspace."""
    metric = context.outline.metrics[selection.metric]
    card = opened.scorecard(context.name, context.version, selection, USUAL)
    period = _present(context, selection, metric.key)
    standing = _standing(context, selection, metric.key, card.headline)
    about = plans.subject(metric, period)
    sentence = st.container()
    change = wanted(about, metric.smallest_change_that_matters, wording.margin_unit(metric))
    alone = to_see(standing, change)
    with sentence:
        st.html(render("plan", kicker=_kicker(selection, period), say=plans.say(about, standing, alone)))
    picture(about, standing, alone)
    _together(context, selection, card, about, standing, change)
    fine_print()


def wanted(about: Subject, usual: float, unit: str) -> float:
    """The change worth seeing, in the unit of a comparison's change; in the URL as it is typed."""
    scale = figures.typed_scale(about.kind)
    largest = _LARGEST.get(about.kind, 1e9)
    asked = st.query_params.get("change")
    state = st.session_state
    state["plan_change"] = usual * scale if asked is None else _number(asked, largest, unit)
    if asked is None:
        st.query_params["change"] = _text(usual * scale)

    def picked() -> None:
        st.query_params["change"] = _text(state["plan_change"] or usual * scale)

    typed = st.number_input(
        f"Which change would be worth seeing, in {unit}?",
        min_value=1e-6,
        max_value=largest,
        value=None,
        step=1.0 if scale * usual >= 1 else None,
        format="%g",
        key="plan_change",
        on_change=picked,
        help="It starts at the smallest change that matters. Trying others here does not change the definition.",
    )
    return (typed or usual * scale) / scale


def picture(about: Subject, metric: Standing, need: Need) -> None:
    """What the present answers can do, and the curve of what more of them could."""
    st.html(render("method", rows=plans.rows(about, metric, need)))
    data = plan_chart.data(about, metric, need)
    if not data.empty:
        st.subheader("How small a change do more answers show?")
        st.vega_lite_chart(
            data, plan_chart.spec(_axis(about), about.counted), alt=plan_chart.words(about, metric, need)
        )


def fine_print() -> None:
    """What the figures of a plan mean."""
    with st.expander("How this is planned"):
        st.html(render("method", rows=plans.METHOD))


def _together(
    context: Context, selection: Selection, card: Scorecard, about: Subject, standing: Standing, change: float
) -> None:
    """The headline and every counter-metric that can be planned, each with the power that all of them together need."""
    metrics = context.outline.metrics
    known = {
        counter.key: counter.verdict
        for counter in card.counters
        if counter.verdict and counter.verdict.comparison.answer_variance
    }
    if not known or standing.basis.answer_variance is None:
        return
    plan = [(about, to_see(standing, change, len(known)))]
    for key, verdict in known.items():
        other = _standing(context, selection, key, verdict)
        subject = plans.subject(metrics[key], _present(context, selection, key))
        plan.append((subject, to_prove_safe(other, verdict.margin, len(known))))
    left_out = [wording.label_in(metrics, counter.key) for counter in card.counters if counter.key not in known]
    st.html(
        render(
            "plan_together", said=[wording.joint_power(card), *plans.together(plan, left_out)], table=plans.table(plan)
        )
    )


def _number(text: str, largest: float, unit: str) -> float:
    """The change that a link asks for. Raises BadInput."""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 < number <= largest:
        raise BadInput(
            f"This link asks for a change of '{text[:40]}'. It must be a number above 0, up to {largest:g}, in {unit}."
        )
    return number


def _text(number: float) -> str:
    return f"{number:.10g}"


def _axis(about: Subject) -> str:
    return {Kind.NPS: "points", Kind.PROPORTION: "percentage points", Kind.DURATION: "%"}.get(about.kind, about.unit)


def _present(context: Context, selection: Selection, key: str) -> Period:
    """The later of the two periods that is over."""
    return selection.after if context.outline.covers(key, selection.after) else selection.before


def _standing(context: Context, selection: Selection, key: str, verdict: Verdict) -> Standing:
    comparison, period = verdict.comparison, _present(context, selection, key)
    now = comparison.after.n if period == selection.after else comparison.before.n
    return Standing(comparison, now, period.days / 7)


def _kicker(selection: Selection, period: Period) -> str:
    who = "everybody" if selection.segment == EVERYBODY else f"{selection.segment.dimension}: {selection.segment.value}"
    return f"Before you look · planned from {wording.spell(period)} · {who}"
