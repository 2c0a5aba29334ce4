"""Pages with nothing to show: what is missing, and what to bring."""

from __future__ import annotations

import streamlit as st

from cxmetrics.ui.context import Context
from cxmetrics.ui.selection import View

_BRING = "Drop an export on the Data page; one CSV is enough."


def without_metric(title: str, bring: str = _BRING) -> None:
    """Where the workspace is empty."""
    st.title(title)
    st.write(f"This workspace has no metric. {bring}")


def without_dates(context: Context, view: View, so: str) -> None:
    """Where the metric cannot be put in time. so: what is not possible, to follow "so"."""
    st.title(context.outline.metrics[view.metric].label)
    st.write(f"Its file carries no dates, so {so}.")
