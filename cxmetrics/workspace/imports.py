"""Imports: a file is examined, confirmed, and stored whole in one transaction; the last one can be undone exactly."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import duckdb

from cxmetrics.errors import BadInput, NotFound
from cxmetrics.ingest.opening import TextFile, open_text
from cxmetrics.ingest.proposal import corrected, propose
from cxmetrics.layout import Layout, Proposal, Role
from cxmetrics.metrics.catalogue import bind
from cxmetrics.metrics.dimensions import dimensions
from cxmetrics.plain import dump, load
from cxmetrics.warehouse import cube, records
from cxmetrics.warehouse.casts import stored
from cxmetrics.warehouse.connection import Database
from cxmetrics.warehouse.reading import read_typed
from cxmetrics.workspace import definitions, schema
from cxmetrics.workspace.coverage import complete_through


@dataclass(frozen=True, slots=True)
class Upload:
    """One upload of the history. records = used + unchanged + the sum of set_aside."""

    id: int
    source: str
    file_name: str
    uploaded_at: datetime
    records: int
    used: int
    updated: int
    unchanged: int
    set_aside: dict[str, int]
    unread: dict[str, int]
    undone_at: datetime | None
    can_be_undone: bool


@dataclass(frozen=True, slots=True)
class SetAsideRecord:
    """A record that is kept but not counted: its number in the file, why, and what it said."""

    record: int
    reason: str
    raw: str


def examine(path: Path, name: str, folder: Path) -> tuple[TextFile, Proposal]:
    """Look at a file that its owner calls `name`; decoded text goes to `folder`. Raises UnreadableFile."""
    text = replace(open_text(path, folder), name=name)
    return text, propose(text)


def store(database: Database, text: TextFile, layout: Layout) -> tuple[int, bool]:
    """Read a file by its layout into the workspace. (upload, whether it was new); the same bytes twice change nothing.

    Raises UnreadableFile, or BadInput where the layout has nothing to store or the file is here with other meanings.
    """
    if not stored(layout):
        raise BadInput("No column of this file has a role yet, so there is nothing to store. Choose at least one.")
    folder = Path(tempfile.mkdtemp(dir=database.folder))
    try:
        with ThreadPoolExecutor(1) as beside:  # the child reads meanwhile
            hashed = beside.submit(_sha256, text.path)
            typed = read_typed(text.path, layout, folder)
            digest = hashed.result()
        with database.writing() as cursor:
            if known := _known(cursor, digest, layout):
                return known, False
            source = _source(cursor, layout)
            upload = _next(cursor, "upload_id")
            kept = records.store(cursor, source, upload, layout, typed)
            cursor.execute(
                "INSERT INTO upload VALUES (?, ?, ?, ?, ?, now()::TIMESTAMP, ?, ?, ?, ?, ?, ?, NULL, ?)",
                [
                    upload, source, text.name, digest, text.path.stat().st_size,
                    kept.records, kept.used, kept.updated, kept.unchanged, kept.set_aside, kept.unread,
                    dump(_without_strangers(layout)),
                ],
            )  # fmt: skip
            refresh(cursor, source, layout)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return upload, True


def _known(cursor: duckdb.DuckDBPyConnection, digest: str, layout: Layout) -> int | None:
    """The upload that already holds these bytes, read the same way."""
    row = cursor.execute("SELECT id, layout FROM upload WHERE sha256 = ? AND undone_at IS NULL", [digest]).fetchone()
    if row is None:
        return None
    if load(row[1], Layout).columns != _without_strangers(layout).columns:
        raise BadInput("This file is stored here with other meanings. Undo that upload first, then import it again.")
    return int(row[0])


def undo(database: Database, upload: int) -> None:
    """Take back the latest upload of a source; with its first one, the source and its metrics go too.

    Raises NotFound, or BadInput where a later upload builds on it.
    """
    with database.writing() as cursor:
        row = cursor.execute("SELECT source FROM upload WHERE id = ? AND undone_at IS NULL", [upload]).fetchone()
        if row is None:
            raise NotFound("This upload is not there any more.")
        source = int(row[0])
        live = cursor.execute(
            "SELECT id FROM upload WHERE source = ? AND undone_at IS NULL ORDER BY id DESC", [source]
        ).fetchall()
        if live[0][0] != upload:
            raise BadInput("A later file of the same source builds on this one. Undo the later one first.")
        records.undo(cursor, source, upload)
        cursor.execute("UPDATE upload SET undone_at = now()::TIMESTAMP WHERE id = ?", [upload])
        if len(live) > 1:
            refresh(cursor, source, _take_back_layout(cursor, source))
        else:
            cursor.execute(f"DROP TABLE {records.table(source)}")
            cursor.execute("DELETE FROM metric_change WHERE key IN (SELECT key FROM metric WHERE source = ?)", [source])
            for name in ("cube", "respondents", "metric"):
                cursor.execute(f"DELETE FROM {name} WHERE source = ?", [source])
            cursor.execute("DELETE FROM source WHERE id = ?", [source])
            schema.touch(cursor)


def _take_back_layout(cursor: duckdb.DuckDBPyConnection, source: int) -> Layout:
    """The layout of the last upload that is left; metrics that only later ones brought go."""
    rows = cursor.execute(
        "SELECT layout FROM upload WHERE source = ? AND undone_at IS NULL ORDER BY id DESC", [source]
    ).fetchall()
    left = [load(row[0], Layout) for row in rows]
    still = {metric.measure for layout in left for metric in bind(layout)}
    brought = {metric.measure for metric in bind(layout_of(cursor, source))} - still
    for metric in definitions.of_source(cursor, source):
        if metric.measure in brought:
            cursor.execute("DELETE FROM metric WHERE key = ?", [metric.key])
    return left[0]


def refresh(cursor: duckdb.DuckDBPyConnection, source: int, layout: Layout) -> None:
    """Bring everything that is derived from a source's records up to date."""
    metrics = definitions.of_source(cursor, source)
    person = next((column.name for column in layout.named(Role.PERSON)), None)
    cube.rebuild(cursor, source, metrics, dimensions(layout), person)
    whole = cube.whole(cursor, [metric.key for metric in metrics])
    for metric in metrics:
        figures = whole.get(metric.key)
        if figures and not metric.smallest_change_that_matters:
            fixed = definitions.with_margin(metric, figures.total / figures.n)
            cursor.execute("UPDATE metric SET body = ? WHERE key = ?", [dump(fixed), metric.key])
    cursor.execute(
        "UPDATE source SET complete_through = ?, layout = ? WHERE id = ?",
        [complete_through(cursor, source, layout), dump(_without_strangers(layout)), source],
    )
    schema.touch(cursor)


def renew(cursor: duckdb.DuckDBPyConnection) -> None:
    """Bring the workspace of an older version of the program up to this one."""
    schema.renew(cursor)
    for (source,) in cursor.execute("SELECT id FROM source ORDER BY id").fetchall():
        refresh(cursor, source, layout_of(cursor, source))


def _without_strangers(layout: Layout) -> Layout:
    """The layout without examples that may be personal: only what columns are split or counted by keeps them."""
    harmless = (Role.SEGMENT, Role.FLAG)
    columns = (c if c.role in harmless else replace(c, examples=()) for c in layout.columns)
    return replace(layout, columns=tuple(columns))


def layout_of(cursor: duckdb.DuckDBPyConnection, source: int) -> Layout:
    """The layout with which the source was last read."""
    row = cursor.execute("SELECT layout FROM source WHERE id = ?", [source]).fetchone()
    if row is None:
        raise NotFound("This source is not there any more.")
    return load(row[0], Layout)


def remembered(database: Database, proposal: Proposal) -> Proposal | None:
    """The proposal with the roles and answers that the last file of the same shape was stored with.

    What is peculiar to this file, such as its encoding or the order of its columns, stays its own. None where there was
    no such file, or where this one's values contradict what was decided then.
    """
    with database.reading() as cursor:
        row = cursor.execute("SELECT layout FROM source WHERE shape = ?", [shape(proposal.layout)]).fetchone()
    if row is None:
        return None
    before = {column.name: column for column in load(row[0], Layout).columns}
    roles = {c.name: before[c.name].role for c in proposal.layout.columns if c.role is not before[c.name].role}
    answers = {q.column: before[q.column].format for q in proposal.questions if q.column in before}
    try:
        return corrected(proposal, roles, {column: answer for column, answer in answers.items() if answer})
    except BadInput:
        return None


def shape(layout: Layout) -> str:
    """What makes two files the same kind of export: the vendor and the column names, whatever their order."""
    return json.dumps([layout.vendor, *sorted(column.name for column in layout.columns)])


def history(database: Database) -> tuple[Upload, ...]:
    """Every upload, newest first, undone ones included."""
    with database.reading() as cursor:
        rows = cursor.execute(
            """
            SELECT u.id, coalesce(s.name, ''), u.file_name, u.uploaded_at, u.records, u.used, u.updated, u.unchanged,
                u.set_aside, u.unread, u.undone_at,
                u.undone_at IS NULL AND u.id = max(u.id) FILTER (u.undone_at IS NULL) OVER (PARTITION BY u.source)
            FROM upload u LEFT JOIN source s ON s.id = u.source ORDER BY u.id DESC
            """
        ).fetchall()
    return tuple(Upload(*row) for row in rows)


def set_aside(database: Database, upload: int, limit: int = 500) -> tuple[SetAsideRecord, ...]:
    """The first records of an upload that are kept but not counted."""
    with database.reading() as cursor:
        row = cursor.execute("SELECT source FROM upload WHERE id = ? AND undone_at IS NULL", [upload]).fetchone()
        if row is None:
            return ()
        rows = cursor.execute(
            f"SELECT _cx_record, _cx_reason, coalesce(_cx_raw, '') FROM {records.table(int(row[0]))} "
            "WHERE _cx_upload = ? AND _cx_reason IS NOT NULL ORDER BY _cx_record LIMIT ?",
            [upload, limit],
        ).fetchall()
    return tuple(SetAsideRecord(*row) for row in rows)


def _source(cursor: duckdb.DuckDBPyConnection, layout: Layout) -> int:
    """The source that a layout belongs to; a new one gets the metrics that the layout yields."""
    row = cursor.execute("SELECT id FROM source WHERE shape = ?", [shape(layout)]).fetchone()
    source = int(row[0]) if row else _next(cursor, "source_id")
    if row is None:
        cursor.execute(
            "INSERT INTO source VALUES (?, ?, ?, ?, NULL)", [source, layout.name, shape(layout), dump(layout)]
        )
    have = {metric.measure for metric in definitions.of_source(cursor, source)}
    for metric in bind(layout, frozenset(definitions.all_metrics(cursor))):
        if metric.measure not in have:
            definitions.add(cursor, source, metric)
    return source


def _next(cursor: duckdb.DuckDBPyConnection, sequence: str) -> int:
    row = cursor.execute(f"SELECT nextval('{sequence}')").fetchone()
    assert row is not None
    return int(row[0])


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
