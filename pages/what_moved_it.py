"""What moved it: the change in parts that add up, who carries it, and whether that is more than chance."""

import streamlit as st

from cxmetrics.judge.compare import USUAL
from cxmetrics.ui import moved, opened
from cxmetrics.ui.context import current

context = current()
if context.view is None:
    st.title("Nothing to explain yet")
    st.write("This workspace has no metric. Drop an export on the Data page; one CSV is enough.")
elif context.view.selection is None:
    st.title(context.outline.metrics[context.view.metric].label)
    st.write("Its file carries no dates, so there is no change to explain.")
else:
    selection = context.view.selection
    found = opened.explanation(context.name, context.version, selection, USUAL)
    moved.headline(context, selection, found)
    moved.without(context, selection, found)
    moved.marked(context, selection, found)
    moved.split(context, selection, found)
    moved.fine_print(found)
