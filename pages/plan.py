"""Plan: how many answers, and how many weeks, would settle a change that matters?"""

import streamlit as st

from cxmetrics.ui import plan
from cxmetrics.ui.context import current

context = current()
plan.choose_basis()
if plan.basis() == plan.TYPED:
    plan.of_figure()
elif context.view is None:
    st.title("Nothing to plan yet")
    st.write("This workspace has no metric. Drop an export on the Data page, or plan from a figure you know.")
elif context.view.selection is None:
    st.title(context.outline.metrics[context.view.metric].label)
    st.write("Its file carries no dates, so it is not known how many answers come in a week.")
else:
    plan.of_metric(context, context.view.selection)
