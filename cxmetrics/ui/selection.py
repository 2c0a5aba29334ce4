"""The selection: the URL is the state, the widgets only show it and write it.

Every choice is read from the URL before anything is drawn, and a value that cannot be honoured is said, never silently
replaced. Widgets write all fields back, so that the address bar always holds the whole link.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import streamlit as st

from cxmetrics.errors import BadInput
from cxmetrics.model import EVERYBODY, Segment, Selection
from cxmetrics.period import Period
from cxmetrics.report.wording import spell
from cxmetrics.ui.text import plain
from cxmetrics.workspace.comparisons import Choice, months_between, resolve
from cxmetrics.workspace.fields import ALSO
from cxmetrics.workspace.outline import Outline

EVERYBODY_TEXT = "all"
FIELDS = ("metric", "compare", "before", "after", "segment")
CHOICES: dict[Choice, str] = {
    Choice.MONTH: "Month on month",
    Choice.QUARTER: "Quarter on quarter",
    Choice.YEAR: "Month, year on year",
    Choice.CUSTOM: "Two periods of my own",
}


@dataclass(frozen=True, slots=True)
class View:
    """A selection and the named choice it came from. selection is None where the metric has no dates."""

    metric: str
    choice: Choice
    segment: Segment
    selection: Selection | None


def read(params: Mapping[str, str], outline: Outline) -> View:
    """What the URL asks for. Raises BadInput, naming the value, where the workspace cannot honour it."""
    metric = params.get("metric") or default_metric(outline)
    if metric not in outline.metrics:
        raise BadInput(f"This link asks for the metric '{metric[:60]}', which this workspace does not have.")
    choice = _choice(params.get("compare") or Choice.MONTH)
    segment = _segment(params.get("segment") or EVERYBODY_TEXT, outline, metric)
    if metric not in outline.complete_through or metric not in outline.extents:
        return View(metric, choice, segment, None)
    if choice is Choice.CUSTOM:
        before, after = (_period(params.get(name), name) for name in ("before", "after"))
    else:
        before, after = resolve(choice, outline.complete_through[metric], outline.run(metric) or 1)
    if before.overlaps(after):
        raise BadInput("The two periods overlap, so they cannot be compared. Choose two that do not.")
    return View(metric, choice, segment, Selection(metric, before, after, segment))


def default_metric(outline: Outline) -> str:
    """The first metric of the catalogue that can be followed over time, else the first there is."""
    return next((key for key in outline.metrics if key in outline.extents), next(iter(outline.metrics), ""))


def write(view: View) -> dict[str, str]:
    """The URL's fields for a view, all of them."""
    fields = {"metric": view.metric, "compare": str(view.choice), "segment": text_of(view.segment)}
    if view.choice is Choice.CUSTOM and view.selection:
        fields |= {"before": str(view.selection.before), "after": str(view.selection.after)}
    return fields


def text_of(segment: Segment) -> str:
    """A segment as the URL spells it."""
    return EVERYBODY_TEXT if segment == EVERYBODY else str(segment)


def in_words(text: str, everybody: str = "Everybody") -> str:
    """A segment as the URL spells it, for people."""
    return everybody if text == EVERYBODY_TEXT else text.replace(":", ": ", 1)


def _choice(text: str) -> Choice:
    try:
        return Choice(text)
    except ValueError:
        raise BadInput(f"This link asks for the comparison '{text[:60]}'. There are {', '.join(Choice)}.") from None


def _segment(text: str, outline: Outline, metric: str) -> Segment:
    if text == EVERYBODY_TEXT:
        return EVERYBODY
    if segment := outline.segment(metric, text):
        return segment
    raise BadInput(
        f"This link asks for the segment '{text[:80]}', which {outline.metrics[metric].label} does not have here."
    )


def _period(text: str | None, name: str) -> Period:
    if not text:
        raise BadInput(f"This link compares two periods of its own, but does not say which one is '{name}'.")
    return Period.parse(text)


def draw(outline: Outline, view: View) -> None:
    """The widgets, in the order of a manager's question: which metric, which two periods, whose answers."""
    state = st.session_state
    state["pick_metric"], state["pick_compare"] = view.metric, view.choice
    state["pick_segment"] = text_of(view.segment)
    picked = partial(_picked, outline)
    st.selectbox(
        "Metric",
        list(outline.metrics),
        format_func=lambda key: outline.metrics[key].label,
        key="pick_metric",
        on_change=picked,
    )
    if view.selection is None:
        return
    st.selectbox("Compare", list(Choice), format_func=CHOICES.__getitem__, key="pick_compare", on_change=picked)
    if view.choice is Choice.CUSTOM:
        offered = _offered(outline, view.metric)
        for name, period in (("before", view.selection.before), ("after", view.selection.after)):
            state[f"pick_{name}"] = str(period)
            st.selectbox(
                name.capitalize(),
                list(dict.fromkeys([str(period), *offered])),
                format_func=partial(_spelled, outline, view.metric),
                key=f"pick_{name}",
                help="Choose one, or write days: 2026-03-09..2026-03-13",
                accept_new_options=True,
                on_change=picked,
            )
        if problem := state.pop("period_problem", None):
            st.warning(plain(problem))
    segments = [EVERYBODY_TEXT] + [
        str(Segment(dimension, value))
        for dimension, values in outline.segments[view.metric].items()
        for value in values
    ]
    st.selectbox(
        "Whose answers",
        segments,
        format_func=in_words,
        key="pick_segment",
        on_change=picked,
    )


def _offered(outline: Outline, metric: str) -> list[str]:
    """Months, quarters and years that the metric has data for, the newest first."""
    months = months_between(outline.extents[metric], outline.run(metric) or 1)
    quarters = [Period.months(month.start.year, month.start.month, 3) for month in months if month.start.month % 3 == 1]
    years = [Period.months(month.start.year, 1, 12) for month in months if month.start.month == 1]
    offered = [str(period) for periods in (months, quarters, years) for period in reversed(periods)]
    return list(dict.fromkeys(offered))


def _spelled(outline: Outline, metric: str, text: str) -> str:
    try:
        period = Period.parse(text)
    except BadInput:  # typed just now; the callback says what is wrong with it
        return text
    return spell(period) if outline.covers(metric, period) else f"{spell(period)} (still open)"


def _picked(outline: Outline) -> None:
    """Write what the widgets say into the URL; a segment that the new metric lacks gives way to everybody, and a
    second filter to a segment of its own column, because nobody is in two of one.

    What a page adds to the link was asked about the metric it was asked on, and does not carry over to another.
    """
    state, fields = st.session_state, dict(st.query_params)
    metric = state["pick_metric"]
    if metric != fields.get("metric"):
        fields = {name: text for name, text in fields.items() if name in ("w", *FIELDS)}
    segment = state.get("pick_segment", EVERYBODY_TEXT)
    if not outline.segment(metric, segment):
        segment = EVERYBODY_TEXT
    if fields.get(ALSO, "").partition(":")[0] == segment.partition(":")[0]:
        fields.pop(ALSO, None)
    choice = state.get("pick_compare", Choice.MONTH)
    wanted = fields | {"metric": metric, "compare": str(choice), "segment": segment}
    for name in ("before", "after"):
        wanted.pop(name, None)
    if choice is Choice.CUSTOM and metric in outline.complete_through:
        usual = resolve(Choice.MONTH, outline.complete_through[metric], outline.run(metric) or 1)
        for name, period in zip(("before", "after"), usual, strict=True):
            wanted[name] = state.get(f"pick_{name}") or fields.get(name) or str(period)
    try:
        read(wanted, outline)
    except BadInput as error:  # a period that was typed: the view stays as it was, and the reason is said
        state["period_problem"] = str(error)
        return
    st.query_params.from_dict(wanted)
