"""Methods: what each word means, and how it is come by."""

import streamlit as st

from cxmetrics.report import methods
from cxmetrics.report.html import render
from cxmetrics.ui import pages

st.title("How a verdict is reached")
st.write("Five words, six rules. They are tried in this order, and the first that fits is the verdict.")
st.html(render("methods", **methods.page()))
st.page_link(
    pages.page("methods_in_full"), label="Formulas, sources and measured error rates", icon=":material/functions:"
)
