"""Spot the noise: could you have told the real chart from nineteen in which nothing changed?"""

import streamlit as st

from cxmetrics.ui import lineup
from cxmetrics.ui.context import current

context = current()
if context.view is None:
    st.title("Nothing to hide yet")
    st.write("This workspace has no metric. Drop an export on the Data page; one CSV is enough.")
elif context.view.selection is None:
    st.title(context.outline.metrics[context.view.metric].label)
    st.write("Its file carries no dates, so there are no months to draw.")
else:
    lineup.page(context, context.view.selection)
