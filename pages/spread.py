"""Spread: is somebody served worse than the others?"""

import streamlit as st

from cxmetrics.ui import scorecard, spread
from cxmetrics.ui.context import current

context = current()
if context.view is None:
    st.title("Nothing to compare yet")
    st.write("This workspace has no metric. Drop an export on the Data page; one CSV is enough.")
elif context.view.selection is None:
    st.title(context.outline.metrics[context.view.metric].label)
    st.write("Its file carries no dates, so there is no period whose segments could be compared.")
else:
    selection = context.view.selection
    found = spread.found(context, selection)
    spread.headline(context, selection, found)
    scorecard.oddities(context, selection)
    spread.segments(context.outline.metrics[selection.metric], found)
    spread.two_filters(context, selection, found)
    spread.important(context, selection, found)
    spread.method()
