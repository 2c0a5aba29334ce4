"""The pages: the files they are in, their titles, and what a run of the frame shows of them."""

from __future__ import annotations

from copy import copy
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

FOLDER = Path(__file__).parents[2] / "pages"

TITLES = {
    "scorecard": "Scorecard",
    "quick_check": "Quick check",
    "plan": "Plan",
    "what_moved_it": "What moved it",
    "over_time": "Over time",
    "gaming": "Gamed?",
    "spot_the_noise": "Spot the noise",
    "spread": "Spread",
    "satisfied_but_left": "Satisfied but left",
    "data": "Data",
    "guide": "Export guide",
    "metrics": "Metrics",
    "methods": "Methods",
    "methods_in_full": "Methods in full",
    "shares": "Links",
    "people": "People",
    "safekeeping": "Safekeeping",
}
"""File -> title."""

WHY = ("what_moved_it", "over_time", "gaming", "spot_the_noise", "spread", "satisfied_but_left")
"""Pages that say more about the view of the link."""


def page(name: str) -> StreamlitPage:
    """The page in a file, for this run: a copy, because Streamlit notes in a page that it may run now."""
    return copy(_found(name))


@cache
def _found(name: str) -> StreamlitPage:
    """Looked up on disk once: every look lets other runs go first."""
    return st.Page(
        FOLDER / f"{name}.py",
        title=TITLES[name],
        default=name == "scorecard",
        visibility="hidden" if name == "methods_in_full" else "visible",
    )
