"""The parts of the spread page: who is worst served, every segment against the others, and what one may ask besides."""

from __future__ import annotations

import csv
import io

import streamlit as st

from cxmetrics.judge.compare import USUAL
from cxmetrics.judge.spread import Served, Spread
from cxmetrics.model import Metric, Segment, Selection
from cxmetrics.report import spread_chart, spread_words
from cxmetrics.report.html import render
from cxmetrics.ui import guide, opened, picture
from cxmetrics.ui.context import Context
from cxmetrics.ui.selection import EVERYBODY_TEXT, in_words
from cxmetrics.workspace.fields import ALSO, IMPORTANT, line, narrowed
from cxmetrics.workspace.outline import Outline
from cxmetrics.workspace.spread import importance

_ROWS_AT_FIRST = 15


def found(context: Context, selection: Selection) -> Spread:
    """The figures of the page. Raises BadInput for a link that cannot be honoured."""
    return opened.spread(
        context.name, context.version, selection, narrowed(st.query_params, context.outline, selection), USUAL
    )


def headline(context: Context, selection: Selection, spread: Spread) -> None:
    """What is to be seen, how sure it is, and where the parts say the opposite of the whole."""
    metric = context.outline.metrics[selection.metric]
    still_open = not context.outline.covers(metric.key, selection.after)
    whole = spread_words.figure(metric, spread.whole)
    people = spread_words.people(metric, spread.whole)
    st.html(
        render(
            "spread",
            kicker=spread_words.kicker(spread),
            say=spread_words.headline(metric, spread, still_open),
            why=spread_words.why(metric, spread),
            everybody=f"All of them together: {whole}{f'; {people}' if people else ''}.",
            never_alone=metric.never_alone,
            reversals=[spread_words.reversal(metric, one) for one in spread.reversals],
        )
    )
    if not spread.served:
        st.write("Its file has no column such as location, channel, plan or employee with 2 to 200 values. Bring one.")
        guide.link()


def segments(metric: Metric, spread: Spread) -> None:
    """Every segment against the others, as a chart and a table, the strongest evidence first."""
    if judged := spread.judged:
        st.header("Every segment against the others")
        st.caption("Sorted by evidence, the surest gap first. Bars are 95 % intervals; the thin line is the others.")
        picture.draw(spread_chart.picture(metric, spread))
        _table(metric, judged[:_ROWS_AT_FIRST])
        if rest := judged[_ROWS_AT_FIRST:]:
            with st.expander(f"{len(rest)} more, none with stronger evidence"):
                _table(metric, rest)
    if said := spread_words.too_few(spread, USUAL):
        with st.expander("Too few to say"):
            st.html(render("lines", lines=[said], fine=True))


def two_filters(context: Context, selection: Selection, spread: Spread) -> None:
    """A second segment that must hold at once, and how those of both compare with everybody else."""
    outline, metric = context.outline, context.outline.metrics[selection.metric]
    offered = [
        EVERYBODY_TEXT,
        *(text for text in _texts(outline, metric.key) if not text.startswith(f"{selection.segment.dimension}:")),
    ]
    if len(offered) == 1:
        return
    st.header("Two filters at once")
    st.session_state[ALSO] = st.query_params.get(ALSO, EVERYBODY_TEXT)
    st.selectbox(
        "Second filter",
        offered,
        format_func=lambda text: in_words(text, everybody="No second filter"),
        help="The first filter is “Whose answers” beside the page. The table above then is about those who pass both.",
        key=ALSO,
        on_change=lambda: _write(ALSO, st.session_state[ALSO], EVERYBODY_TEXT),
    )
    if spread.filters:
        both = " and ".join(f"{one.dimension}: {one.value}" for one in spread.filters)
        _look(metric, spread.crossing, both, f"Nobody answered with {both} in this period.")


def important(context: Context, selection: Selection, spread: Spread) -> None:
    """The customers somebody calls important, against the others."""
    outline, metric = context.outline, context.outline.metrics[selection.metric]
    st.header("Important customers against the others")
    known = importance(outline, metric.key)
    offered = [
        str(Segment(name, value)) for name, values in known.items() if spread_words.importance(name) for value in values
    ]
    if not offered:
        st.write(
            "Neither the file behind this metric nor a list of its customers has a column such as plan or tier. Bring "
            "one to see whether those who matter most are served as well as the others."
        )
        guide.link()
        return
    chosen = line(st.query_params.get(IMPORTANT, ""))
    st.session_state[IMPORTANT] = chosen
    st.multiselect(
        "Who is important?",
        [*offered, *(text for text in chosen if text not in offered)],
        format_func=in_words,
        placeholder="Choose one value or several of one column",
        key=IMPORTANT,
        on_change=lambda: _write(IMPORTANT, _line(st.session_state[IMPORTANT]), ""),
    )
    if chosen:
        called = ", ".join(text.partition(":")[2] for text in chosen)
        _look(metric, spread.important, called, "None of them, or only they, answered in this period.")


def method() -> None:
    """How the page judges."""
    with st.expander("How this was judged"):
        st.html(render("method", rows=spread_words.METHOD))


def _table(metric: Metric, served: tuple[Served, ...]) -> None:
    st.html(render("spread_table", label=metric.label, rows=spread_words.rows(metric, served)))


def _look(metric: Metric, served: Served | None, called: str, otherwise: str) -> None:
    lines = [spread_words.look(metric, served, called), spread_words.people(metric, served.figure)] if served else []
    st.html(render("lines", lines=[line for line in lines if line] or [otherwise], fine=False))
    if served:
        st.caption("One look that was chosen, so without correction: it proves little if it was searched for.")


def _texts(outline: Outline, key: str) -> list[str]:
    return [str(Segment(name, value)) for name, values in outline.segments[key].items() for value in values]


def _line(texts: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(texts)
    return out.getvalue()


def _write(field: str, text: str, usual: str) -> None:
    if text == usual:
        st.query_params.pop(field, None)
    else:
        st.query_params[field] = text
