"""Data: bring a file, confirm how it is read, and see what was kept."""

import streamlit as st

from cxmetrics.ui import data
from cxmetrics.ui.context import current

context = current()
st.title("Data")
data.receipt()
data.bring(context)
data.history(context)
