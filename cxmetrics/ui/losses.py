"""The parts of the page satisfied but left: what those who left had last answered, and why they say they left."""

from __future__ import annotations

import csv

import streamlit as st

from cxmetrics.errors import BadInput
from cxmetrics.judge.compare import USUAL
from cxmetrics.judge.losses import Left, Losses
from cxmetrics.period import Period
from cxmetrics.report import losses_chart, losses_words
from cxmetrics.report.html import render
from cxmetrics.report.wording import spell
from cxmetrics.ui import guide, opened, picture, typed
from cxmetrics.ui.context import Context
from cxmetrics.ui.selection import View
from cxmetrics.workspace.losses import WINDOW, Question

_WINDOW, _LEFT, _RIVALS = "window", "left", "rivals"
FIELDS = (_WINDOW, _LEFT, _RIVALS)
"""What this page adds to the link of a view."""

_EVER, _PERIOD = "ever", "period"
_LONGEST = 730


def question(view: View) -> Question:
    """What the link asks. Raises BadInput for a value that cannot be honoured."""
    window = typed.read_number(_WINDOW, "Days before leaving", WINDOW, 1, _LONGEST)
    return Question(view.metric, int(window), _within(view), _rivals(st.query_params.get(_RIVALS, "")))


def _within(view: View) -> Period | None:
    asked = st.query_params.get(_LEFT, _EVER)
    if asked not in (_EVER, _PERIOD):
        raise BadInput(f"This link asks for those who left '{asked[:40]}'. There are {_EVER} and {_PERIOD}.")
    return view.selection.after if view.selection and asked == _PERIOD else None


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
        st.subheader("Those who left, and those who stayed")
        picture.draw(drawn)


def choices(view: View) -> None:
    """Which answers count, and who counts as having left."""
    st.subheader("Which answers, and whose leaving")
    typed.number(_WINDOW, "Days before leaving in which an answer counts", WINDOW, 1, _LONGEST, whole=True)
    if view.selection:
        options = {_EVER: "Everybody who ever left", _PERIOD: f"Who left in {spell(view.selection.after)}"}
        st.session_state[_LEFT] = st.query_params.get(_LEFT, _EVER)
        st.radio("Whose leaving", list(options), format_func=options.__getitem__, key=_LEFT, on_change=_pick_left)


def _pick_left() -> None:
    st.query_params[_LEFT] = st.session_state[_LEFT]


def reasons(losses: Losses) -> None:
    """Why those who left say they did, and the competitors they named."""
    st.subheader("Why they say they left")
    rows = losses_words.reasons(losses)
    if not rows:
        st.write(
            "No reasons are known. Bring the export of those who left with its column of cancellation reasons or "
            "comments."
        )
        guide.link()
        return
    st.html(render("reasons", rows=rows, competitors=losses_words.competitors(losses)))
    st.session_state[_RIVALS] = st.query_params.get(_RIVALS, "")
    st.text_input(
        "Competitors to look for, separated by commas",
        key=_RIVALS,
        max_chars=200,
        on_change=lambda: st.query_params.__setitem__(_RIVALS, st.session_state[_RIVALS]),
    )


def employees(losses: Losses | None) -> None:
    """The same for those who worked here."""
    st.subheader("Employees who left")
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


def _rivals(line: str) -> tuple[str, ...]:
    names = [name.strip() for name in next(csv.reader([line[:200]], skipinitialspace=True), [])]
    return tuple(name for name in names if name)
