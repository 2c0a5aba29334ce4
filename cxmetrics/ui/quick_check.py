"""The quick check: a small form for figures known only from a slide, and the verdict on them."""

from __future__ import annotations

from typing import Any

import streamlit as st

from cxmetrics.errors import BadInput
from cxmetrics.judge.defaults import DEFAULT_MARGINS
from cxmetrics.judge.given import parse
from cxmetrics.judge.request import Request, verdict_of
from cxmetrics.judge.scale import typed_scale
from cxmetrics.model import Direction, Kind
from cxmetrics.report import cards, small_print, wording
from cxmetrics.report.html import render
from cxmetrics.ui import typed
from cxmetrics.ui.text import plain
from cxmetrics.workspace.fields import LARGEST

_MARGINS = {
    Kind.NPS: ("in points", 200.0),
    Kind.PROPORTION: ("in percentage points", 99.0),
    Kind.MEAN: ("in units of the mean", float(LARGEST)),
    Kind.RATE: ("in percent of the earlier rate", 1000.0),
}
"""The unit in which a margin is typed, and the largest that can be."""


def figures_given() -> Request | None:
    """The form, its state in the URL; None while a figure is missing or impossible, which is said."""
    name, form = typed.form("What do you know?")
    numbers: dict[str, dict[str, float | int | None]] = {}
    for column, (side, title) in zip(st.columns(2), (("before", "Before"), ("after", "After")), strict=True):
        with column:
            st.markdown(f"**{title}**")
            numbers[side] = typed.period(side[0], name, later=side == "after")
    with st.expander("What would matter?"):
        margin = _margin(form.kind)
        down = _lower_is_better(form.kind)
    if margin is None or any(value is None for period in numbers.values() for value in period.values()):
        st.info("Fill in every figure to get a verdict.")
        return None
    if form.kind is Kind.RATE and not numbers["before"]["count"]:
        st.warning(typed.NO_RATE)
        return None
    given: dict[str, Any] = {side: form.given(period) for side, period in numbers.items()}
    given["kind"] = str(form.kind)
    given["margin"] = margin / _scale(form.kind)
    if form.kind is Kind.RATE:
        given["margin"] *= given["before"]["count"] / given["before"]["exposure"]
    given["good_direction"] = str(Direction.DOWN if down else Direction.UP)
    try:
        return parse(given)
    except BadInput as error:
        st.warning(plain(str(error)))
        return None


def verdict(request: Request | None) -> None:
    """The card, how many answers would settle it, and how often luck alone does this."""
    if request is None:
        return
    judged = verdict_of(request)
    label, unit = wording.KINDS[request.kind], wording.UNITS[request.kind]
    card = cards.quick(label, unit, judged)
    st.html(
        render(
            "headline",
            level=2,  # below the question, which is the title of the page
            kicker="Before against after",
            say=wording.word_alone(judged, label),
            card=card,
            settle="",
        )
    )
    st.html(render("method", rows=small_print.honesty(judged, unit)))


def _margin(kind: Kind) -> float | None:
    unit, most = _MARGINS[kind]
    return typed.number(
        f"margin_{kind}",
        f"Smallest change that matters, {unit}",
        DEFAULT_MARGINS[kind] * _scale(kind),
        0.001,
        most,
        hint="Choose it before you look at the figures; changing it afterwards makes any verdict come true.",
    )


def _lower_is_better(kind: Kind) -> bool:
    """Whether the link says so, or has to say nothing of it: more of a Net Promoter Score is always better."""
    if kind is Kind.NPS:
        return False
    asked = st.query_params.get("lower", "yes" if kind is Kind.RATE else "no")
    if asked not in ("yes", "no"):
        raise BadInput(f"This link says '{asked[:40]}' to whether lower is better. It must be yes or no.")
    st.query_params["lower"] = asked
    st.session_state["lower"] = asked == "yes"

    def picked() -> None:
        st.query_params["lower"] = "yes" if st.session_state["lower"] else "no"

    return st.toggle("Lower is better", key="lower", on_change=picked)


def _scale(kind: Kind) -> int:
    """What a typed margin is divided by."""
    return 100 if kind is Kind.RATE else typed_scale(kind)
