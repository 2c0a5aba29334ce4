"""The guide: for each tool, how to export the file that is understood as it comes."""

from __future__ import annotations

import streamlit as st

from cxmetrics.report.guide import GUIDE
from cxmetrics.report.html import render
from cxmetrics.ui import pages


def tools() -> None:
    """One foldable entry for each kind of export, in the order of the registry."""
    names = {export.vendor: export.name for export in GUIDE}
    asked = st.selectbox(
        "Where does your file come from?", list(names), format_func=names.__getitem__, index=None, key="guide_vendor"
    )
    for export in GUIDE:
        if asked in (None, export.vendor):
            with st.expander(export.name, expanded=asked == export.vendor):
                st.html(render("guide", export=export))


def link() -> None:
    """The way to the guide, where a page lacks a file."""
    st.page_link(pages.page("guide"), label="How to export it from your tool", icon=":material/menu_book:")
