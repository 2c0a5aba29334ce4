"""Memory: how earlier files were read, so that the next one of the same kind is read the same way, or asked about."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import SequenceMatcher

import duckdb

from cxmetrics.errors import BadInput
from cxmetrics.ingest.names import words
from cxmetrics.ingest.proposal import corrected
from cxmetrics.layout import Column, Layout, Proposal, Role
from cxmetrics.plain import load

_ALIKE = 0.5
"""Share of the columns of an earlier file that must be in a new one for it to look like the next of its kind."""
_NEAREST = 4


@dataclass(frozen=True, slots=True)
class Missing:
    """A column that the earlier file had and this one has not.

    name: as stored. was: its header in the earlier file. nearest: headers of new columns, the likeliest first.
    """

    name: str
    was: str
    nearest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """A file that seems to be the next one of a source, though its columns are not all the same.

    file_name, uploaded_at: of the last file of that source. missing: used columns that are not there. added: new ones.
    """

    source: int
    name: str
    file_name: str
    uploaded_at: datetime
    missing: tuple[Missing, ...]
    added: tuple[str, ...]
    layout: Layout


def shape(layout: Layout) -> str:
    """What makes two files the same kind of export: the vendor and the column names, whatever their order."""
    return json.dumps([layout.vendor, *sorted(_headers(layout).values())])


def source_of(cursor: duckdb.DuckDBPyConnection, layout: Layout) -> int | None:
    """The source that files of this shape went to."""
    found = _last(cursor, shape(layout))
    return found[0] if found else None


def remembered(cursor: duckdb.DuckDBPyConnection, proposal: Proposal) -> Proposal | None:
    """The proposal with the roles and answers that the last file of the same shape was stored with.

    What is peculiar to this file, such as its encoding or the order of its columns, stays its own. None where there was
    no such file, or where this one's values contradict what was decided then.
    """
    found = _last(cursor, shape(proposal.layout))
    if found is None:
        return None
    before = found[1]
    try:
        return as_before(proposal, before, dict(before.renamed))
    except BadInput:
        return None


def likeness(cursor: duckdb.DuckDBPyConnection, proposal: Proposal) -> Likeness | None:
    """The source whose files this one resembles most, where no file of its very shape is known; None without any."""
    if source_of(cursor, proposal.layout) is not None:
        return None
    rows = cursor.execute(
        """
        SELECT s.id, s.name, u.file_name, u.uploaded_at, u.layout FROM upload u JOIN source s ON s.id = u.source
        WHERE u.undone_at IS NULL QUALIFY row_number() OVER (PARTITION BY u.source ORDER BY u.id DESC) = 1
        """
    ).fetchall()
    here = {column.name.lower() for column in proposal.layout.columns}
    best: tuple[float, Likeness] | None = None
    for source, name, file_name, at, body in rows:
        layout = load(body, Layout)
        headers = _headers(layout)
        shared = sum(header.lower() in here for header in headers.values()) / max(1, len(headers))
        if layout.vendor == proposal.layout.vendor and shared >= _ALIKE and (best is None or shared > best[0]):
            best = shared, _likeness(source, name, file_name, at, layout, proposal)
    return best[1] if best else None


def continued(proposal: Proposal, likeness: Likeness, answers: Mapping[str, str | None]) -> Proposal:
    """The proposal as the next file of the source it resembles.

    answers: name as stored of each missing column -> the header it has in this file, None where it is not in it.
    Raises BadInput where two columns are said to be the same one, or where values contradict what was decided before.
    """
    given = [header for header in answers.values() if header is not None]
    if len(set(given)) < len(given):
        raise BadInput("One column cannot stand for two. Choose another one for one of them.")
    here = {column.name.lower(): column.name for column in proposal.layout.columns}
    kept = {here[h.lower()]: name for name, h in _headers(likeness.layout).items() if h.lower() in here}
    renamed = kept | {header: name for name, header in answers.items() if header is not None}
    return as_before(proposal, likeness.layout, {header: name for header, name in renamed.items() if header != name})


def as_before(proposal: Proposal, before: Layout, renamed: Mapping[str, str]) -> Proposal:
    """The proposal with the roles, answers and reasons of an earlier layout; renamed: header here -> name as stored.

    Raises BadInput where the values of this file contradict them.
    """
    ours = _with_parts(_with_names(proposal, renamed), before)
    known = {column.name: column for column in before.columns}
    roles = {c.name: known[c.name].role for c in ours.layout.columns if _differs(c, known.get(c.name))}
    answers = {q.column: known[q.column].format for q in ours.questions if q.column in known}
    found = corrected(ours, roles, {column: answer for column, answer in answers.items() if answer})
    return replace(found, layout=replace(found.layout, counted=before.counted))


def _last(cursor: duckdb.DuckDBPyConnection, wanted: str) -> tuple[int, Layout] | None:
    row = cursor.execute(
        "SELECT source, layout FROM upload WHERE shape = ? AND undone_at IS NULL ORDER BY id DESC LIMIT 1", [wanted]
    ).fetchone()
    return (int(row[0]), load(row[1], Layout)) if row else None


def _headers(layout: Layout) -> dict[str, str]:
    """Name as stored -> header in the file."""
    in_file = {stored: header for header, stored in layout.renamed}
    return {name: in_file.get(name, name) for name in layout.headers}


def _likeness(source: int, name: str, file_name: str, at: datetime, layout: Layout, proposal: Proposal) -> Likeness:
    here = {column.name.lower() for column in proposal.layout.columns}
    headers = _headers(layout)
    there = {header.lower() for header in headers.values()}
    used = {column.position for column in layout.columns if column.role not in (None, Role.PII)}
    added = [column for column in proposal.layout.columns if column.name.lower() not in there]
    return Likeness(
        source=source,
        name=name,
        file_name=file_name,
        uploaded_at=at,
        missing=tuple(
            Missing(column.name, headers[column.name], _nearest(column, headers[column.name], added))
            for column in layout.columns
            if column.only is None and column.position in used and headers[column.name].lower() not in here
        ),
        added=tuple(column.name for column in added),
        layout=layout,
    )


def _nearest(column: Column, header: str, among: Sequence[Column]) -> tuple[str, ...]:
    def nearness(other: Column) -> float:
        return (other.role is column.role) + SequenceMatcher(None, words(header), words(other.name)).ratio()

    return tuple(other.name for other in sorted(among, key=nearness, reverse=True)[:_NEAREST])


def _differs(column: Column, before: Column | None) -> bool:
    return before is not None and column.role is not before.role


def _with_parts(proposal: Proposal, before: Layout) -> Proposal:
    """The proposal with the kinds of survey that a column fell into before, where this file calls it otherwise."""
    layout = proposal.layout
    here = {column.name for column in layout.columns}
    parts = tuple(
        replace(part, position=layout.headers.index(before.headers[part.position]))
        for part in before.columns
        if part.only and part.name not in here and {before.headers[part.position], part.only.column} <= here
    )
    if not parts or any(column.only for column in layout.columns):
        return proposal
    kinds = {part.only.column for part in parts if part.only}
    rules = tuple(rule for rule in before.set_aside if rule.column in kinds)
    return replace(
        proposal,
        layout=replace(layout, columns=(*layout.columns, *parts), set_aside=(*layout.set_aside, *rules)),
    )


def _with_names(proposal: Proposal, renamed: Mapping[str, str]) -> Proposal:
    """The proposal with columns under the names that they are stored by."""
    if not renamed:
        return proposal
    layout = proposal.layout

    def name(header: str) -> str:
        return renamed.get(header, header)

    def named(column: Column) -> Column:
        if column.only is None:
            return replace(column, name=name(column.name))
        header = layout.headers[column.position]
        own = column.name.replace(header, name(header), 1)
        return replace(column, name=own, only=replace(column.only, column=name(column.only.column)))

    return replace(
        proposal,
        layout=replace(
            layout,
            columns=tuple(named(column) for column in layout.columns),
            set_aside=tuple(replace(rule, column=name(rule.column)) for rule in layout.set_aside),
            renamed=tuple(renamed.items()),
        ),
        questions=tuple(replace(question, column=name(question.column)) for question in proposal.questions),
    )
