"""Quick check: two published figures and the answers behind them, without any file."""

import streamlit as st

from cxmetrics.ui import quick_check

st.title("Is this bump real?")
st.write("Type two figures and how many answers stand behind each. Nothing is stored.")
quick_check.verdict(quick_check.figures_given())
