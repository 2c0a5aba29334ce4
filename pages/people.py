"""People: who may see this workspace, and what else they may do."""

import streamlit as st

from cxmetrics.ui import people
from cxmetrics.ui.context import current
from cxmetrics.workspace.rights import Right

context = current()
st.title("People")
if context.may(Right.MANAGE):
    people.members(context)
else:
    st.write("The owners of this workspace decide who may do what in it.")
