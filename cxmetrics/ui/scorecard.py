"""The parts of the scorecard page, top to bottom."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from cxmetrics.judge.compare import USUAL, estimate
from cxmetrics.model import Moments, Scorecard, Selection, Word
from cxmetrics.report import cards, charts, scorecard_words, wording
from cxmetrics.report.html import render
from cxmetrics.ui import opened, pages, picture
from cxmetrics.ui.context import Context
from cxmetrics.ui.selection import CHOICES, View
from cxmetrics.workspace.comparisons import Choice, resolve


def headline(context: Context, selection: Selection, card: Scorecard) -> None:
    """The sentence, the two values, the interval and the word."""
    metric = context.outline.metrics[selection.metric]
    st.html(
        render(
            "headline",
            level=1,
            kicker=wording.kicker(selection, context.outline.complete_through[selection.metric]),
            say=scorecard_words.headline(card, context.outline.metrics, metric.key),
            card=cards.card(metric, card.headline),
            settle="" if card.headline.word is Word.NOT_ENOUGH_DATA else wording.settle(card.headline, metric.unit),
        )
    )


def oddities(context: Context, selection: Selection) -> None:
    """What is odd about the instrument itself, to be settled before anything is concluded."""
    if found := opened.oddities(context.name, context.version, selection):
        st.html(render("oddities", findings=found))


def why(card: Scorecard) -> None:
    """The way to who or what is behind a change, also behind one that may be noise."""
    if card.headline.comparison.change:
        st.page_link(pages.page("what_moved_it"), label="See who or what carries the change", icon=":material/search:")


def plan(card: Scorecard) -> None:
    """The way to the plan, where these answers cannot settle it."""
    if card.headline.word in (Word.WITHIN_NOISE, Word.NOT_ENOUGH_DATA):
        st.page_link(pages.page("plan"), label="Plan what it would take to know", icon=":material/timeline:")


def counters(context: Context, card: Scorecard) -> None:
    """What the headline may not be paid with, and the gaps."""
    if card.counters:
        shown = cards.counter_cards(card, context.outline.metrics)
        st.html(render("counters", cards=shown, joint=scorecard_words.joint_power(card)))
    else:
        st.caption("This metric has no counter-metrics yet. Name some on the Metrics page: never one metric alone.")


def three_ways(context: Context, selection: Selection) -> None:
    """The headline against last month, last quarter and last year, each with its own verdict."""
    metric = context.outline.metrics[selection.metric]
    through, run = context.outline.complete_through[metric.key], context.outline.run(metric.key) or 1
    rows = []
    # of a figure that is counted by quarters, month and quarter are the same comparison
    named = {resolve(choice, through, run): choice for choice in (Choice.MONTH, Choice.QUARTER, Choice.YEAR)}
    for (before, after), choice in named.items():
        asked = replace(selection, before=before, after=after)
        found = opened.verdict(context.name, context.version, asked, USUAL)
        periods = f"{wording.spell(after)} against {wording.spell(before)}"
        rows.append((CHOICES[choice], periods, cards.card(metric, found)))
    st.html(render("three_ways", rows=rows))


def over_time(context: Context, selection: Selection) -> None:
    """Every month with its interval, the compared ones marked."""
    metric = context.outline.metrics[selection.metric]
    points = opened.series(context.name, context.version, metric.key, selection.segment)
    st.header("Month by month")
    st.caption("Bars are 95 % intervals. Where they are long, small ups and downs say nothing.")
    picture.draw(charts.months(metric, points, (selection.before, selection.after)))


def small_print(context: Context, selection: Selection, card: Scorecard) -> None:
    """How the verdict came about, and what the metric means."""
    metric = context.outline.metrics[selection.metric]
    with st.expander("How this was judged"):
        st.html(render("method", rows=cards.small_print(metric, card)))


def undated(context: Context, view: View) -> None:
    """A metric whose file has no dates: its figure with an interval, and why there is no trend."""
    metric = context.outline.metrics[view.metric]
    moments = context.workspace.whole([metric.key]).get(metric.key, Moments())
    if moments.n == 0:
        st.title(metric.label)
        st.write("No record counts for this metric yet.")
        return
    found = estimate(metric.kind, moments, USUAL.level)
    st.html(render("undated", **cards.undated(metric, found)))
