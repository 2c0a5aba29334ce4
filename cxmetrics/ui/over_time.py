"""The parts of the page over time: the chart and how it is drawn, marks, and every metric's year."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Self

import streamlit as st

from cxmetrics.errors import CxError
from cxmetrics.judge.course import Asked, Charted
from cxmetrics.judge.drip import Year
from cxmetrics.judge.marks import Mark, MarkKind
from cxmetrics.model import Metric, Selection
from cxmetrics.report import cards, cohort_table, course_chart, course_words, wording
from cxmetrics.report.html import render
from cxmetrics.ui import opened, pages, picture
from cxmetrics.ui.context import Context
from cxmetrics.ui.text import plain
from cxmetrics.workspace import fields
from cxmetrics.workspace.rights import Right

_BY = {"month": "Months", "week": "Weeks"}
_SEASONS = {"out": "Taken out", "in": "Left in"}
_FROZEN = (12, 24, 36, 52)
_KINDS = {
    MarkKind.EVENT: "An event: something changed, from this day on",
    MarkKind.REBASE: "New limits: the process is another one from this day on",
    MarkKind.COMMENT: "A comment on a point",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page is about: the metric on its chart, and the last year of all of them."""

    selection: Selection
    metric: Metric
    asked: Asked
    charted: Charted
    years: tuple[Year, ...]

    @classmethod
    def of(cls, context: Context, selection: Selection) -> Self:
        """As the link asks. Raises BadInput where it asks for what there is not."""
        asked = fields.asked(st.query_params)
        return cls(
            selection,
            context.outline.metrics[selection.metric],
            asked,
            opened.course(context.name, context.version, selection.metric, selection.segment, asked),
            opened.years(context.name, context.version, selection.segment),
        )


def headline(context: Context, shown: Shown) -> None:
    """The first sentence, and what slips elsewhere."""
    key, metrics = shown.selection.metric, context.outline.metrics
    year = next((year for year in shown.years if year.metric == key), None)
    st.html(
        render(
            "course",
            kicker=course_words.kicker(shown.charted, shown.selection.segment),
            say=course_words.say(shown.metric, shown.charted, year),
            elsewhere=course_words.elsewhere(metrics, shown.years, key),
        )
    )
    for slipping in shown.years:
        if slipping.drip and slipping.metric != key:
            kept = {name: text for name, text in st.query_params.items() if name not in fields.OF["over_time"]}
            link = kept | {"metric": slipping.metric}
            label = f"Show {plain(metrics[slipping.metric].label)} over time"
            st.page_link(pages.page("over_time"), label=label, icon=":material/trending_down:", query_params=link)


def oddities(context: Context, shown: Shown) -> None:
    """What is odd about the instrument anywhere between the first and the last charted period."""
    periods = shown.charted.periods
    if len(periods) < 2:
        return
    whole = replace(shown.selection, before=periods[0], after=periods[-1])
    if found := opened.oddities(context.name, context.version, whole):
        st.html(render("oddities", findings=found))


def chart(context: Context, shown: Shown) -> None:
    """How it is drawn, the chart, how often luck makes a signal, and the signals in words."""
    _choose(shown)
    picture.draw(course_chart.picture(shown.metric, shown.charted))
    st.html(
        render(
            "course_notes",
            notes=course_words.about_limits(shown.charted),
            signals=course_words.signals(shown.charted),
        )
    )


def years(context: Context, shown: Shown) -> None:
    """Every metric's year, the small touchpoints among them."""
    rows = course_words.rows(context.outline.metrics, shown.years)
    if rows:
        badges = [cards.badge(row.word) for row in rows]
        st.html(
            render("years", rows=list(zip(rows, badges, strict=True)), corrected=course_words.corrected(shown.years))
        )


def cohorts(context: Context, shown: Shown) -> None:
    """Who stays how long, of a metric that counts who leaves."""
    found = opened.cohorts(context.name, context.version, shown.selection.metric, shown.selection.segment)
    if found:
        st.html(render("cohorts", table=cohort_table.table(found)))


def marks(context: Context, shown: Shown) -> None:
    """What people marked here, and the form to mark more."""
    may = context.may(Right.MARK)
    if shown.charted.marks or may:
        st.header("What happened when")
    for mark in shown.charted.marks:
        _mark(context, mark, may)
    if may:
        with st.expander("Mark what happened"):
            _form(context, shown)


def small_print() -> None:
    """What makes a signal."""
    with st.expander("What makes a signal"):
        st.html(render("method", rows=course_words.RULES))


def _choose(shown: Shown) -> None:
    """The widgets that say how the chart is drawn; each writes its field into the link."""
    state, asked, points = st.session_state, shown.asked, len(shown.charted.periods)
    state["by"] = "week" if asked.weekly else "month"
    state["baseline"] = fields.ALL if asked.baseline is None else str(asked.baseline)
    state["season"] = "out" if asked.adjust else "in"

    def picked(name: str) -> None:
        st.query_params[name] = state[name]
        if name == "by":
            st.query_params.pop("baseline", None)

    columns = iter(st.columns(3))
    if shown.charted.weekly:
        next(columns).segmented_control(
            "Points", list(_BY), format_func=_BY.__getitem__, required=True, key="by", on_change=picked, args=("by",)
        )
    frozen = [str(n) for n in _FROZEN if n < points]
    if state["baseline"] not in (fields.ALL, *frozen):
        frozen.append(state["baseline"])
    if frozen:
        next(columns).selectbox(
            "Limits drawn from",
            [fields.ALL, *frozen],
            format_func=lambda text: "all points" if text == fields.ALL else f"the first {text} points",
            key="baseline",
            on_change=picked,
            args=("baseline",),
            help="Frozen limits do not move when new points come. From few points they are uncertain themselves.",
        )
    if shown.charted.course.seasonal:
        next(columns).segmented_control(
            "Season",
            list(_SEASONS),
            format_func=_SEASONS.__getitem__,
            required=True,
            key="season",
            on_change=picked,
            args=("season",),
        )


def _mark(context: Context, mark: Mark, removable: bool) -> None:
    where = f" ({wording.listed(mark.values)})" if mark.values else ""
    said_by = f" · {mark.made_by}" if mark.made_by else ""
    text, button = st.columns([6, 1], vertical_alignment="center")
    text.write(
        f"**{plain(wording.day(mark.day))}**, {course_chart.KINDS[mark.kind]}{plain(where)}: {plain(mark.text)}"
        f"{plain(said_by)}"
    )
    if removable and button.button("Remove", key=f"unmark_{mark.id}", type="tertiary"):
        context.workspace.unmark(mark.id)
        st.rerun()


def _form(context: Context, shown: Shown) -> None:
    key, places = shown.selection.metric, context.outline.segments[shown.selection.metric]
    known = {f"{dimension}: {value}": (dimension, value) for dimension, of in places.items() for value in of}
    made: list[int] = st.session_state.setdefault("marks_made", [])
    # an empty form after each mark; one that is cleared by its button loses its words to a double click or a refusal
    with st.form(f"mark_{len(made)}", border=False):
        kind = st.radio("What it is", list(_KINDS), format_func=_KINDS.__getitem__)
        day = st.date_input("From which day", _last_day(shown), min_value=date(1970, 1, 1))
        text = st.text_input("What happened", max_chars=200)
        whose = st.radio("For", (shown.metric.label, "every metric"), horizontal=True)
        where = st.multiselect("Where (empty: everywhere)", list(known))
        if not st.form_submit_button("Mark it", type="primary"):
            return
    chosen = [known[place] for place in where]
    if len({dimension for dimension, _ in chosen}) > 1:
        st.warning("The places of one mark are of one kind, such as locations. Make a mark for each kind.")
        return
    try:
        made.append(
            context.workspace.mark(
                day,
                MarkKind(kind),
                text,
                key if whose == shown.metric.label else None,
                chosen[0][0] if chosen else "",
                [value for _, value in chosen],
            )
        )
    except CxError as error:
        st.warning(plain(str(error)))
        return
    st.rerun()


def _last_day(shown: Shown) -> date:
    return (shown.charted.periods or (shown.selection.after,))[-1].start
