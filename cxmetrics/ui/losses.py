"""The parts of the page satisfied but left: what those who left had last answered, and why they say they left."""

from __future__ import annotations

import streamlit as st

from cxmetrics.judge.compare import USUAL
from cxmetrics.judge.losses import Left, Losses
from cxmetrics.report import losses_chart, losses_words
from cxmetrics.report.html import render
from cxmetrics.report.wording import spell
from cxmetrics.ui import guide, opened, picture, typed
from cxmetrics.ui.context import Context
from cxmetrics.ui.selection import View
from cxmetrics.workspace import fields
from cxmetrics.workspace.fields import EVER, LEAVING, LEFT, LONGEST_WINDOW, PERIOD, RIVALS
from cxmetrics.workspace.losses import WINDOW, Question


def question(view: View) -> Question:
    """What the link asks. Raises BadInput for a value that cannot be honoured."""
    return fields.question(st.query_params, view.metric, view.selection.after if view.selection else None)


def found(context: Context, asked: Question) -> Left:
    """The figures of the page."""
    return opened.left(context.name, context.version, asked, USUAL)


def headline(context: Context, asked: Question, losses: Losses) -> None:
    """What is to be seen, and how far the files could be joined."""
    answered = losses.answered
    lines, fine = [], []
    if answered:
        metric = context.outline.metrics[answered.metric]
        lines = [losses_words.people(answered), losses_words.against_stayers(answered)]
        fine = [losses_words.meaning(metric, answered), losses_words.joined(losses, answered)]
    elif losses.lacking:
        lines = [losses_words.BRING[losses.lacking]]
    st.html(
        render(
            "losses",
            kicker=losses_words.kicker(asked.within),
            say=losses_words.headline(losses, USUAL),
            lines=lines,
            fine=fine,
        )
    )
    if losses.lacking:
        guide.link()
    if answered and (drawn := losses_chart.picture(answered)):
        st.header("Those who left, and those who stayed")
        picture.draw(drawn)


def choices(view: View) -> None:
    """Which answers count, and who counts as having left."""
    st.header("Which answers, and whose leaving")
    typed.number(LEAVING, "Days before leaving in which an answer counts", WINDOW, 1, LONGEST_WINDOW, whole=True)
    if view.selection:
        options = {EVER: "Everybody who ever left", PERIOD: f"Who left in {spell(view.selection.after)}"}
        st.session_state[LEFT] = st.query_params.get(LEFT, EVER)
        st.radio("Whose leaving", list(options), format_func=options.__getitem__, key=LEFT, on_change=_pick_left)


def _pick_left() -> None:
    st.query_params[LEFT] = st.session_state[LEFT]


def reasons(losses: Losses) -> None:
    """Why those who left say they did, and the competitors they named."""
    st.header("Why they say they left")
    rows = losses_words.reasons(losses)
    if not rows:
        st.write(
            "No reasons are known. Bring the export of those who left with its column of cancellation reasons or "
            "comments."
        )
        guide.link()
        return
    st.html(render("reasons", rows=rows, competitors=losses_words.competitors(losses)))
    st.session_state[RIVALS] = st.query_params.get(RIVALS, "")
    st.text_input(
        "Competitors to look for, separated by commas",
        key=RIVALS,
        max_chars=200,
        on_change=lambda: st.query_params.__setitem__(RIVALS, st.session_state[RIVALS]),
    )


def employees(losses: Losses | None) -> None:
    """The same for those who worked here."""
    st.header("Employees who left")
    if losses is None:
        st.write("There is no roster here. Bring an HR roster with hire and leaving dates to see why employees left.")
        guide.link()
        return
    lines = [losses_words.employees(losses)]
    if answered := losses.answered:
        lines += [losses_words.people(answered), losses_words.against_stayers(answered)]
        lines.append(losses_words.joined(losses, answered))
    else:
        lines.append(losses_words.NO_EMPLOYEE_SURVEY)
    st.html(render("lines", lines=[line for line in lines if line], fine=False))
    if rows := losses_words.reasons(losses):
        st.html(render("reasons", rows=rows, competitors=""))


def method() -> None:
    """How the page reckons."""
    with st.expander("How this was reckoned"):
        st.html(render("method", rows=losses_words.METHOD))
