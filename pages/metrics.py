"""Metrics: what each figure means, what matters, and what it may not be paid with."""

import streamlit as st

from cxmetrics.ui import metrics
from cxmetrics.ui.context import current

context = current()
st.title("Metrics")
if context.outline.metrics:
    metric = metrics.choose(context)
    metrics.definition_card(context, metric)
    metrics.edit(context, metric)
    metrics.add(context)
else:
    st.write("This workspace has no metric yet. Drop an export on the Data page; one CSV is enough.")
