"""The quick check: a small form for figures known only from a slide, and the verdict on them."""

from __future__ import annotations

from typing import Any

import streamlit as st

from cxmetrics.errors import BadInput
from cxmetrics.judge.given import DEFAULT_MARGINS, Request, parse, verdict_of
from cxmetrics.model import Direction, Kind
from cxmetrics.report import cards, wording
from cxmetrics.report.html import render
from cxmetrics.ui.text import plain

SHAPES = {
    "score": "Published NPS",
    "counts": "Promoters, passives, detractors",
    "share": "So many of so many",
}

_FIELDS: dict[str, tuple[tuple[str, str, int], ...]] = {
    "score": (("nps", "NPS", 67), ("n", "Answers", 400)),
    "counts": (("promoters", "Promoters", 288), ("passives", "Passives", 92), ("detractors", "Detractors", 20)),
    "share": (("events", "How many", 312), ("n", "Of how many", 400)),
}
_AFTER = {"score": (68, 400), "counts": (292, 88, 20), "share": (320, 400)}


def figures() -> Request | None:
    """The form, its state in the URL; None while a figure is missing or impossible, which is said."""
    shape = _shape()
    before, after = st.columns(2)
    given: dict[str, Any] = {"kind": "proportion" if shape == "share" else "nps"}
    with before:
        given["before"] = _period("Before", "b", shape, tuple(value for _, _, value in _FIELDS[shape]))
    with after:
        given["after"] = _period("After", "a", shape, _AFTER[shape])
    kind = Kind(given["kind"])
    with st.expander("What would matter?"):
        suggested = DEFAULT_MARGINS[kind] * (100 if kind is Kind.PROPORTION else 1)
        margin = st.number_input(
            "Smallest change that matters, in percentage points"
            if kind is Kind.PROPORTION
            else "Smallest change that matters, in points",
            min_value=0.1,
            max_value=100.0,
            value=suggested,
            key=f"margin_{kind}",
            bind="query-params",
            help="Choose it before you look at the figures; changing it afterwards makes any verdict come true.",
        )
        down = kind is Kind.PROPORTION and st.toggle("Lower is better", key="lower", bind="query-params")
    given["margin"] = margin / 100 if kind is Kind.PROPORTION else margin
    given["good_direction"] = Direction.DOWN if down else Direction.UP
    if any(value is None for period in (given["before"], given["after"]) for value in period.values()):
        st.info("Fill in every figure to get a verdict.")
        return None
    try:
        return parse(given)
    except BadInput as error:
        st.warning(plain(str(error)))
        return None


def _shape() -> str:
    """What is known, kept in the URL under a name that outlives its label."""
    asked = st.query_params.get("shape", "score")
    if asked not in SHAPES:
        st.warning(plain(f"This link asks for '{asked[:60]}' figures. There are {', '.join(SHAPES)}."))
        asked = "score"
    st.session_state["shape"] = asked

    def picked() -> None:
        st.query_params["shape"] = st.session_state["shape"]

    return str(
        st.segmented_control(
            "What do you know?",
            list(SHAPES),
            format_func=SHAPES.__getitem__,
            required=True,
            key="shape",
            on_change=picked,
        )
    )


def _period(title: str, prefix: str, shape: str, defaults: tuple[int, ...]) -> dict[str, float | int | None]:
    st.markdown(f"**{title}**")
    given: dict[str, float | int | None] = {}
    for (field, label, _), default in zip(_FIELDS[shape], defaults, strict=True):
        key = f"{prefix}_{shape}_{field}"
        if field == "nps":
            given[field] = st.number_input(
                label, -100.0, 100.0, float(default), step=1.0, format="%g", key=key, bind="query-params"
            )
        else:
            given[field] = st.number_input(label, 0, 10**9, default, step=1, key=key, bind="query-params")
    return given


def verdict(request: Request | None) -> None:
    """The card, and how many answers would settle it."""
    if request is None:
        return
    judged = verdict_of(request)
    label, unit = wording.KINDS[request.kind], wording.UNITS[request.kind]
    card = cards.quick(label, unit, judged)
    st.html(
        render("headline", kicker="Before against after", say=wording.word_alone(judged, label), card=card, settle="")
    )
    st.html(render("method", rows=wording.honesty(judged, unit)))
