"""What the records of one source look like, for the checks of the instrument: read once, at import."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import duckdb

from cxmetrics.layout import Reason
from cxmetrics.warehouse.quoting import identifier, literal, literals
from cxmetrics.warehouse.records import COUNTS, table

_ANSWERED = f"_cx_replaced_by IS NULL AND (_cx_reason IS NULL OR _cx_reason = {literal(Reason.NO_SCORE)})"
_MONTH = "date_trunc('month', _cx_day)::DATE"
_DAWNS = ", ".join(f"DATE '{day}'" for day in ("1970-01-01", "1969-12-31", "1900-01-01", "1899-12-31", "1899-12-30"))


def answers(cursor: duckdb.DuckDBPyConnection, source: int, column: str) -> list[tuple[date, int | None, int]]:
    """(first day of the month, answer, records) in order; the answer None where it is blank."""
    rows = cursor.execute(
        f"SELECT {_MONTH} AS month, {identifier(column)}::INTEGER AS answer, count(*) FROM {table(source)} "
        f"WHERE {_ANSWERED} AND _cx_day IS NOT NULL GROUP BY ALL ORDER BY month, answer"
    ).fetchall()
    return [(month, answer, records) for month, answer, records in rows]


def far_from_usual(cursor: duckdb.DuckDBPyConnection, source: int, column: str) -> tuple[int, int]:
    """Records from 50 to 500 times, and from 500 to 2,000 times, the median above zero."""
    name = identifier(column)
    row = cursor.execute(
        f"""
        WITH counted AS (SELECT {name} AS x FROM {table(source)} WHERE {COUNTS} AND {name} > 0),
        usual AS (SELECT median(x) AS m FROM counted)
        SELECT count(*) FILTER (x >= 50 * m AND x < 500 * m), count(*) FILTER (x BETWEEN 500 * m AND 2000 * m)
        FROM counted, usual
        """
    ).fetchone()
    assert row is not None
    return int(row[0]), int(row[1])


def responses(cursor: duckdb.DuckDBPyConnection, source: int) -> list[tuple[date, int, int]]:
    """(first day of the month, records that count, records without a score or not finished) in order."""
    unanswered = literals((Reason.NO_SCORE, Reason.INCOMPLETE_RESPONSE))
    return cursor.execute(
        f"SELECT {_MONTH} AS month, count(*) FILTER (_cx_reason IS NULL), "
        f"count(*) FILTER (_cx_reason IN ({unanswered})) FROM {table(source)} "
        "WHERE _cx_replaced_by IS NULL AND _cx_day IS NOT NULL GROUP BY month ORDER BY month"
    ).fetchall()


def odd_days(cursor: duckdb.DuckDBPyConnection, source: int) -> tuple[int, int]:
    """Records that count and are dated after the day they were brought, and at the dawn of a calendar."""
    row = cursor.execute(
        f"SELECT count(*) FILTER (_cx_day > uploaded_at::DATE + 1), count(*) FILTER (_cx_day IN ({_DAWNS})) "
        f"FROM {table(source)} JOIN upload ON upload.id = _cx_upload WHERE {COUNTS}"
    ).fetchone()
    assert row is not None
    return int(row[0]), int(row[1])


def first_day(cursor: duckdb.DuckDBPyConnection, source: int, upload: int) -> date | None:
    """The first day of the records that an upload brought."""
    row = cursor.execute(f"SELECT min(_cx_day) FROM {table(source)} WHERE _cx_upload = {upload}").fetchone()
    return row[0] if row else None


def years(cursor: duckdb.DuckDBPyConnection, source: int, column: str) -> tuple[int, int] | None:
    """The first and last year of a column of times."""
    name = identifier(column)
    row = cursor.execute(f"SELECT year(min({name})), year(max({name})) FROM {table(source)} WHERE {COUNTS}").fetchone()
    return (int(row[0]), int(row[1])) if row and row[0] is not None else None


def within(
    cursor: duckdb.DuckDBPyConnection, source: int, column: str, spans: Sequence[tuple[datetime, datetime]]
) -> list[tuple[date, int]]:
    """(day, records) of each span of time, its end left out, that any record falls into."""
    if not spans:
        return []
    values = ", ".join(f"(TIMESTAMP '{start}', TIMESTAMP '{end}')" for start, end in spans)
    name = identifier(column)
    return cursor.execute(
        f"SELECT start::DATE, count(*) FROM {table(source)} JOIN (VALUES {values}) AS spans(start, stop) "
        f"ON {name} >= start AND {name} < stop WHERE {COUNTS} GROUP BY start ORDER BY start"
    ).fetchall()
