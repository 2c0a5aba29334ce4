"""Who joined when and how long they stayed, in one pass over the records of a source."""

from __future__ import annotations

from datetime import date

import duckdb

from cxmetrics.warehouse.quoting import identifier
from cxmetrics.warehouse.records import COUNTS, table

Stays = dict[date, dict[int | None, int]]
"""First day of the month of joining -> whole months until somebody left (None: still there) -> people."""


def stays(
    cursor: duckdb.DuckDBPyConnection, source: int, start: str, end: str, where: tuple[str, str] | None = None
) -> tuple[Stays, date | None]:
    """The stays of the counted records, and the first day of the month in which anybody is known to have left.

    start, end: columns; an end after today is a plan and none yet. where: a column and the value it has to hold.
    """
    joined, left = identifier(start), identifier(end)
    over = f"CASE WHEN {left} <= now()::TIMESTAMP THEN {left} END"
    only = f"AND {identifier(where[0])}::VARCHAR = ?" if where else ""
    rows = cursor.execute(
        f"""
        SELECT date_trunc('month', {joined})::DATE, date_sub('month', {joined}::TIMESTAMP, ({over})::TIMESTAMP),
            count(*), date_trunc('month', min({over}))::DATE
        FROM {table(source)} WHERE {COUNTS} AND {joined} IS NOT NULL {only} GROUP BY ALL
        """,
        [where[1]] if where else [],
    ).fetchall()
    found: Stays = {}
    for month, lasted, people, _ in rows:
        found.setdefault(month, {})[lasted] = people
    return found, min((first for *_, first in rows if first), default=None)
