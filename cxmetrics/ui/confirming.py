"""Confirming: what was recognised, answers and corrections in place, and what would be stored, before anything is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import streamlit as st

from cxmetrics.errors import BadInput
from cxmetrics.ingest.opening import TextFile
from cxmetrics.ingest.proposal import corrected
from cxmetrics.layout import Layout, Proposal, Reason, Role
from cxmetrics.report import intake
from cxmetrics.report.html import render
from cxmetrics.ui import opened, work
from cxmetrics.ui.text import plain
from cxmetrics.watch import Watch
from cxmetrics.workspace import shelf
from cxmetrics.workspace.imports import Rehearsal
from cxmetrics.workspace.memory import Likeness, continued
from cxmetrics.workspace.workspace import Workspace

_ELSEWHERE = "A new kind of file"
_GONE = "It is not in this file"
_FIXED = (Reason.MALFORMED_ROW,)
"""What cannot be counted even if one wanted to: it was never split into values."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A file that may be stored: how it is read, and the source it continues where its shape does not say so."""

    key: str
    layout: Layout
    source: int | None


def confirm(key: str, name: str, text: TextFile, proposal: Proposal) -> Confirmed | None:
    """The confirm screen of one file on its way into the workspace `name`; None until Import is pressed."""
    workspace = opened.workspace(name) if shelf.path_of(name).exists() else None
    known = workspace.remembered(proposal) if workspace else None
    st.markdown(f"**{plain(intake.recognised(proposal.layout))}.**")
    st.caption(plain(intake.known_by(proposal.layout)))
    for warning in proposal.warnings:
        st.warning(plain(warning), icon=":material/priority_high:")
    if known:
        st.write("Read as the last file of this shape was.")
    read, source = known or proposal, None
    if not known and workspace and (likeness := workspace.likeness(proposal)):
        answered = _continue(key, likeness, proposal)
        if answered is None:
            return None
        read, source = answered
    read = _answered(key, corrected(read, _corrections(key), {}))
    if read.questions or not any(column.role not in (None, Role.PII) for column in read.layout.columns):
        first = (
            "Answer this first"
            if read.questions
            else "No column has a meaning that can be counted. Choose at least one"
        )
        st.info(f"{first}; then the records are counted.", icon=":material/help:")
        _columns(key, read, read.layout)
        return None
    layout = _switched(key, read.layout)
    rehearsal = _rehearsed(key, name, workspace, text, layout, source)
    confirmed = _counts(key, rehearsal, layout)
    with st.expander("The first records as they will be stored", expanded=True):
        header, rows = intake.first_records(layout, rehearsal.columns, rehearsal.first)
        st.html(render("sheet", caption="The first records as they will be stored", header=header, rows=rows))
    _columns(key, read, layout)
    return Confirmed(key, layout, source) if confirmed else None


def _continue(key: str, likeness: Likeness, proposal: Proposal) -> tuple[Proposal, int | None] | None:
    """A file that resembles the last one of a source: whether it is the next, and what its columns are called now.

    None while something is still to be answered.
    """
    last = f"“{likeness.file_name}” of {likeness.uploaded_at.day} {likeness.uploaded_at:%B %Y}"
    missing = likeness.missing
    said = f"This looks like the next file after {last}"
    if missing:
        headers = ", ".join(f"“{each.was}”" for each in missing)
        said += f", but {headers} {'is' if len(missing) == 1 else 'are'} missing"
    st.info(plain(f"{said}."), icon=":material/help:")
    follows = f"It continues {likeness.name}"
    choice = st.radio("What is it?", [follows, _ELSEWHERE], index=None if missing else 0, key=f"follows_{key}")
    if choice is None:
        return None
    if choice == _ELSEWHERE:
        return proposal, None
    answers: dict[str, str | None] = {}
    for each in missing:
        options = [*each.nearest, _GONE]
        answer = st.radio(
            plain(f"“{each.was}” is missing. Which column is it now?"),
            options,
            format_func=lambda option: option if option == _GONE else f"“{option}”",
            index=None,
            key=f"now_{key}_{each.name}",
        )
        if answer is None:
            return None
        answers[each.name] = None if answer == _GONE else answer
    return continued(proposal, likeness, answers), likeness.source


def _answered(key: str, read: Proposal) -> Proposal:
    """The questions that the file leaves open, in place; the proposal with what is answered."""
    answers: dict[str, str] = {}
    for question in read.questions:
        options = dict(question.options)
        answer = st.radio(
            plain(question.text),
            list(options),
            format_func=options.__getitem__,
            index=None,
            key=f"ask_{key}_{question.column}",
        )
        if answer:
            answers[question.column] = answer
    roles = {column: Role(answer) for column, answer in answers.items() if answer in list(Role)}
    return corrected(read, roles, {column: answer for column, answer in answers.items() if column not in roles})


def _switched(key: str, layout: Layout) -> Layout:
    """The layout with the reasons that are switched off, as the switches stand."""
    off = tuple(
        reason for reason in Reason if not st.session_state.get(f"aside_{key}_{reason}", reason not in layout.counted)
    )
    return replace(layout, counted=off)


def _rehearsed(
    key: str, name: str, workspace: Workspace | None, text: TextFile, layout: Layout, source: int | None
) -> Rehearsal:
    def rehearse(watch: Watch) -> Rehearsal:
        if workspace:
            return workspace.rehearse(text, layout, source, watch)
        with Workspace(None) as scratch:
            return scratch.rehearse(text, layout, None, watch)

    version = workspace.version if workspace else None
    return work.carried("rehearse", (key, name, version, layout, source), rehearse, f"Reading {plain(text.name)}.")


def _counts(key: str, rehearsal: Rehearsal, layout: Layout) -> bool:
    """What storing would do, a switch for every reason, and the button; whether it was pressed."""
    upload = rehearsal.upload
    if upload is None:
        st.info("Everything in this file is here already. Storing it would change nothing.", icon=":material/done_all:")
        return False
    st.markdown(
        f"**{plain(intake.would(upload.records, upload.used, upload.unchanged, upload.updated, upload.set_aside))}**"
    )
    for column, count in upload.unread.items():
        st.caption(plain(intake.unread(column, count)))
    for notice in intake.notices(upload.restated, upload.findings):
        st.warning(plain(notice), icon=":material/priority_high:")
    shown = {Reason(reason): count for reason, count in upload.set_aside.items()}
    for reason in (*shown, *(reason for reason in layout.counted if reason not in shown)):
        _switch(key, reason, shown.get(reason), reason not in layout.counted)
    st.caption(plain(intake.told_apart(layout)))
    return st.button("Import", type="primary", key=f"import_{key}")


def _switch(key: str, reason: Reason, records: int | None, on: bool) -> None:
    if reason in _FIXED:
        return
    name = f"aside_{key}_{reason}"
    st.session_state.setdefault(name, on)
    label = intake.switch(reason, records) if records else f"Set records aside that are {intake.REASONS[reason]}"
    st.checkbox(plain(label), key=name)


def _columns(key: str, read: Proposal, layout: Layout) -> None:
    """Every column with its meaning, and a way to give one another."""
    used = sum(column.role is not None for column in layout.columns)
    # a title that counted would make it another one, closed, after each correction
    with st.expander("What each column means"):
        rows = [list(row.values()) for row in intake.meanings(layout.columns)]
        st.html(render("sheet", caption="Columns", header=["Column", "Meaning", "Examples"], rows=rows))
        st.caption(f"{used} of {len(layout.columns)} columns are used. The others are not stored.")
        labels = {column.name: column.label for column in layout.columns}
        meanings: Mapping[str, Role | None] = {intake.UNUSED: None} | {
            words: role for role, words in intake.ROLES.items()
        }
        left, right = st.columns(2)
        column = left.selectbox(
            "Change a column", list(labels), format_func=labels.__getitem__, index=None, key=f"column_{key}"
        )
        meaning = right.selectbox("It means", list(meanings), index=None, disabled=column is None, key=f"meaning_{key}")
        if st.button("Change it", key=f"change_{key}", disabled=column is None or meaning is None):
            assert column is not None
            assert meaning is not None
            _correct(key, read, column, meanings[meaning])


def _correct(key: str, read: Proposal, column: str, role: Role | None) -> None:
    """Keep a correction, unless the values of the column contradict it."""
    try:
        corrected(read, {column: role}, {})
    except BadInput as error:
        st.error(plain(str(error)), icon=":material/block:")
        return
    st.session_state[f"roles_{key}"] = _corrections(key) | {column: role}
    st.rerun()


def _corrections(key: str) -> dict[str, Role | None]:
    found: dict[str, Role | None] = st.session_state.get(f"roles_{key}", {})
    return found
