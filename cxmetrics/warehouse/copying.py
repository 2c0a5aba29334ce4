"""Copies: everything a database holds, as of one moment while others write, checked by opening and reading the copy."""

from __future__ import annotations

import secrets
from pathlib import Path

import duckdb

from cxmetrics.errors import Damaged
from cxmetrics.warehouse.contents import Contents, contents, own_catalog
from cxmetrics.warehouse.quoting import identifier, literal


def copy(cursor: duckdb.DuckDBPyConnection, to: Path) -> Contents:
    """Copy the database of a cursor without a transaction to a new file in its allowed folder: what both hold.

    A copy of the file itself would often not open again, because DuckDB writes to it meanwhile. Raises Damaged where
    the copy holds something else.
    """
    other = f"copy_{secrets.token_hex(8)}"  # workspaces are called all sorts of things
    cursor.execute(f"ATTACH {literal(str(to))} AS {other}")
    try:
        cursor.begin()
        try:
            own = own_catalog(cursor)
            held = contents(cursor, own)
            cursor.execute(f"COPY FROM DATABASE {identifier(own)} TO {other}")
        except BaseException:
            cursor.rollback()
            raise
        cursor.commit()
    finally:
        cursor.execute(f"DETACH {other}")
    cursor.execute(f"ATTACH {literal(str(to))} AS {other} (READ_ONLY)")
    try:
        kept = contents(cursor, other)
    finally:
        cursor.execute(f"DETACH {other}")
    # numbers are given out while others write, so the copy's are as far or further
    if kept.tables != held.tables or any(
        kept.next_numbers.get(name, 0) < number for name, number in held.next_numbers.items()
    ):
        raise Damaged("The copy does not hold what was copied, most likely because a disk failed. Nothing was kept.")
    return held


def is_plain(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Whether a database holds tables and sequences only, and nothing that would run by itself."""
    return not any(
        cursor.execute(f"SELECT 1 FROM {strangers} LIMIT 1").fetchall()
        for strangers in (
            "duckdb_views() WHERE NOT internal",
            "duckdb_functions() WHERE NOT internal",
            "duckdb_types() WHERE NOT internal",
            "duckdb_schemas() WHERE NOT internal",
            "duckdb_indexes()",
            "duckdb_triggers()",
            "duckdb_columns() WHERE NOT internal AND column_default IS NOT NULL",
            "duckdb_constraints() WHERE constraint_type NOT IN ('PRIMARY KEY', 'NOT NULL')",
        )
    )
