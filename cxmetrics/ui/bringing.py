"""Bringing a file: dropped or pasted, looked at, confirmed, stored; long work shows how far it is and can stop."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import weakref
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from cxmetrics.errors import Cancelled, CxError
from cxmetrics.ingest.opening import TextFile
from cxmetrics.layout import Proposal
from cxmetrics.report import intake
from cxmetrics.ui import access, confirming, guide, making, pages, work
from cxmetrics.ui.confirming import Confirmed
from cxmetrics.ui.context import Context
from cxmetrics.ui.text import plain
from cxmetrics.watch import Watch
from cxmetrics.workspace import shelf
from cxmetrics.workspace.imports import examine
from cxmetrics.workspace.rights import Right
from cxmetrics.workspace.uploads import Upload
from cxmetrics.workspace.visitors import Visitor

_TYPES = ["csv", "tsv", "txt", "gz", "zip", "xlsx", "parquet"]
_PASTED = "Pasted table.csv"


@dataclass(frozen=True, slots=True)
class Brought:
    """Bytes that a visitor brought. id: another one for each file and each paste."""

    id: str
    name: str
    content: memoryview


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Draft:
    """A file that was looked at once; its copies on disk go with it."""

    text: TextFile
    proposal: Proposal


def receipt() -> None:
    """What the last import of this visitor did, said once."""
    said, *more = st.session_state.pop("receipt", [""])
    if said:
        st.success(plain(said), icon=":material/done:")
        st.page_link(pages.page("scorecard"), label="See what the figures say now", icon=":material/arrow_forward:")
    for notice in more:
        st.warning(plain(notice), icon=":material/priority_high:")


def bring(context: Context) -> None:
    """Drop or paste a file, for those who may; on the example, into a workspace of one's own."""
    visitor, own = access.visitor(), context.name == shelf.EXAMPLE
    if not (visitor.own or visitor.owns_all if own else context.may(Right.IMPORT)):
        return
    st.header("Bring a file")
    guide.link()
    name = _own_workspace(visitor) if own else context.name
    brought = _brought() if name else None
    if name is None or brought is None:
        work.forgotten()
        return
    storing = st.session_state.get("storing")
    try:
        sheet = st.session_state.get(f"sheet_{brought.id}")
        draft = work.carried(
            "examine",
            (brought.id, sheet),
            lambda watch: _examined(brought, sheet, watch),
            f"Looking at {plain(brought.name)}.",
        )
        _choose_sheet(brought, draft.text)
        if storing is None or storing.key != brought.id:
            storing = confirming.confirm(brought.id, name, draft.text, draft.proposal)
            st.session_state["storing"] = storing
        if storing:
            _store(name, visitor, draft, storing)
    except Cancelled as stopped:
        st.session_state["storing"] = None
        st.info(plain(str(stopped)), icon=":material/front_hand:")
        st.button("Read it again", on_click=work.forgotten)
    except CxError as error:
        st.session_state["storing"] = None
        work.dropped("store")
        st.error(f"**{error.title}.** {plain(str(error))}", icon=":material/block:")


def _own_workspace(visitor: Visitor) -> str | None:
    """The workspace that a file brought to the example goes into; None while it has no name that can be."""
    if visitor.own:
        st.write(
            "Your file goes into a private workspace that only this browser can open. It is deleted "
            f"{visitor.settings.visit_hours:g} hours after you last look at it."
        )
        return visitor.own
    st.write("The example keeps its own data. Your file goes into a workspace of your own.")
    name = st.text_input("Name of your workspace", "My company", max_chars=60, key="own_workspace").strip()
    if name.lower() == shelf.EXAMPLE:
        st.warning("That name belongs to the example. Choose another one.")
        return None
    return name


def _brought() -> Brought | None:
    """What was dropped, else what was pasted; new keys empty both once the file is stored."""
    times = st.session_state.setdefault("imports", 0)
    dropped = st.file_uploader(
        "An export as it comes: CSV or TSV, plain, gzipped or zipped; Excel; Parquet", type=_TYPES, key=f"file_{times}"
    )
    with st.expander("Paste a table instead"):
        pasted = st.text_area(
            "A header row and some records, as copied from a spreadsheet or an e-mail",
            key=f"pasted_{times}",
            height=160,
            placeholder="Date, Score, Comment",
        )
    if dropped is not None:
        return Brought(dropped.file_id, dropped.name, dropped.getbuffer())
    if pasted.strip():
        content = pasted.encode()
        return Brought(f"pasted_{times}_{hashlib.sha256(content).hexdigest()}", _PASTED, memoryview(content))
    return None


def _choose_sheet(brought: Brought, text: TextFile) -> None:
    """Of a workbook with several sheets, the one to read."""
    if len(text.sheets) > 1 and text.sheet:
        place = text.sheets.index(text.sheet)
        st.selectbox("Which sheet holds the records?", text.sheets, index=place, key=f"sheet_{brought.id}")


def _examined(brought: Brought, sheet: str | None, watch: Watch) -> Draft:
    folder = Path(tempfile.mkdtemp(prefix="cxmetrics-"))
    try:
        path = folder / "upload"
        path.write_bytes(brought.content)
        draft = Draft(*examine(path, brought.name, folder, watch, sheet))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    weakref.finalize(draft, shutil.rmtree, folder, ignore_errors=True)
    return draft


def _store(name: str, visitor: Visitor, draft: Draft, confirmed: Confirmed) -> None:
    """Into the workspace, which is made where there is none; the work holds the draft, whose copies it reads."""
    text = draft.text

    def store(watch: Watch) -> tuple[Upload, bool]:
        with making.for_a_file(name, visitor) as workspace:
            return workspace.store(draft.text, confirmed.layout, confirmed.source, watch)

    upload, fresh = work.carried(
        "store", (confirmed.key, confirmed.layout), store, f"Storing {plain(text.name)}.", final=True
    )
    said = intake.receipt(upload.records, upload.used, upload.unchanged, upload.set_aside)
    state = st.session_state
    state["receipt"] = [f"{text.name} is already here; nothing changed."]
    if fresh:
        state["receipt"] = [f"{text.name}: {said}.", *intake.notices(upload.restated, upload.findings)]
    state["imports"] += 1
    state["workspace"] = name
    state["storing"] = None
    work.forgotten()
    st.query_params["w"] = name
    st.rerun()
