"""Metrics: what each figure means, what matters, and what it may not be paid with."""

import streamlit as st

from cxmetrics.ui import metrics
from cxmetrics.ui.context import current
from cxmetrics.workspace.rights import Right

context = current()
st.title("Metrics")
if context.outline.metrics:
    metric = metrics.choose(context)
    metrics.definition_card(context, metric)
    if context.may(Right.DEFINE):
        metrics.edit(context, metric)
        metrics.add(context)
else:
    st.write("This workspace has no metric yet. Drop an export on the Data page; one CSV is enough.")
