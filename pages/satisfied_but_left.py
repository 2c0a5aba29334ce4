"""Satisfied but left: had those who left sounded satisfied, and why do they say they left?"""

import streamlit as st

from cxmetrics.ui import losses
from cxmetrics.ui.context import current

context = current()
if context.view is None:
    st.title("Nothing to join yet")
    st.write("This workspace has no metric. Drop a survey export and a subscription export on the Data page.")
else:
    asked = losses.question(context.view)
    found = losses.found(context, asked)
    losses.headline(context, asked, found.customers)
    losses.choices(context.view)
    losses.reasons(found.customers)
    losses.employees(found.employees)
    losses.method()
