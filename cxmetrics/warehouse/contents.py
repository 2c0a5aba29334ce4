"""Contents: what a database holds, as a count and a hash of every table. It is read whole, so that damage shows."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from cxmetrics.warehouse.quoting import identifier, literal


@dataclass(frozen=True, slots=True)
class Table:
    """One table. columns: (name, type), in their order. digest: the sum of the hashes of its rows, in any order."""

    columns: tuple[tuple[str, str], ...]
    rows: int
    digest: int


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything a database holds. next_numbers: sequence -> the number it gives next."""

    tables: dict[str, Table]
    next_numbers: dict[str, int]

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(table.rows for table in self.tables.values())


def contents(cursor: duckdb.DuckDBPyConnection, catalog: str) -> Contents:
    """What the attached database `catalog` holds. Raises duckdb.Error where a block of it is damaged."""
    tables = {}
    for (name,) in cursor.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = ? AND NOT internal ORDER BY ALL", [catalog]
    ).fetchall():
        columns = cursor.execute(
            "SELECT column_name, data_type FROM duckdb_columns() WHERE database_name = ? AND table_name = ? "
            "ORDER BY column_index",
            [catalog, name],
        ).fetchall()
        row = cursor.execute(
            f"SELECT count(*), coalesce(sum(hash(t)::HUGEINT), 0) FROM {identifier(catalog)}.{identifier(name)} t"
        ).fetchone()
        assert row is not None
        tables[name] = Table(tuple(columns), int(row[0]), int(row[1]))
    sequences = cursor.execute(
        "SELECT sequence_name, coalesce(last_value + increment_by, start_value) FROM duckdb_sequences() "
        f"WHERE database_name = {literal(catalog)} ORDER BY ALL"
    ).fetchall()
    return Contents(tables, dict(sequences))


def own_catalog(cursor: duckdb.DuckDBPyConnection) -> str:
    """The name under which the database of this cursor is attached to itself."""
    row = cursor.execute("SELECT current_database()").fetchone()
    assert row is not None
    return str(row[0])
