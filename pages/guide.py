"""Guide: how to get the right file out of the tool it is in."""

import streamlit as st

from cxmetrics.ui import guide

st.title("How to export the right file")
st.write("Bring a file as the tool writes it. Opening and saving it in Excel first can damage long ids and dates.")
guide.tools()
