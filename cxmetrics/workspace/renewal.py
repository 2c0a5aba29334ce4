"""Renewal: the file of an older version of the program brought up to this one, step by step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import duckdb

from cxmetrics.layout import Layout, Role
from cxmetrics.measure import MeanOf
from cxmetrics.metrics.catalogue import bind
from cxmetrics.plain import dump, load
from cxmetrics.trail import Deed
from cxmetrics.warehouse import records, respondents
from cxmetrics.warehouse.pseudonyms import Secret, key_of, new_secret
from cxmetrics.warehouse.quoting import identifier
from cxmetrics.workspace import deeds, definitions, imports, marks, memory, schema


def renew(cursor: duckdb.DuckDBPyConnection) -> None:
    """Bring the tables up to this version, then everything that is derived from records."""
    before = schema.written_as(cursor)
    for step in _STEPS[before - 1 :]:
        step(cursor)
    deeds.note(cursor, "", Deed.RENEWED, f"format {before} to {schema.FORMAT}")
    cursor.execute("UPDATE meta SET format = ?", [schema.FORMAT])
    for (source,) in cursor.execute("SELECT id FROM source ORDER BY id").fetchall():
        imports.refresh(cursor, source, imports.layout_of(cursor, source))


def _add_respondents(cursor: duckdb.DuckDBPyConnection) -> None:
    cursor.execute(respondents.CREATE)


def _hide_persons(cursor: duckdb.DuckDBPyConnection) -> None:
    """Persons become keys, uploads remember the shape of their file, and what they showed to be odd has a place."""
    cursor.execute("ALTER TABLE meta ADD COLUMN secret BLOB")
    secret = Secret(new_secret(), hmac=True)
    cursor.execute("UPDATE meta SET secret = ?", [secret.key])
    cursor.execute("ALTER TABLE source DROP COLUMN shape")
    cursor.execute("ALTER TABLE source ADD COLUMN findings VARCHAR")
    cursor.execute("UPDATE source SET findings = '[]'")
    for declared in ("shape VARCHAR", "damaged BIGINT", "restated VARCHAR", "findings VARCHAR"):
        cursor.execute(f"ALTER TABLE upload ADD COLUMN {declared}")
    cursor.execute("UPDATE upload SET damaged = 0, restated = '[]', findings = '[]'")
    for upload, body in cursor.execute("SELECT id, layout FROM upload").fetchall():
        cursor.execute("UPDATE upload SET shape = ? WHERE id = ?", [memory.shape(load(body, Layout)), upload])
    for source, body in cursor.execute("SELECT id, layout FROM source").fetchall():
        table = records.table(source)
        for column in load(body, Layout).named(Role.PERSON):
            name = identifier(column.name)
            cursor.execute(f"ALTER TABLE {table} ALTER COLUMN {name} TYPE UBIGINT USING {key_of(name, secret)}")
            cursor.execute(f"UPDATE {table} SET _cx_raw = NULL")  # what a record said names its person too


def _add_marks(cursor: duckdb.DuckDBPyConnection) -> None:
    cursor.execute(marks.CREATE)


def _add_trail(cursor: duckdb.DuckDBPyConnection) -> None:
    cursor.execute(deeds.CREATE)


def _name_top_boxes(cursor: duckdb.DuckDBPyConnection) -> None:
    """Means of a scale get the top box that the catalogue gives them now."""
    for source, layout in cursor.execute("SELECT id, layout FROM source").fetchall():
        now = {metric.key: metric.measure for metric in bind(load(layout, Layout))}
        for metric in definitions.of_source(cursor, source):
            measure = now.get(metric.key)
            if isinstance(measure, MeanOf) and metric.measure == MeanOf(measure.column):
                named = dump(replace(metric, measure=measure))
                cursor.execute("UPDATE metric SET body = ? WHERE key = ?", [named, metric.key])


def _keep_hmac(cursor: duckdb.DuckDBPyConnection) -> None:
    """Persons that are keys already keep theirs, and new ones get keys in the same way."""
    cursor.execute("ALTER TABLE meta ADD COLUMN hmac BOOLEAN")
    cursor.execute("UPDATE meta SET hmac = true")


_STEPS: tuple[Callable[[duckdb.DuckDBPyConnection], None], ...] = (
    _add_respondents,
    _hide_persons,
    _add_marks,
    _add_trail,
    _name_top_boxes,
    _keep_hmac,
)
"""The step at i brings format i + 1 to i + 2."""
