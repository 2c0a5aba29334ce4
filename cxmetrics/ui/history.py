"""What was brought: every upload with its counts, what it set aside, what it restated, and undo for the last ones."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from cxmetrics.layout import Reason
from cxmetrics.report import figures, intake
from cxmetrics.ui.context import Context
from cxmetrics.ui.text import plain
from cxmetrics.workspace import shelf
from cxmetrics.workspace.rights import Right
from cxmetrics.workspace.uploads import Upload


def history(context: Context) -> None:
    """Every upload, newest first."""
    uploads = context.workspace.history()
    if not uploads:
        return
    st.header("What was brought")
    for upload in uploads:
        _entry(context, upload)


def _entry(context: Context, upload: Upload) -> None:
    said = intake.receipt(upload.records, upload.used, upload.unchanged, upload.set_aside)
    gone = ", undone" if upload.undone_at else ""
    with st.expander(f"**{plain(upload.file_name)}** {upload.uploaded_at.day} {upload.uploaded_at:%B %Y}{gone}"):
        st.write(f"{said}.")
        if upload.updated:
            st.write(f"{figures.count(upload.updated)} of them replaced an earlier state of the same record.")
        for column, count in upload.unread.items():
            st.write(plain(intake.unread(column, count)))
        for notice in intake.notices(upload.restated, upload.findings):
            st.write(plain(notice))
        aside = context.workspace.set_aside(upload.id) if context.may(Right.RECORDS) else ()
        if aside:
            st.dataframe(
                pd.DataFrame(
                    {
                        "Record": [record.record for record in aside],
                        "Why": [intake.REASONS[Reason(record.reason)] for record in aside],
                        "As it came": [record.raw for record in aside],
                    }
                ),
                hide_index=True,
            )
        if upload.can_be_undone and context.name != shelf.EXAMPLE and context.may(Right.IMPORT):
            _undo(context, upload)


def _undo(context: Context, upload: Upload) -> None:
    with st.popover("Undo this upload"):
        st.write("Its records go, and what they replaced comes back.")
        st.write("With the only file of a source, the metrics made from it go too, and their edits.")
        if st.button("Undo it", key=f"undo_{upload.id}", type="primary"):
            context.workspace.undo(upload.id)
            st.session_state["receipt"] = [f"{upload.file_name} was undone."]
            st.rerun()
