"""The parts of the plan page: how many answers, and how many weeks, would settle a change that matters."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from cxmetrics.errors import BadInput
from cxmetrics.judge.compare import USUAL
from cxmetrics.judge.defaults import default_margin
from cxmetrics.judge.given import read_period
from cxmetrics.judge.planning import Need, Standing, present, to_prove_safe, to_see
from cxmetrics.model import EVERYBODY, Kind, Scorecard, Selection, Verdict
from cxmetrics.period import Period
from cxmetrics.report import definition_words, figures, plan_chart, plans, scorecard_words, wording
from cxmetrics.report.html import render
from cxmetrics.report.plans import Subject
from cxmetrics.ui import opened, picture, typed
from cxmetrics.ui.context import Context
from cxmetrics.ui.text import plain

FIELDS = ("change",)
"""What this page adds to the link of a selection."""

TYPED = "typed"
_BASES = {"workspace": "A metric of this workspace", TYPED: "A figure I know"}
_LARGEST = {Kind.NPS: 200.0, Kind.PROPORTION: 100.0, Kind.DURATION: 1000.0}


def basis() -> str:
    """What a link plans from. Raises BadInput for anything else."""
    asked = st.query_params.get("basis", "workspace")
    if asked not in _BASES:
        raise BadInput(f"This link plans from '{asked[:40]}'. There are {' and '.join(_BASES)}.")
    return asked


def choose_basis() -> None:
    """The same, to be picked."""
    st.session_state["basis"] = basis()

    def picked() -> None:
        kept = {"w": st.query_params["w"]} if "w" in st.query_params else {}
        st.query_params.from_dict({**kept, "basis": st.session_state["basis"]})

    st.segmented_control(
        "Plan from", list(_BASES), format_func=_BASES.__getitem__, required=True, key="basis", on_change=picked
    )


def of_figure() -> None:
    """The whole page for one period's figure that was typed in."""
    sentence = st.container()
    name, form = typed.form("What do you know?")
    given = typed.period("p", name)
    weeks = typed.number("weeks", "Collected in how many weeks?", 4, 0.1, 520)
    if weeks is None or any(value is None for value in given.values()):
        st.info("Fill in every figure to get a plan.")
        return
    try:
        figure = read_period(form.kind, form.given(given))
        margin = default_margin(form.kind, figure)
    except BadInput as error:
        st.warning(plain(str(error)))
        return
    about = plans.typed_subject(form.kind)
    counted = given.get("exposure") or given.get("n") or sum(value or 0 for value in given.values())
    standing = Standing(present(form.kind, figure), int(counted), float(weeks))
    need = to_see(standing, wanted(about, margin, _axis(about) or "units of the mean"))
    with sentence:
        say = plans.say(about, standing, need)
        st.html(render("plan", kicker="Before you look · planned from one figure", say=say))
    outlook(about, standing, need, plans.hidden_split(figure))
    fine_print()


def of_metric(context: Context, selection: Selection) -> None:
    """The whole page for a metric of the workspace."""
    metric = context.outline.metrics[selection.metric]
    card = opened.scorecard(context.name, context.version, selection, USUAL)
    period = _present(context, selection, metric.key)
    standing = _standing(context, selection, metric.key, card.headline)
    about = plans.subject(metric, period)
    sentence = st.container()
    change = wanted(about, metric.smallest_change_that_matters, definition_words.margin_unit(metric))
    alone = to_see(standing, change)
    with sentence:
        st.html(render("plan", kicker=_kicker(selection, period), say=plans.say(about, standing, alone)))
    outlook(about, standing, alone)
    _together(context, selection, card, about, standing, change)
    fine_print()


def wanted(about: Subject, usual: float, unit: str) -> float:
    """The change worth seeing, in the unit of a comparison's change; in the URL as it is typed."""
    scale = figures.typed_scale(about.kind)
    value = typed.number(
        "change",
        f"Which change would be worth seeing, in {unit}?",
        usual * scale,
        1e-6,
        _LARGEST.get(about.kind, float(typed.LARGEST)),
        hint="It starts at the smallest change that matters. Trying others here does not change the definition.",
    )
    return (usual * scale if value is None else value) / scale


def outlook(about: Subject, metric: Standing, need: Need, caveats: Sequence[tuple[str, str]] = ()) -> None:
    """What the present answers can do, and the curve of what more of them could."""
    st.html(render("method", rows=[*plans.rows(about, metric, need), *caveats]))
    if curve := plan_chart.picture(about, metric, need, _axis(about)):
        st.subheader("How small a change do more answers show?")
        picture.draw(curve)


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
            "plan_together",
            said=[scorecard_words.joint_power(card), *plans.together(plan, left_out)],
            table=plans.table(plan),
        )
    )


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
