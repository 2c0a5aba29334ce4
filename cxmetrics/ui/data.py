"""The parts of the data page: bring a file, confirm it in one form, look back, undo."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from cxmetrics.errors import CxError
from cxmetrics.ingest.opening import TextFile
from cxmetrics.ingest.proposal import corrected
from cxmetrics.layout import Layout, Proposal, Question, Reason, Role
from cxmetrics.report import figures, wording
from cxmetrics.ui import opened
from cxmetrics.ui.context import Context
from cxmetrics.ui.text import plain
from cxmetrics.ui.work import Work
from cxmetrics.workspace import shelf
from cxmetrics.workspace.imports import Upload, examine

_TYPES = ["csv", "tsv", "txt", "gz"]
_UNUSED = "not used"


def receipt() -> None:
    """What the last import of this visitor did, said once."""
    if said := st.session_state.pop("receipt", None):
        st.success(plain(said), icon=":material/done:")


@dataclass(frozen=True, slots=True, weakref_slot=True)
class _Draft:
    """A dropped file, looked at once; its copies on disk go with the draft.

    number: a new one for each file, so that what was chosen for one is never applied to the next.
    """

    file_id: str
    number: int
    text: TextFile
    proposal: Proposal


def bring(context: Context) -> None:
    """Drop a file; the example stays as it is, so there a workspace of one's own is named first."""
    st.subheader("Bring a file")
    name = context.name
    if name == shelf.EXAMPLE:
        st.write("The example keeps its own data. Your file goes into a workspace of your own.")
        name = st.text_input("Name of your workspace", "My company", max_chars=60, key="own_workspace")
        if name.strip().lower() == shelf.EXAMPLE:
            st.warning("That name belongs to the example. Choose another one.")
            return
    # a new key empties the uploader once its file is stored
    times = st.session_state.setdefault("imports", 0)
    dropped = st.file_uploader("An export as it comes: CSV or TSV, plain or gzipped", type=_TYPES, key=f"file_{times}")
    if dropped is None:
        st.session_state.pop("draft", None)
        return
    try:
        draft = _draft(dropped)
        known = opened.workspace(name).remembered(draft.proposal) if shelf.path_of(name).exists() else None
        if layout := _confirmed(draft, known):
            _store(name, draft, layout)
    except CxError as error:
        st.error(f"**{error.title}.** {plain(str(error))}", icon=":material/block:")


def _draft(dropped: UploadedFile) -> _Draft:
    draft: _Draft | None = st.session_state.get("draft")
    if draft is None or draft.file_id != dropped.file_id:
        number = st.session_state["drafts"] = st.session_state.get("drafts", 0) + 1
        folder = Path(tempfile.mkdtemp(prefix="cxmetrics-"))
        try:
            path = folder / "upload"
            path.write_bytes(dropped.getbuffer())
            draft = _Draft(dropped.file_id, number, *examine(path, dropped.name, folder))
        except CxError:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        weakref.finalize(draft, shutil.rmtree, folder, ignore_errors=True)
        st.session_state["draft"] = draft
    return draft


def _confirmed(draft: _Draft, known: Proposal | None) -> Layout | None:
    """The one form: what was recognised, every role correctable, every question answered; None until it is sent.

    known: the proposal with what was decided for the last file of this shape.
    """
    proposal = known or draft.proposal
    layout = proposal.layout
    st.markdown(
        f"Recognised as **{plain(wording.vendor(layout.vendor))}**: {layout.encoding}, "
        f"separated by {wording.separator(layout.delimiter)}, {wording.header_rows(layout.header_rows)}."
        + (" Read as the last file of this shape was." if known else "")
    )
    for warning in proposal.warnings:
        st.warning(plain(warning), icon=":material/priority_high:")
    with st.form("confirm"):
        answers = {question.column: _ask(draft, question) for question in proposal.questions}
        st.caption("What each column means. Change what is wrong; columns that are not used are not stored.")
        table = st.data_editor(
            pd.DataFrame(
                {
                    "Column": [column.label for column in layout.columns],
                    "Meaning": [wording.ROLES[column.role] if column.role else _UNUSED for column in layout.columns],
                    "Examples": [" · ".join(column.examples) for column in layout.columns],
                }
            ),
            column_config={
                "Column": st.column_config.TextColumn(disabled=True, width=140),
                "Meaning": st.column_config.SelectboxColumn(
                    options=[_UNUSED, *wording.ROLES.values()], required=True, width=190
                ),
                "Examples": st.column_config.TextColumn(disabled=True, width="large"),
            },
            hide_index=True,
            key=f"roles_{draft.number}",
        )
        if not st.form_submit_button("Import", type="primary"):
            return None
    meant: dict[str, Role | None] = {words: role for role, words in wording.ROLES.items()}
    chosen = {column: meant.get(words) for column, words in zip(layout.columns, table["Meaning"], strict=True)}
    roles = {column.name: role for column, role in chosen.items() if role != column.role}
    final = corrected(proposal, roles, {column: answer for column, answer in answers.items() if answer})
    if final.questions:
        st.warning(f"{plain(final.questions[0].text)} Nothing was stored yet.", icon=":material/help:")
        return None
    return final.layout


def _ask(draft: _Draft, question: Question) -> str | None:
    options = dict(question.options)
    key = f"ask_{draft.number}_{question.column}"
    return st.radio(plain(question.text), list(options), format_func=options.__getitem__, index=None, key=key)


def _store(name: str, draft: _Draft, layout: Layout) -> None:
    """Into the workspace, which is made where there is none; the work holds the draft, whose copies it reads."""
    text, new = draft.text, not shelf.path_of(name).exists()
    workspace = opened.create(name)
    try:
        upload, fresh = Work(lambda _: workspace.store(draft.text, layout)).watch(f"Reading {plain(text.name)}")
    except CxError:
        if new:
            opened.discard(name)
        raise
    said = wording.receipt(upload.records, upload.used, upload.unchanged, upload.set_aside)
    state = st.session_state
    state["receipt"] = f"{text.name}: {said}." if fresh else f"{text.name} is already here; nothing changed."
    state["imports"] += 1
    state["workspace"] = name
    st.query_params["w"] = name
    st.rerun()


def history(context: Context) -> None:
    """Every upload with its counts, what was set aside and why, and undo for the last one of each source."""
    uploads = context.workspace.history()
    if not uploads:
        return
    st.subheader("What was brought")
    for upload in uploads:
        _entry(context, upload)


def _entry(context: Context, upload: Upload) -> None:
    said = wording.receipt(upload.records, upload.used, upload.unchanged, upload.set_aside)
    gone = ", undone" if upload.undone_at else ""
    with st.expander(f"**{plain(upload.file_name)}** {upload.uploaded_at.day} {upload.uploaded_at:%B %Y}{gone}"):
        st.write(f"{said}.")
        if upload.updated:
            st.write(f"{figures.count(upload.updated)} of them replaced an earlier state of the same record.")
        for column, count in upload.unread.items():
            st.write(f"{figures.count(count)} values of {plain(column)} could not be read and count as blank.")
        aside = context.workspace.set_aside(upload.id)
        if aside:
            st.dataframe(
                pd.DataFrame(
                    {
                        "Record": [record.record for record in aside],
                        "Why": [wording.REASONS[Reason(record.reason)] for record in aside],
                        "As it came": [record.raw for record in aside],
                    }
                ),
                hide_index=True,
            )
        if upload.can_be_undone and context.name != shelf.EXAMPLE:
            with st.popover("Undo this upload"):
                st.write("Its records go, and what they replaced comes back.")
                st.write("With the only file of a source, the metrics made from it go too, and their edits.")
                if st.button("Undo it", key=f"undo_{upload.id}", type="primary"):
                    context.workspace.undo(upload.id)
                    st.session_state["receipt"] = f"{upload.file_name} was undone."
                    st.rerun()
