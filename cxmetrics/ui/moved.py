"""The parts of the page What moved it, top to bottom."""

from __future__ import annotations

import streamlit as st

from cxmetrics.errors import BadInput
from cxmetrics.judge.compare import USUAL
from cxmetrics.judge.explain import Split
from cxmetrics.judge.why import Explanation
from cxmetrics.model import Selection
from cxmetrics.report import why_cards, why_chart, why_words, wording
from cxmetrics.report.html import render
from cxmetrics.ui import picture
from cxmetrics.ui.context import Context
from cxmetrics.workspace.rights import Right


def headline(context: Context, selection: Selection, found: Explanation) -> None:
    """The sentence, and what touches all of it: the instrument comes first."""
    metric = context.outline.metrics[selection.metric]
    through = context.outline.complete_through[selection.metric]
    st.html(render("why", kicker=wording.kicker(selection, through), say=why_words.sentence(found, metric)))
    if found.findings:
        st.html(render("oddities", findings=found.findings))


def without(context: Context, selection: Selection, found: Explanation) -> None:
    """Who carries the change, or that nobody does."""
    if found.verdict.comparison.change is not None:
        st.html(render("without", **why_cards.without(context.outline.metrics[selection.metric], found)))


def marked(context: Context, selection: Selection, found: Explanation) -> None:
    """Marked changes of these months, held against the places that did not get them; or the way to mark one."""
    if found.effects:
        metric = context.outline.metrics[selection.metric]
        st.html(render("marked", effects=why_cards.marked(metric, found)))
    elif context.may(Right.MARK):
        st.caption(
            "Was a process changed in some places between these periods? Mark it as an event on the page Over time, "
            "and it is held here against the places that did not get it."
        )


def split(context: Context, selection: Selection, found: Explanation) -> None:
    """The change in steps over one dimension, to be chosen."""
    if not found.splits:
        return
    metric, by = context.outline.metrics[selection.metric], _chosen(found)
    st.header("The change in steps")
    st.session_state["by"] = by.dimension

    def picked() -> None:
        st.query_params["by"] = st.session_state["by"]

    st.segmented_control("Split by", [one.dimension for one in found.splits], required=True, key="by", on_change=picked)
    picture.draw(why_chart.picture(metric, by, USUAL.minimum_n))
    st.html(render("parts", **why_cards.parts(metric, by, USUAL.minimum_n)))


def fine_print(found: Explanation) -> None:
    """How it was come by."""
    with st.expander("How this was found"):
        st.html(render("method", rows=why_words.method(found)))


def _chosen(found: Explanation) -> Split:
    """The dimension of the link, by default the one that tells most. Raises BadInput for one there is not."""
    asked = st.query_params.get("by", found.splits[0].dimension)
    for one in found.splits:
        if one.dimension == asked:
            return one
    known = ", ".join(one.dimension for one in found.splits)
    raise BadInput(f"This link splits by '{asked[:60]}', and this metric can be split by {known}.")
