"""Typed records of one source: every record knows its upload, so that an append is visible and an undo exact.

A record counts while `_cx_reason` and `_cx_replaced_by` are NULL. Records set aside stay in the table with their reason
and raw text; a record that a later upload changed stays too, marked with the upload that replaced it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from cxmetrics.errors import BadInput
from cxmetrics.layout import Layout, Reason, Role
from cxmetrics.warehouse.casts import day_column, sql_type, stored
from cxmetrics.warehouse.quoting import identifier, literal
from cxmetrics.warehouse.reading import Typed

COUNTS = "_cx_reason IS NULL AND _cx_replaced_by IS NULL"
"""The condition under which a record is used by metrics."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of the records of one upload. records = used + the sum of set_aside + unchanged.

    used: counted, of which `updated` replace an earlier record. unchanged: already known, not stored again.
    set_aside: reason -> records. unread: column -> values that could not be read and count as blank. damaged: records
    whose id or person was a long number that had lost its last digits.
    """

    records: int
    used: int
    updated: int
    unchanged: int
    set_aside: dict[str, int]
    unread: dict[str, int]
    damaged: int


def table(source: int) -> str:
    """Name of the table that holds the records of a source."""
    return f"records_{source}"


def store(cursor: duckdb.DuckDBPyConnection, source: int, upload: int, layout: Layout, typed: Typed) -> Stored:
    """Put typed records into the source's table, inside the caller's transaction."""
    name = table(source)
    fresh = not _exists(cursor, name)
    columns = {column.name: sql_type(column) for column in stored(layout)}
    if fresh:
        declared = ", ".join(f"{identifier(column)} {kind}" for column, kind in columns.items())
        cursor.execute(
            f"CREATE TABLE {name} (_cx_upload INTEGER, _cx_record BIGINT, _cx_replaced_by INTEGER, _cx_reason VARCHAR, "
            f"_cx_raw VARCHAR, _cx_day DATE{', ' + declared if declared else ''})"
        )
    else:
        _demand_types(cursor, name, columns)
        for column, kind in columns.items():
            cursor.execute(f"ALTER TABLE {name} ADD COLUMN IF NOT EXISTS {identifier(column)} {kind}")
    rows = literal(str(typed.rows))
    cursor.execute(
        f"INSERT INTO {name} BY NAME SELECT {upload} AS _cx_upload, * EXCLUDE (_cx_unread, _cx_damaged) "
        f"FROM ({_numbered(cursor, typed, layout.skip_rows + layout.header_rows)})"
    )
    cursor.execute(
        f"""
        INSERT INTO {name} BY NAME
        SELECT {upload} AS _cx_upload, record AS _cx_record, reason AS _cx_reason, raw AS _cx_raw
        FROM read_parquet({literal(str(typed.malformed))})
        """
    )
    records = _one(cursor, f"SELECT count(*) FROM {name} WHERE _cx_upload = {upload}")
    _set_duplicates_aside(cursor, name, upload, layout)
    unchanged, updated = (0, 0) if fresh else _reconcile(cursor, name, upload, layout)
    set_aside = dict(
        cursor.execute(
            f"SELECT _cx_reason, count(*) FROM {name} WHERE _cx_upload = {upload} AND _cx_reason IS NOT NULL "
            "GROUP BY ALL ORDER BY 2 DESC, 1"
        ).fetchall()
    )
    unread = dict(
        cursor.execute(
            "SELECT name, count(*) FROM (SELECT unnest(string_split(_cx_unread, chr(10))) AS name "
            f"FROM read_parquet({rows}) WHERE _cx_unread IS NOT NULL AND _cx_reason IS NULL) "
            "GROUP BY ALL ORDER BY 2 DESC, 1"
        ).fetchall()
    )
    used = records - unchanged - sum(set_aside.values())
    damaged = _one(cursor, f"SELECT count(*) FROM read_parquet({rows}) WHERE _cx_damaged")
    return Stored(records, used, updated, unchanged, set_aside, unread, damaged)


def first(
    cursor: duckdb.DuckDBPyConnection, layout: Layout, typed: Typed, count: int
) -> tuple[tuple[str, ...], tuple[tuple[object, ...], ...]]:
    """The stored columns, and the first records with their values and, last, the reason to set one aside."""
    columns = tuple(column.name for column in stored(layout))
    rows = cursor.execute(
        f"SELECT {', '.join((*map(identifier, columns), '_cx_reason'))} "
        f"FROM read_parquet({literal(str(typed.rows))}, file_row_number = true) ORDER BY file_row_number LIMIT {count}"
    ).fetchall()
    return columns, tuple(rows)


def tells_apart(layout: Layout) -> bool:
    """Whether an id says which record is which; not where records that share one were told to count all the same."""
    return bool(layout.named(Role.ID)) and Reason.DUPLICATE_ID not in layout.counted


def identity(layout: Layout) -> tuple[str, ...]:
    """The quoted columns that say which record is which: the id, and with a start date that too (people come back)."""
    return tuple(identifier(column.name) for column in (*layout.named(Role.ID)[:1], *layout.named(Role.START)[:1]))


def undo(cursor: duckdb.DuckDBPyConnection, source: int, upload: int) -> None:
    """Remove what an upload stored and bring back what it replaced."""
    name = table(source)
    cursor.execute(f"DELETE FROM {name} WHERE _cx_upload = {upload}")
    cursor.execute(f"UPDATE {name} SET _cx_replaced_by = NULL WHERE _cx_replaced_by = {upload}")


def _numbered(cursor: duckdb.DuckDBPyConnection, typed: Typed, above: int) -> str:
    """The typed records with the row of the file that each stands in, as a spreadsheet counts: `_cx_record`.

    above: rows before the first record.
    """
    rows = f"read_parquet({literal(str(typed.rows))}, file_row_number = true)"
    malformed = f"read_parquet({literal(str(typed.malformed))})"
    number = f"file_row_number + {above + 1}"
    if not _one(cursor, f"SELECT count(*) FROM {malformed}"):
        return f"SELECT {number} AS _cx_record, * EXCLUDE (file_row_number) FROM {rows}"
    # the i-th malformed row has record - above - i records before it, and all others are one row further down
    ordered = f"SELECT record, row_number() OVER (ORDER BY record) AS i FROM {malformed}"
    gaps = f"SELECT record - {above} - i AS after, max(i) AS lost FROM ({ordered}) GROUP BY after"
    return (
        f"SELECT {number} + coalesce(lost, 0) AS _cx_record, * EXCLUDE (file_row_number, after, lost) "
        f"FROM {rows} ASOF LEFT JOIN ({gaps}) ON file_row_number >= after"
    )


def _set_duplicates_aside(cursor: duckdb.DuckDBPyConnection, name: str, upload: int, layout: Layout) -> None:
    """Of records of one upload that share an identity, the first counts."""
    if not tells_apart(layout):
        return
    key = ", ".join(identity(layout))
    mine = f"{name} WHERE _cx_upload = {upload} AND {identity(layout)[0]} IS NOT NULL AND _cx_reason IS NULL"
    doubled = f"SELECT {key} FROM {mine} GROUP BY ALL HAVING count(*) > 1"
    if cursor.execute(f"SELECT 1 FROM ({doubled}) LIMIT 1").fetchone() is None:
        return
    values = ", ".join(f"{identifier(column.name)}::VARCHAR" for column in stored(layout))
    cursor.execute(
        f"""
        UPDATE {name} SET _cx_reason = {literal(Reason.DUPLICATE_ID)}, _cx_raw = to_json([{values}])::VARCHAR
        WHERE rowid IN (
            SELECT rowid FROM {mine} AND ({key}) IN ({doubled})
            QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY _cx_record) > 1
        )
        """
    )


def _reconcile(cursor: duckdb.DuckDBPyConnection, name: str, upload: int, layout: Layout) -> tuple[int, int]:
    """Drop records that are already known as they are; mark the ones that changed as replaced. (unchanged, updated)."""
    ids = layout.named(Role.ID) if tells_apart(layout) else ()
    unchanged = _drop_copies(cursor, name, upload, layout, f"{identifier(ids[0].name)} IS NULL" if ids else "true")
    if not ids:
        return unchanged, 0
    same = " AND ".join(
        f"old.{column} IS NOT DISTINCT FROM new.{column}" for column in (*_values(layout), "_cx_reason")
    )
    key, *start = identity(layout)
    pairs = (
        f"{name} old JOIN {name} new ON old.{key} = new.{key}"
        + "".join(f" AND old.{column} IS NOT DISTINCT FROM new.{column}" for column in start)
        + f" WHERE old._cx_upload <> {upload} AND old._cx_replaced_by IS NULL AND new._cx_upload = {upload}"
    )
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE known AS SELECT DISTINCT new.rowid AS r FROM {pairs} AND {same}")
    unchanged += _one(cursor, "SELECT count(*) FROM known")
    cursor.execute(f"DELETE FROM {name} WHERE rowid IN (SELECT r FROM known)")
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE known AS SELECT DISTINCT old.rowid AS r FROM {pairs} AND new._cx_reason IS NULL"
    )
    updated = _one(cursor, "SELECT count(*) FROM known")
    cursor.execute(f"UPDATE {name} SET _cx_replaced_by = {upload} WHERE rowid IN (SELECT r FROM known)")
    return unchanged, updated


def _drop_copies(cursor: duckdb.DuckDBPyConnection, name: str, upload: int, layout: Layout, without_id: str) -> int:
    """Records without an id are known where the whole record is, as often as it was there already.

    Two people may well give the same answers on one day, so copies are counted. Without a date too, equal answers say
    nothing about being the same record, and all are kept.
    """
    if day_column(layout) is None:
        return 0
    columns = (*_values(layout), "_cx_reason", "_cx_raw")
    whole = ", ".join(columns)
    copies = (
        f"SELECT rowid AS r, {whole}, row_number() OVER (PARTITION BY {whole} ORDER BY _cx_record) AS copy "
        f"FROM {name} WHERE {without_id} AND _cx_replaced_by IS NULL AND _cx_upload"
    )
    matching = " AND ".join(f"old.{column} IS NOT DISTINCT FROM new.{column}" for column in (*columns, "copy"))
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE known AS SELECT new.r FROM ({copies} = {upload}) new "
        f"SEMI JOIN ({copies} <> {upload}) old ON {matching}"
    )
    cursor.execute(f"DELETE FROM {name} WHERE rowid IN (SELECT r FROM known)")
    return _one(cursor, "SELECT count(*) FROM known")


def _demand_types(cursor: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, str]) -> None:
    """Raise BadInput where a column of the file is not of the type that earlier files of the source have stored."""
    known = {
        column.lower(): kind
        for column, kind in cursor.execute(
            "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ?", [name]
        ).fetchall()
    }
    for column, kind in columns.items():
        if known.get(column.lower(), kind) != kind:
            raise BadInput(
                f'"{column}" was stored with another meaning before, and its values do not fit together with these. '
                "Give it the meaning it had, or undo the earlier files first."
            )


def _values(layout: Layout) -> tuple[str, ...]:
    return tuple(identifier(column.name) for column in stored(layout))


def _exists(cursor: duckdb.DuckDBPyConnection, name: str) -> bool:
    return cursor.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = ?", [name]).fetchone() is not None


def _one(cursor: duckdb.DuckDBPyConnection, statement: str) -> int:
    row = cursor.execute(statement).fetchone()
    assert row is not None
    return int(row[0])
