"""Imports: a file is examined, confirmed, and stored whole in one transaction; the last one can be undone exactly."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from cxmetrics.bounds import bounds
from cxmetrics.errors import BadInput, NotFound
from cxmetrics.ingest.opening import TextFile, is_parquet, open_text
from cxmetrics.ingest.proposal import propose
from cxmetrics.judge.findings import Finding
from cxmetrics.layout import Layout, Proposal, Role
from cxmetrics.metrics.catalogue import bind
from cxmetrics.metrics.dimensions import dimensions
from cxmetrics.plain import dump, load
from cxmetrics.trail import Deed
from cxmetrics.warehouse import cube, records
from cxmetrics.warehouse.casts import stored
from cxmetrics.warehouse.connection import Database
from cxmetrics.warehouse.parquet import as_text as parquet_as_text
from cxmetrics.warehouse.reading import Typed, read_typed
from cxmetrics.watch import Watch
from cxmetrics.workspace import deeds, definitions, instrument, memory, schema
from cxmetrics.workspace.coverage import complete_through
from cxmetrics.workspace.restatements import closed_months, restated
from cxmetrics.workspace.uploads import Upload, entries

_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What storing a file would do, found out by doing it and taking it back.

    upload: its entry in the history as it would be; None where storing it would change nothing. columns and first: the
    first records with the values that would be stored, and last the reason where one would be set aside.
    """

    upload: Upload | None
    columns: tuple[str, ...]
    first: tuple[tuple[object, ...], ...]


def examine(path: Path, name: str, folder: Path, watch: Watch, sheet: str | None = None) -> tuple[TextFile, Proposal]:
    """Look at a file that its owner calls `name`; copies go to `folder`. Raises UnreadableFile, Cancelled.

    sheet: the one that is wanted of a workbook's, None for the one with most records.
    """
    opening = watch.phase("Opening the file.", 0, 0.6)
    parquet = is_parquet(path)
    source = parquet_as_text(path, folder, bounds().file_size, opening) if parquet else path
    text = open_text(source, folder, name=name, sheet=sheet, say=opening)
    if parquet:
        text = replace(text, encoding="parquet")
    return text, propose(text, say=watch.phase("Looking at its columns.", 0.6, 1))


def store(
    database: Database,
    text: TextFile,
    layout: Layout,
    source: int | None = None,
    watch: Watch | None = None,
    by: str = "",
) -> tuple[int, bool]:
    """Read a file by its layout into the workspace. (upload, whether anything was new); what is known changes nothing.

    source: where it belongs, by default where files of this shape went before. by: whom the trail names. Raises
    UnreadableFile, BadInput where the layout has nothing to store or the file is here with other meanings, NoRoom, or
    Cancelled.
    """
    watch = watch or Watch()
    if not stored(layout):
        raise BadInput("No column of this file has a role yet, so there is nothing to store. Choose at least one.")
    with _typed(database, text, layout, watch) as (typed, digest), database.writing() as cursor:
        if known := _known(cursor, digest, layout):
            return known, False
        target = source or memory.source_of(cursor, layout)
        upload = _bring(cursor, text, digest, layout, typed, target, watch)
        if upload is None:
            cursor.rollback()
            cursor.begin()
            return _latest(cursor, target), False
        deeds.note(cursor, by, Deed.IMPORTED, text.name)
        watch.say(1.0, "")  # the last chance to stop: after this it is stored
    return upload, True


def rehearse(
    database: Database, text: TextFile, layout: Layout, source: int | None = None, watch: Watch | None = None
) -> Rehearsal:
    """What `store` would do, with the same arguments and errors; nothing is stored.

    A file in which no column has a role yet can be rehearsed too: its records are counted.
    """
    watch = watch or Watch()
    with _typed(database, text, layout, watch) as (typed, digest), database.rehearsing() as cursor:
        columns, first = records.first(cursor, layout, typed, _SHOWN)
        if _known(cursor, digest, layout):
            return Rehearsal(None, columns, first)
        target = source or memory.source_of(cursor, layout)
        upload = _bring(cursor, text, digest, layout, typed, target, watch)
        entry = next(each for each in entries(cursor) if each.id == upload) if upload else None
        return Rehearsal(entry, columns, first)


@contextmanager
def _typed(database: Database, text: TextFile, layout: Layout, watch: Watch) -> Iterator[tuple[Typed, str]]:
    """The typed records of a file, and the hash of its bytes."""
    with database.reading() as cursor:
        secret = schema.secret(cursor)
    folder = Path(tempfile.mkdtemp(dir=database.folder))
    try:
        with ThreadPoolExecutor(1) as beside:  # the child reads meanwhile
            hashed = beside.submit(_sha256, text.path)
            typed = read_typed(text.path, layout, folder, secret, watch.phase("Reading its records.", 0, 0.7))
            digest = hashed.result()
        yield typed, digest
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _bring(
    cursor: duckdb.DuckDBPyConnection,
    text: TextFile,
    digest: str,
    layout: Layout,
    typed: Typed,
    target: int | None,
    watch: Watch,
) -> int | None:
    """Everything that storing does, inside the caller's transaction: the upload, None where nothing is new."""
    watch.say(0.7, "Counting its records.")
    before = closed_months(cursor, target) if target else {}
    source = _source(cursor, layout, target)
    known = _findings(cursor, source)
    upload = _next(cursor, "upload_id")
    kept = records.store(cursor, source, upload, layout, typed)
    if kept.records == kept.unchanged and target:
        return None
    body = dump(_without_strangers(layout))
    cursor.execute(
        "INSERT INTO upload VALUES (?, ?, ?, ?, ?, now()::TIMESTAMP, ?, ?, ?, ?, ?, ?, NULL, ?, ?, ?, '[]', '[]')",
        [
            upload, source, text.name, digest, text.path.stat().st_size,
            kept.records, kept.used, kept.updated, kept.unchanged, kept.set_aside, kept.unread,
            body, memory.shape(layout), kept.damaged,
        ],
    )  # fmt: skip
    watch.say(0.9, "Reckoning its figures.")
    refresh(cursor, source, layout)
    changed = restated(cursor, source, upload, layout, before)
    odd = tuple(finding for finding in _findings(cursor, source) if finding not in known)
    cursor.execute("UPDATE upload SET restated = ?, findings = ? WHERE id = ?", [dump(changed), dump(odd), upload])
    return upload


def _findings(cursor: duckdb.DuckDBPyConnection, source: int) -> tuple[Finding, ...]:
    row = cursor.execute("SELECT findings FROM source WHERE id = ?", [source]).fetchone()
    assert row is not None
    return load(row[0], tuple[Finding, ...])


def _latest(cursor: duckdb.DuckDBPyConnection, source: int | None) -> int:
    row = cursor.execute("SELECT max(id) FROM upload WHERE source = ? AND undone_at IS NULL", [source]).fetchone()
    assert row is not None
    return int(row[0])


def _known(cursor: duckdb.DuckDBPyConnection, digest: str, layout: Layout) -> int | None:
    """The upload that already holds these bytes, read the same way."""
    row = cursor.execute("SELECT id, layout FROM upload WHERE sha256 = ? AND undone_at IS NULL", [digest]).fetchone()
    if row is None:
        return None
    before, now = load(row[1], Layout), _without_strangers(layout)
    if (before.columns, before.counted) != (now.columns, now.counted):
        raise BadInput("This file is stored here with other meanings. Undo that upload first, then import it again.")
    return int(row[0])


def undo(database: Database, upload: int, by: str = "") -> None:
    """Take back the latest upload of a source; with its first one, the source and its metrics go too.

    Raises NotFound, or BadInput where a later upload builds on it.
    """
    with database.writing() as cursor:
        row = cursor.execute(
            "SELECT source, file_name FROM upload WHERE id = ? AND undone_at IS NULL", [upload]
        ).fetchone()
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
        deeds.note(cursor, by, Deed.UNDONE, row[1])
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
        "UPDATE source SET complete_through = ?, layout = ?, findings = ? WHERE id = ?",
        [
            complete_through(cursor, source, layout),
            dump(_without_strangers(layout)),
            dump(instrument.stored(cursor, source, layout)),
            source,
        ],
    )
    schema.touch(cursor)


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


def _source(cursor: duckdb.DuckDBPyConnection, layout: Layout, known: int | None) -> int:
    """The source a layout belongs to, new where none is known, with the metrics that the layout yields."""
    source = known or _next(cursor, "source_id")
    if known is None:
        cursor.execute("INSERT INTO source VALUES (?, ?, ?, NULL, '[]')", [source, layout.name, dump(layout)])
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
