"""A backup made, checked and downloaded; one uploaded and brought back as a new workspace; who did what."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import streamlit as st

from cxmetrics.errors import CxError
from cxmetrics.report import sheets
from cxmetrics.report import trail as trails
from cxmetrics.ui import access
from cxmetrics.ui.context import Context
from cxmetrics.ui.text import plain
from cxmetrics.ui.work import Work
from cxmetrics.workspace import restoring, shelf
from cxmetrics.workspace.backups import Backup
from cxmetrics.workspace.rights import Right, demand
from cxmetrics.workspace.shares import utc_now
from cxmetrics.workspace.trails import Trail
from cxmetrics.workspace.visitors import Visitor

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Made:
    """A backup that waits to be downloaded; its file goes with it."""

    workspace: str
    path: Path
    at: datetime
    backup: Backup


def receipt() -> None:
    """What was brought back just now, said once."""
    if said := st.session_state.pop("restored", ""):
        st.success(plain(said), icon=":material/done:")


def backup(context: Context) -> None:
    """Make a backup, then offer it."""
    st.header("Backup")
    st.write(
        "Everything in this workspace as one file: records, definitions, marks, the trail below, and the secret by "
        "which its next file knows the same people again. Keep it as carefully as the workspace. Links and roles are "
        "not in it."
    )
    state = st.session_state
    if st.button("Make a backup", type="primary"):
        state["backup"] = Work(lambda _: _made(context))
    work: Work[Made] | None = state.get("backup")
    if work is None:
        return
    try:
        made = work.show("Copying the workspace and checking the copy.")
    except CxError as error:
        state["backup"] = None
        st.error(f"**{error.title}.** {plain(str(error))}", icon=":material/block:")
        return
    if made.workspace == context.name:
        _offer(made, access.visitor())


def _made(context: Context) -> Made:
    folder, now = Path(tempfile.mkdtemp(prefix="cxmetrics-")), utc_now()
    try:
        path = folder / f"{context.name} {now:%Y-%m-%d %H%M}.duckdb"
        made = Made(context.name, path, now, context.workspace.back_up(path))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    weakref.finalize(made, shutil.rmtree, folder, ignore_errors=True)
    return made


def _offer(made: Made, visitor: Visitor) -> None:
    done = made.backup
    st.success(
        f"{done.rows:,} rows, {done.bytes / 1e6:,.1f} MB, checked by opening the copy and comparing every table, "
        f"{made.at:%H:%M} UTC.",
        icon=":material/done:",
    )
    if done.bytes > st.get_option("server.maxUploadSize") * _MEGABYTE:
        st.write("It is too large for a browser. Whoever runs this makes one with `python -m cxmetrics backup`.")
        return

    def content() -> bytes:
        demand(visitor.actor(made.workspace), Right.KEEP)
        return made.path.read_bytes()

    st.download_button(
        "Download it",
        content,
        made.path.name,
        "application/octet-stream",
        on_click="ignore",
        icon=":material/download:",
    )


def restore(context: Context) -> None:
    """Upload a backup, for those who may make workspaces."""
    visitor = access.visitor()
    if not visitor.owns_all:
        return
    st.header("Restore")
    st.write("A backup becomes a new workspace, and nothing is overwritten.")
    times = st.session_state.setdefault("restores", 0)
    file = st.file_uploader("A backup", type=["duckdb"], key=f"backup_{times}")
    name = st.text_input("Name of the new workspace", max_chars=60, key=f"restore_as_{times}").strip()
    # kept until it is told, so that a second click finds the same work and not a name that is taken by now
    begun: dict[str, Work[Backup]] = st.session_state.setdefault("restoring", {})
    try:
        if st.button("Bring it back", key=f"restore_now_{times}") and not begun:
            if file is None or not name:
                st.warning("Choose a backup, and a name for the workspace it becomes.")
                return
            visitor.demand_may_make(name)
            content, called, by = file.getbuffer(), file.name, context.workspace.actor.name
            begun[name] = Work(lambda _: _restored(content, called, name, by))
        if begun:
            made, work = next(iter(begun.items()))
            _told(made, work.show("Checking the backup and writing it anew."))
            begun.clear()
            st.rerun()
    except CxError as error:
        begun.clear()
        st.error(f"**{error.title}.** {plain(str(error))}", icon=":material/block:")


def _told(name: str, done: Backup) -> None:
    """Go to the workspace that was brought back, and say so there."""
    state = st.session_state
    state["restores"] += 1
    state["restored"] = f"{name} has {done.rows:,} rows again, each table checked."
    state["workspace"] = name
    st.query_params["w"] = name


def _restored(content: memoryview, called: str, name: str, by: str) -> Backup:
    with tempfile.TemporaryDirectory(prefix="cxmetrics-") as folder:
        path = Path(folder) / "backup.duckdb"
        path.write_bytes(content)
        return restoring.restore(path, shelf.path_of(name), by, called)


def trail(context: Context) -> None:
    """Every line, newest first, and the same as a sheet."""
    st.header("Who did what")
    entries = Trail(shelf.register(), context.name, context.workspace).entries()
    if not entries:
        st.write("Nothing has been done in this workspace yet.")
        return
    table = trails.table(entries)
    st.dataframe(table, hide_index=True, width="stretch")
    st.download_button(
        "Save as CSV",
        lambda: sheets.csv(table),
        f"{context.name} trail.csv",
        "text/csv",
        on_click="ignore",
        icon=":material/download:",
    )
