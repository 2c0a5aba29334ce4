"""Methods in full, as a sceptical analyst would want them: the page is docs/statistics.md itself."""

from pathlib import Path

import streamlit as st

heading, document = (Path(__file__).parents[1] / "docs" / "statistics.md").read_text(encoding="utf-8").split("\n", 1)
st.title(heading.removeprefix("# "))
with st.container(key="document"):
    st.markdown(document)
