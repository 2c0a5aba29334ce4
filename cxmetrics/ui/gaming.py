"""The parts of the page Gamed?, top to bottom."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from cxmetrics.judge.gaming import Gaming
from cxmetrics.model import EVERYBODY, Selection
from cxmetrics.report import gaming_cards, gaming_chart, gaming_words, wording
from cxmetrics.report.html import render
from cxmetrics.ui import guide, opened, picture, scorecard, typed
from cxmetrics.ui.context import Context
from cxmetrics.ui.text import plain
from cxmetrics.workspace.fields import LONGEST_TARGET, SHORTEST_TARGET
from cxmetrics.workspace.gaming import suspect


def nothing() -> None:
    """What to bring where there is nothing to look at."""
    st.title("No metric here can be gamed this way")
    st.write(gaming_words.missing())
    guide.link()


def page(context: Context, selection: Selection) -> None:
    """The whole page; the target is read before anything that it decides is drawn above it."""
    top, evidence, near = st.container(), st.container(), st.container()
    if suspect(context.outline, selection.metric) is None:
        nothing()
        return
    with near:
        target = _target()
    found = opened.gaming(context.name, context.version, selection, target)
    assert found is not None  # there is a metric to ask about
    with top:
        _first(context, selection, found)
    with evidence:
        if rows := gaming_cards.parts(found):
            st.header("Where the change comes from")
            st.html(render("method", rows=rows))
        st.html(render("gaming_signs", rows=gaming_cards.signs(found)))
        _agents(found)
    near.write(gaming_words.pile(found))
    if rows := gaming_cards.answered(found):
        st.header("What their customers said afterwards")
        st.html(render("method", rows=rows))
    with st.expander("How this was judged"):
        st.html(render("method", rows=gaming_words.METHOD))


def _target() -> float | None:
    """Seconds just below which somebody may want to end; None where nobody named any."""
    st.header("Just below a target")
    st.query_params.setdefault("target", "")
    return typed.number(
        "target",
        "Which target do agents have, in seconds?",
        0,
        SHORTEST_TARGET,
        LONGEST_TARGET,
        hint="Left empty, round minutes are searched. Your target stays in the link.",
    )


def _first(context: Context, selection: Selection, found: Gaming) -> None:
    """The sentence, what is odd about the instrument, and fairness to whoever is named."""
    asked = replace(selection, metric=found.metric.key, segment=EVERYBODY if found.everybody else selection.segment)
    kicker = wording.kicker(asked, context.outline.complete_through[asked.metric])
    st.html(render("plan", kicker=f"{found.metric.label} · {kicker}", say=gaming_words.say(found)))
    if found.everybody:
        st.caption(f"Over everybody: these records cannot be split by {plain(selection.segment.dimension)}.")
    scorecard.oddities(context, asked)
    if found.named:
        st.write(gaming_words.ELSE)


def _agents(found: Gaming) -> None:
    if not found.traces:
        return
    st.header("Agents")
    st.caption(gaming_words.corrected(found))
    st.html(render("gaming_agents", lines=gaming_cards.agents(found)))
    if chart := gaming_chart.picture(found):
        picture.draw(chart)
