"""The store of marks: made by hand, shown beside the figures, removable."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import duckdb

from cxmetrics.errors import BadInput, NotFound
from cxmetrics.judge.marks import Mark, MarkKind
from cxmetrics.warehouse import cube
from cxmetrics.workspace import definitions

CREATE = """
CREATE TABLE mark (
    id INTEGER PRIMARY KEY, day DATE, kind VARCHAR, text VARCHAR, metric VARCHAR, dimension VARCHAR,
    "values" VARCHAR[], made_by VARCHAR, made_at TIMESTAMP
)
"""
LONGEST = 200
"""Characters of a mark, which has to fit beside a point."""


def all_marks(cursor: duckdb.DuckDBPyConnection) -> tuple[Mark, ...]:
    """Every mark in the order of its day."""
    rows = cursor.execute("SELECT * FROM mark ORDER BY day, id").fetchall()
    return tuple(
        Mark(number, day, MarkKind(kind), text, metric, dimension, tuple(values), made_by, made_at)
        for number, day, kind, text, metric, dimension, values, made_by, made_at in rows
    )


def add(
    cursor: duckdb.DuckDBPyConnection,
    made_by: str,
    day: date,
    kind: MarkKind,
    text: str,
    metric: str | None,
    dimension: str,
    values: Sequence[str],
) -> int:
    """Keep a mark: its number. Raises BadInput for an empty or long text and unknown places, NotFound for a metric."""
    said = " ".join(text.split())
    if not said or len(said) > LONGEST or not said.isprintable():
        raise BadInput(f"A mark says what happened in 1 to {LONGEST} characters.")
    if metric is not None:
        definitions.source_of(cursor, metric)
    places = sorted(set(values))
    known = {value for split in cube.segments(cursor).values() for value in split.get(dimension, ())}
    if unknown := [place for place in places if place not in known]:
        raise BadInput(f"No record of this workspace has the {dimension[:40] or 'place'} '{unknown[0][:60]}'.")
    row = cursor.execute(
        "INSERT INTO mark SELECT coalesce(max(id), 0) + 1, ?, ?, ?, ?, ?, ?::VARCHAR[], ?, now()::TIMESTAMP FROM mark "
        "RETURNING id",
        [day, str(kind), said, metric, dimension if places else "", places, made_by],
    ).fetchone()
    assert row is not None
    return int(row[0])


def remove(cursor: duckdb.DuckDBPyConnection, number: int) -> date:
    """Take a mark away: the day it was on. Raises NotFound."""
    row = cursor.execute("DELETE FROM mark WHERE id = ? RETURNING day", [number]).fetchone()
    if row is None:
        raise NotFound("This mark is not there any more.")
    day: date = row[0]
    return day
