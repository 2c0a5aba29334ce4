"""Links: everything of this workspace that others can read, and the way to end it."""

import streamlit as st

from cxmetrics.ui import share
from cxmetrics.ui.context import current

st.title("Links")
share.links(current())
