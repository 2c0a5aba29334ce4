"""Links: everything of this workspace that others can read, and the way to end it."""

import streamlit as st

from cxmetrics.ui import share
from cxmetrics.ui.context import current
from cxmetrics.workspace.rights import Right

context = current()
st.title("Links")
if context.may(Right.SHARE):
    share.links(context)
else:
    st.write("Nothing can be shared here.")
