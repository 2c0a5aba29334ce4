"""Safekeeping: a backup of the workspace, one brought back, and who did what."""

import streamlit as st

from cxmetrics.ui import safekeeping
from cxmetrics.ui.context import current
from cxmetrics.workspace.rights import Right

context = current()
st.title("Safekeeping")
if context.may(Right.KEEP):
    safekeeping.receipt()
    safekeeping.backup(context)
    safekeeping.restore(context)
    safekeeping.trail(context)
else:
    st.write("The owners of this workspace keep its backups.")
