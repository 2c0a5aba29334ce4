"""Data: bring a file, confirm how it is read, and see what was kept."""

import streamlit as st

from cxmetrics.ui import bringing, history
from cxmetrics.ui.context import current

context = current()
st.title("Data")
bringing.receipt()
bringing.bring(context)
history.history(context)
