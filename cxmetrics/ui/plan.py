"""The parts of the plan page: how many answers, and how many weeks, would settle a change that matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from cxmetrics.errors import BadInput
from cxmetrics.judge.compare import USUAL
from cxmetrics.judge.defaults import default_margin
from cxmetrics.judge.given import read_period
from cxmetrics.judge.planning import Need, Standing, present, to_see
from cxmetrics.judge.scale import typed_scale
from cxmetrics.judge.shared import SharedPlan
from cxmetrics.model import Kind, Selection
from cxmetrics.report import definition_words, plan_chart, planned, plans
from cxmetrics.report.html import render
from cxmetrics.report.plans import Subject
from cxmetrics.ui import opened, picture, typed
from cxmetrics.ui.context import Context
from cxmetrics.ui.text import plain
from cxmetrics.workspace.fields import SMALLEST_CHANGE, largest_change

TYPED = "typed"
_BASES = {"workspace": "A metric of this workspace", TYPED: "A figure I know"}


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
    if form.kind is Kind.RATE and not given["count"]:
        st.warning(typed.NO_RATE)
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
    need = to_see(standing, wanted(about, margin, planned.axis(about) or "units of the mean"))
    with sentence:
        say = plans.say(about, standing, need)
        st.html(render("plan", kicker="Before you look · planned from one figure", say=say))
    outlook(about, standing, need, plans.hidden_split(figure))
    fine_print()


def of_metric(context: Context, selection: Selection) -> None:
    """The whole page for a metric of the workspace."""
    metrics = context.outline.metrics
    metric = metrics[selection.metric]
    plan = SharedPlan(
        metrics=dict(metrics),
        selection=selection,
        scorecard=opened.scorecard(context.name, context.version, selection, USUAL),
        over=tuple(key for key in metrics if context.outline.covers(key, selection.after)),
        change=metric.smallest_change_that_matters,
    )
    about, standing = planned.subject(plan, metric.key), planned.standing(plan)
    sentence = st.container()
    plan = replace(plan, change=wanted(about, plan.change, definition_words.margin_unit(metric)))
    need = planned.alone(plan)
    with sentence:
        st.html(render("plan", kicker=planned.kicker(plan), say=plans.say(about, standing, need)))
    outlook(about, standing, need)
    if table := planned.together_html(plan):
        st.html(table)
    fine_print()


def wanted(about: Subject, usual: float, unit: str) -> float:
    """The change worth seeing, in the unit of a comparison's change; in the URL as it is typed."""
    scale = typed_scale(about.kind)
    value = typed.number(
        "change",
        f"Which change would be worth seeing, in {unit}?",
        usual * scale,
        SMALLEST_CHANGE,
        largest_change(about.kind),
        hint="It starts at the smallest change that matters. Trying others here does not change the definition.",
    )
    return (usual * scale if value is None else value) / scale


def outlook(about: Subject, metric: Standing, need: Need, caveats: Sequence[tuple[str, str]] = ()) -> None:
    """What the present answers can do, and the curve of what more of them could."""
    st.html(render("method", rows=[*plans.rows(about, metric, need), *caveats]))
    if curve := plan_chart.picture(about, metric, need, planned.axis(about)):
        st.header("How small a change do more answers show?")
        picture.draw(curve)


def fine_print() -> None:
    """What the figures of a plan mean."""
    with st.expander("How this is planned"):
        st.html(render("method", rows=plans.METHOD))
