"""The parts of the metrics page: choose, read, edit, add."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from cxmetrics.errors import CxError
from cxmetrics.layout import Role, Type
from cxmetrics.measure import DurationOf, MeanOf, Measure, NpsOf, ShareOf
from cxmetrics.metrics.catalogue import CATALOGUE, label_of, slug
from cxmetrics.model import Direction, Kind, Metric
from cxmetrics.report import cards, definition_words
from cxmetrics.report.html import render
from cxmetrics.ui.context import Context
from cxmetrics.ui.text import plain

_WAYS = {
    "share_above": "Share of values from a number upwards",
    "share_text": "Share of one answer",
    "mean": "Mean",
    "nps": "Net Promoter Score (0 to 10)",
    "duration": "Duration in seconds",
}


def choose(context: Context) -> Metric:
    """Which metric, kept in the URL."""
    metrics = context.outline.metrics
    asked = st.query_params.get("metric")
    if asked is not None and asked not in metrics:
        st.warning(plain(f"This link asks for the metric '{asked[:60]}', which this workspace does not have."))
    st.session_state["card_metric"] = asked if asked in metrics else next(iter(metrics))

    def picked() -> None:
        st.query_params["metric"] = st.session_state["card_metric"]

    key = st.selectbox(
        "Metric", list(metrics), format_func=lambda key: metrics[key].label, key="card_metric", on_change=picked
    )
    return metrics[key]


def definition_card(context: Context, metric: Metric) -> None:
    """What travels with every figure: question, direction, margin, counters, and every change of them."""
    log = []
    for change in context.workspace.changes(metric.key):
        name, before, after = definition_words.edited(metric, change.field, change.before, change.after)
        at = f"{change.changed_at.day} {change.changed_at:%B %Y, %H:%M} UTC"
        log.append((at, f"{name}: {before} → {after}"))
    st.html(render("definition", **cards.definition(metric, _labels(context)), log=log))


def edit(context: Context, metric: Metric) -> None:
    """One form; every change is logged with its date, because a margin chosen after looking proves nothing."""
    labels = _labels(context)
    percent = metric.kind in (Kind.PROPORTION, Kind.DURATION)
    slot = f"definition_{context.name}_{metric.key}"
    seen, st.session_state[slot] = st.session_state.get(slot, metric), metric
    with st.expander("Edit this definition"), st.form(f"edit_{metric.key}"):
        label = st.text_input("Name", metric.label, max_chars=80)
        definition = st.text_area("What it means", metric.definition, max_chars=1000)
        direction = _direction(metric.good_direction)
        margin = st.number_input(
            f"Smallest change that matters, in {definition_words.margin_unit(metric)}",
            min_value=0.0,
            value=metric.smallest_change_that_matters * (100 if percent else 1),
            format="%g",
            help="Decide it before you look at a comparison. A change is logged with its date.",
        )
        counters = st.multiselect(
            "Counter-metrics: what it may not be paid with",
            [key for key in labels if key != metric.key],
            [key for key in metric.counter_metrics if key in labels],
            format_func=labels.__getitem__,
        )
        if st.form_submit_button("Save", type="primary"):
            if seen != metric:
                st.warning(
                    "Somebody else changed this definition since you opened it, so yours was not saved. It is shown as "
                    "it is now; make your change again."
                )
                return
            if margin <= 0 or (percent and margin >= 100):
                st.warning("The smallest change that matters must be more than 0, and a share of less than 100.")
                return
            context.workspace.edit(
                replace(
                    metric,
                    label=label.strip() or metric.label,
                    definition=definition,
                    good_direction=direction,
                    smallest_change_that_matters=margin / 100 if percent else margin,
                    counter_metrics=tuple(counters),
                )
            )
            st.rerun()


def add(context: Context) -> None:
    """A new metric from any stored column."""
    columns = {
        (source, column.name): (layout, column)
        for source, layout in context.workspace.sources().items()
        for column in layout.columns
        if column.role not in (None, Role.PII)
    }
    with st.expander("New metric from a column"):
        place = st.selectbox(
            "Column",
            list(columns),
            format_func=lambda key: f"{columns[key][1].label} ({columns[key][0].name})",
            key="new_column",
        )
        _, column = columns[place]
        ways = [way for way in _WAYS if (way == "share_text") == (column.type is not Type.NUMBER)]
        way = st.selectbox("Counted as", ways, format_func=_WAYS.__getitem__, key="new_way")
        with st.form("new_metric"):
            label = st.text_input("Name", max_chars=80)
            answer = (
                st.text_input("Which answer counts?", placeholder=", ".join(column.examples))
                if way == "share_text"
                else ""
            )
            threshold = (
                st.number_input("From which number upwards?", value=4.0, format="%g") if way == "share_above" else 0.0
            )
            direction = _direction(Direction.UP)
            counters = st.multiselect(
                "Counter-metrics", list(_labels(context)), format_func=_labels(context).__getitem__
            )
            if not st.form_submit_button("Add", type="primary"):
                return
            if not label.strip() or (way == "share_text" and not answer.strip()):
                st.warning("Give it a name, and say which answer counts.")
                return
            try:
                context.workspace.add(
                    place[0],
                    _new(label.strip(), way, column.name, answer.strip(), threshold, direction, tuple(counters)),
                )
            except CxError as error:
                st.error(plain(str(error)))
                return
            st.query_params["metric"] = slug(label)
            st.rerun()


def _direction(chosen: Direction) -> Direction:
    ways = list(Direction)
    return Direction(
        st.radio(
            "Good direction",
            ways,
            ways.index(chosen),
            format_func=lambda way: definition_words.DIRECTIONS[way].capitalize(),
            horizontal=True,
        )
    )


def _new(
    label: str, way: str, column: str, answer: str, threshold: float, direction: Direction, counters: tuple[str, ...]
) -> Metric:
    kind, unit, margin, measure = _counted(way, column, answer, threshold)
    return Metric(
        key=slug(label),
        label=label,
        kind=kind,
        unit=unit,
        good_direction=direction,
        measure=measure,
        counter_metrics=counters,
        smallest_change_that_matters=margin,
        definition=f"{_WAYS[way]}, from the column {column}.",
    )


def _counted(way: str, column: str, answer: str, threshold: float) -> tuple[Kind, str, float, Measure]:
    """Kind, unit, smallest change that matters (0: a twentieth of the mean at hand) and measure of a way to count."""
    match way:
        case "nps":
            return Kind.NPS, "points", 5, NpsOf(column)
        case "mean":
            return Kind.MEAN, "", 0, MeanOf(column)
        case "duration":
            return Kind.DURATION, "s", 0.05, DurationOf(column)
        case "share_above":
            return Kind.PROPORTION, "%", 0.03, ShareOf(column, at_least=threshold)
        case _:
            return Kind.PROPORTION, "%", 0.03, ShareOf(column, among=(answer,))


def _labels(context: Context) -> dict[str, str]:
    """Every metric that can be named as a counter: those here, and those of the catalogue that are still missing."""
    here = {key: metric.label for key, metric in context.outline.metrics.items()}
    missing = {entry.key: f"{entry.label} (no data yet)" for entry in CATALOGUE if entry.key not in here}
    named = {key: label_of(key) for metric in context.outline.metrics.values() for key in metric.counter_metrics}
    return named | missing | here
