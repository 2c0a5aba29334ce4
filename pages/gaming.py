"""Gamed? Did a number that works against customers alone get better at their cost, and at whose desk?"""

import streamlit as st

from cxmetrics.ui import gaming
from cxmetrics.ui.context import current

context = current()
if context.view is None:
    gaming.nothing()
elif context.view.selection is None:
    st.title(context.outline.metrics[context.view.metric].label)
    st.write("Its file carries no dates, so there are no two periods to compare.")
else:
    gaming.page(context, context.view.selection)
