"""Coverage: how far a source can be trusted, so that no period is judged before it is over."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb

from cxmetrics.layout import Column, Layout, Role, Type
from cxmetrics.measure import RepeatsOf
from cxmetrics.model import Metric
from cxmetrics.warehouse.casts import stored
from cxmetrics.warehouse.measures import last_end
from cxmetrics.warehouse.quoting import identifier
from cxmetrics.warehouse.records import COUNTS, table

LONGEST_PAUSE = 7
"""Days: no office is silent for longer without it being news."""

RECURS = 4
"""Times in eight weeks that a pause must be seen to be usual: weekends are, a holiday is not."""


def complete_through(cursor: duckdb.DuckDBPyConnection, source: int, layout: Layout) -> date | None:
    """The last day the source surely covers: its last event, and a pause no longer than is usual for it.

    Without the pause a file that ends on a Friday would leave the month that ends on Sunday open for ever. None for a
    source without dates.
    """
    times = [column for column in stored(layout) if column.type is Type.TIME]
    if not times:
        return None
    counted = f"SELECT * FROM {table(source)} WHERE {COUNTS}"
    reach = ", ".join(_last(column) for column in times)
    days = " UNION ".join(f"SELECT {identifier(column.name)}::DATE AS day FROM counted" for column in times)
    row = cursor.execute(
        f"""
        WITH counted AS ({counted}),
        reach AS (SELECT greatest({reach}, NULL) AS last FROM counted),
        gaps AS (
            SELECT day - lag(day) OVER (ORDER BY day) AS gap FROM ({days}), reach WHERE day BETWEEN last - 56 AND last
        ),
        usual AS (SELECT gap FROM gaps GROUP BY gap HAVING count(*) >= {RECURS})
        SELECT (SELECT last FROM reach), (SELECT max(gap) FROM usual)
        """
    ).fetchone()
    if row is None or row[0] is None:
        return None
    last: date = row[0]
    return last + timedelta(min(int(row[1] or 1), LONGEST_PAUSE) - 1)


def settled_through(metric: Metric, through: date) -> date:
    """The last day for which a metric is settled in a file that reaches `through`: repeats take days to show."""
    return through - timedelta(metric.measure.days if isinstance(metric.measure, RepeatsOf) else 0)


def _last(column: Column) -> str:
    name = identifier(column.name)
    if column.role is Role.PERIOD:  # a month is named by its first day
        return f"least(last_day(max({name}::DATE) FILTER ({name}::DATE <= current_date)), current_date)"
    return last_end(name) if column.role is Role.END else f"max({name}::DATE) FILTER ({name}::DATE <= current_date)"
