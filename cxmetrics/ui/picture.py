"""Drawing a chart: the one way every page does it, with its words for a screen reader and its files to save."""

from __future__ import annotations

from functools import partial

import streamlit as st

from cxmetrics.report import pictures, sheets
from cxmetrics.report.pictures import Picture


def draw(picture: Picture) -> None:
    """The chart, told in words to who does not see it, and below it the way to save it; files are made when asked."""
    st.vega_lite_chart(picture.marks, picture.spec, alt=picture.words)
    with st.popover("Save this chart", type="tertiary", icon=":material/download:", key=f"save_{picture.name}"):
        for label, make, suffix, mime in (
            ("Picture (PNG)", partial(pictures.saved_png, picture), "png", "image/png"),
            ("Drawing (SVG)", partial(pictures.saved_svg, picture), "svg", "image/svg+xml"),
            (
                "Figures (CSV)",
                lambda: sheets.csv(picture.data if picture.table is None else picture.table),
                "csv",
                "text/csv",
            ),
        ):
            st.download_button(
                label,
                make,
                f"{picture.name}.{suffix}",
                mime,
                key=f"save_{picture.name}_{suffix}",
                on_click="ignore",
                width="stretch",
            )
