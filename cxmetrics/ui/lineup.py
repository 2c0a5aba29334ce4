"""The parts of the page Spot the noise: the line-up, the pick, and what it means."""

from __future__ import annotations

import streamlit as st

from cxmetrics.judge.compare import USUAL
from cxmetrics.model import Selection
from cxmetrics.report import lineup as words
from cxmetrics.report import wording
from cxmetrics.report.html import render
from cxmetrics.ui import access, opened, pages, scorecard
from cxmetrics.ui.context import Context
from cxmetrics.workspace import shelf
from cxmetrics.workspace.picks import Pick, Picks
from cxmetrics.workspace.sittings import Sitting


def link() -> None:
    """The way here from any verdict; the view comes along."""
    st.page_link(
        pages.page("spot_the_noise"), label="Spot the noise: could you have told?", icon=":material/visibility:"
    )


def page(context: Context, selection: Selection) -> None:
    """The whole page."""
    metric = context.outline.metrics[selection.metric]
    sitting = opened.sitting(context.name, context.version, selection, access.visitor().who)
    if sitting is None:
        st.title(f"{metric.label} has too few months to hide one among others")
        st.write("It takes three months with answers, of which at least one lies in each of the two periods alone.")
        return
    picks = Picks(shelf.register(), context.name, context.workspace)
    mine = picks.mine(sitting)
    say = words.found(sitting.lineup, mine.panel) if mine else words.ask(metric)
    st.html(render("plan", kicker=wording.kicker(selection, context.outline.complete_through[metric.key]), say=say))
    scorecard.oddities(context, selection)
    if mine:
        _answer(context, selection, sitting, picks, mine)
    else:
        st.write(words.task(selection))
        st.checkbox(
            "I have seen this figure by month before",
            key="seen_before",
            help="On the scorecard, perhaps. Your pick is then not counted with those of others.",
        )
    _charts(sitting, picks, mine)
    if mine:
        scorecard.over_time(context, selection)
    with st.expander("How the line-up works"):
        st.html(render("method", rows=words.METHOD))


def _answer(context: Context, selection: Selection, sitting: Sitting, picks: Picks, mine: Pick) -> None:
    metric, lineup = context.outline.metrics[selection.metric], sitting.lineup
    verdict = opened.verdict(context.name, context.version, selection, USUAL)
    tally = picks.tally(sitting)
    rows = [
        *words.meaning(lineup, mine.panel, selection, metric, verdict),
        *words.together(tally.picks, tally.hits, tally.known, tally.p_value, mine.fresh),
    ]
    st.html(render("method", rows=rows))


def _charts(sitting: Sitting, picks: Picks, mine: Pick | None) -> None:
    """Every panel with its button; after the pick, with what it was."""
    with st.container(key="lineup"):
        for i, panel in enumerate(words.panels(sitting.lineup)):
            with st.container(key=f"panel_{i + 1}"):
                real = mine is not None and i == sitting.lineup.real
                st.html(render("panel", panel=panel, real=real, said=_said(i, sitting, mine)))
                if mine is None:
                    st.button(
                        words.name(i), key=f"pick_{i + 1}", width="stretch", on_click=_pick, args=(picks, sitting, i)
                    )


def _said(i: int, sitting: Sitting, mine: Pick | None) -> str:
    if mine is None:
        return ""
    what = [part for part, true in (("the real one", i == sitting.lineup.real), ("your pick", i == mine.panel)) if true]
    return f"{words.name(i)}{': ' if what else ''}{', '.join(what)}"


def _pick(picks: Picks, sitting: Sitting, panel: int) -> None:
    picks.pick(sitting, panel, fresh=not st.session_state.get("seen_before", False))
