"""The cube: records aggregated once, at import, into the moments of metric x day x segment.

Every page question that moments can answer reads the cube and never the records. One row per metric, day and value of
one dimension; the empty dimension is everybody. Records without a date have day NULL.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import duckdb

from cxmetrics.model import EVERYBODY, Metric, Moments, Segment
from cxmetrics.period import Period
from cxmetrics.warehouse import respondents
from cxmetrics.warehouse.measures import Reckoning, Shape, reckoning
from cxmetrics.warehouse.quoting import identifier, literal
from cxmetrics.warehouse.records import COUNTS, table

MOST_VALUES = 200
"""A column with more distinct values than this is no dimension of the cube: nobody reads 200 segments."""

_PERSONS = ("month", "person")
_MONTH = "date_trunc('month', _cx_day)::DATE"

CREATE = """
CREATE TABLE IF NOT EXISTS cube (
    source INTEGER, metric VARCHAR, dimension VARCHAR, value VARCHAR, day DATE,
    n BIGINT, positive BIGINT, negative BIGINT, total DOUBLE, m2 DOUBLE, x_total DOUBLE, x_m2 DOUBLE, "cross" DOUBLE
)
"""


def _readable(
    cursor: duckdb.DuckDBPyConnection, source: int, dimensions: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """Those (column, dimension) whose column has 2 to MOST_VALUES distinct values among the counted records."""
    if not dimensions:
        return ()
    counts = ", ".join(f"approx_count_distinct({identifier(column)})" for column in dimensions)
    row = cursor.execute(f"SELECT {counts} FROM {table(source)} WHERE {COUNTS}").fetchone()
    assert row is not None
    return tuple(pair for pair, count in zip(dimensions.items(), row, strict=True) if 2 <= count <= MOST_VALUES)


def rebuild(
    cursor: duckdb.DuckDBPyConnection,
    source: int,
    metrics: Iterable[Metric],
    dimensions: Mapping[str, str],
    person: str | None = None,
) -> None:
    """Aggregate the counted records of a source anew, for its metrics, by each column -> dimension, and by person.

    Metrics that read the same rows share one pass over them.
    """
    for name in ("cube", "respondents"):
        cursor.execute(f"DELETE FROM {name} WHERE source = ?", [source])
    chosen = _readable(cursor, source, dimensions)
    who = respondents.key(cursor, table(source), person) if person else None
    passes: dict[str, list[tuple[str, Reckoning]]] = {}
    for metric in metrics:
        how = reckoning(metric.measure, table(source))
        passes.setdefault(how.relation, []).append((metric.key, how))
    for relation, measured in passes.items():
        _aggregate(cursor, source, relation, measured, chosen, who)


def _aggregate(
    cursor: duckdb.DuckDBPyConnection,
    source: int,
    relation: str,
    measured: Sequence[tuple[str, Reckoning]],
    chosen: Sequence[tuple[str, str]],
    who: str | None,
) -> None:
    """One pass over the relation, grouped for everybody, for each dimension and for persons; then a row per metric."""
    numbers = ", ".join(f"{how.y} AS y{i}, {how.x} AS x{i}" for i, (_, how) in enumerate(measured))
    keys = [f"d{j}" for j in range(len(chosen))]
    values = "".join(f", {identifier(column)}::VARCHAR AS {key}" for key, (column, _) in zip(keys, chosen, strict=True))
    sums = ", ".join(aggregates(i, how) for i, (_, how) in enumerate(measured))
    sets = [("day",), *(("day", key) for key in keys), *([_PERSONS] if who else [])]
    columns = tuple(dict.fromkeys(column for group in sets for column in group))
    number_of_set = f"grouping_id({', '.join(columns)})"
    rows = f"SELECT _cx_day AS day, {_MONTH} AS month, {who or 'NULL'} AS person, {numbers}{values} FROM ({relation})"
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE wide AS SELECT {', '.join(columns)}, {number_of_set} AS which, {sums} "
        f"FROM ({rows}) GROUP BY GROUPING SETS ({', '.join('(' + ', '.join(group) + ')' for group in sets)})"
    )
    names = "".join(
        f" WHEN {grouping_id(columns, ('day', key))} THEN {literal(name)}"
        for key, (_, name) in zip(keys, chosen, strict=True)
    )
    segment = f"CASE which{names} ELSE '' END, coalesce({', '.join(keys)}, '')" if keys else "'', ''"
    persons = f"which = {grouping_id(columns, _PERSONS)}" if who else "false"
    per_metric = {key: (f"n{i} > 0", fields(i, how.shape)) for i, (key, how) in enumerate(measured)}
    cursor.execute(
        "INSERT INTO cube "
        + " UNION ALL ".join(
            f"(SELECT {source}, {literal(key)}, {segment}, day, {', '.join(moments)} FROM wide "
            f"WHERE {answered} AND NOT {persons})"
            for key, (answered, moments) in per_metric.items()
        )
    )
    if who:
        # months lie together, so that a question about two of them skips the rest of the table
        cursor.execute(
            "INSERT INTO respondents "
            + " UNION ALL ".join(
                f"(SELECT {source}, {literal(key)}, month, person, {moments[0]}, {moments[3]} FROM wide "
                f"WHERE {answered} AND {persons} AND month IS NOT NULL)"
                for key, (answered, moments) in per_metric.items()
            )
            + " ORDER BY month"
        )


def grouping_id(columns: Sequence[str], group: Sequence[str]) -> int:
    """What grouping_id says of a group: a bit for each column, the first the highest, set where it is not in it."""
    return int("".join("0" if column in group else "1" for column in columns), base=2)


def aggregates(i: int, how: Reckoning) -> str:
    y, x = f"y{i}", f"x{i}"
    if how.shape is Shape.TALLY:
        return f"sum({y}.n)::BIGINT AS n{i}, sum({y}.up)::BIGINT AS positive{i}, sum({y}.down)::BIGINT AS negative{i}"
    counts = f"count({y}) AS n{i}, countif({y} {how.positive}) AS positive{i}, countif({y} < 0) AS negative{i}"
    if how.shape is Shape.SIGN:
        return counts
    numbers = f"{counts}, sum({y}::DOUBLE) AS total{i}, var_pop({y}) AS variance{i}"
    if how.shape is Shape.NUMBER:
        return numbers
    return f"{numbers}, sum({x}::DOUBLE) AS x_total{i}, var_pop({x}) AS x_variance{i}, covar_pop({y}, {x}) AS both{i}"


def fields(i: int, shape: Shape) -> tuple[str, ...]:
    """The columns of the cube, in the order of the fields of Moments."""
    n, up, down = f"n{i}", f"positive{i}", f"negative{i}"
    if shape in (Shape.SIGN, Shape.TALLY):
        sum_of_signs = f"({up} - {down})"
        m2 = f"{up} + {down} - {sum_of_signs} * {sum_of_signs} / {n}"
        return n, up, down, sum_of_signs, m2, "0", "0", "0"
    numbers = n, up, down, f"total{i}", f"variance{i} * {n}"
    if shape is Shape.NUMBER:
        return *numbers, "0", "0", "0"
    return *numbers, f"x_total{i}", f"x_variance{i} * {n}", f"both{i} * {n}"


def moments(
    cursor: duckdb.DuckDBPyConnection, metrics: Sequence[str], periods: Sequence[Period], segment: Segment = EVERYBODY
) -> dict[tuple[str, Period], Moments]:
    """Moments of each metric in each period, for one segment; where nobody answered there is no entry.

    Days merge around the period's own mean, never around zero, so that no digit is lost at a large offset.
    """
    if not metrics or not periods:
        return {}
    rows = cursor.execute(
        f"""
        WITH picked AS (
            SELECT metric, span, cube.* EXCLUDE (metric)
            FROM cube JOIN {_days(periods)} USING (day)
            WHERE list_contains(?, metric) AND dimension = ? AND value = ?
        )
        {_MERGED.format(by="metric")}
        """,
        [list(metrics), segment.dimension, segment.value],
    ).fetchall()
    return {(row[0], periods[row[1]]): Moments(*row[2:]) for row in rows}


def split(
    cursor: duckdb.DuckDBPyConnection, metric: str, periods: Sequence[Period]
) -> dict[Segment, dict[Period, Moments]]:
    """Moments of every segment of every dimension in each period, merged as in `moments`; without everybody."""
    rows = cursor.execute(
        f"""
        WITH picked AS (
            SELECT span, cube.* FROM cube JOIN {_days(periods)} USING (day)
            WHERE metric = ? AND dimension <> '' AND value <> ''
        )
        {_MERGED.format(by="dimension, value")} ORDER BY dimension, value
        """,
        [metric],
    ).fetchall()
    found: dict[Segment, dict[Period, Moments]] = {}
    for dimension, value, span, *numbers in rows:
        found.setdefault(Segment(dimension, value), {})[periods[span]] = Moments(*numbers)
    return found


def _days(periods: Sequence[Period]) -> str:
    """Every day of numbered periods: days are equal to one another sooner than they are found between two others."""
    spans = ", ".join(f"({i}, DATE {literal(str(p.start))}, DATE {literal(str(p.end))})" for i, p in enumerate(periods))
    return (
        "(SELECT span, unnest(range(first, last + 1, INTERVAL 1 DAY))::DATE AS day "
        f"FROM (VALUES {spans}) AS spans(span, first, last)) AS days"
    )


_MERGED = """
, means AS (
    SELECT {by}, span, sum(total) / sum(n) AS y_mean, sum(x_total) / sum(n) AS x_mean FROM picked GROUP BY {by}, span
)
SELECT {by}, span, sum(n)::BIGINT, sum(positive)::BIGINT, sum(negative)::BIGINT, sum(total),
    sum(m2 + n * (total / n - y_mean) ** 2), sum(x_total), sum(x_m2 + n * (x_total / n - x_mean) ** 2),
    sum("cross" + n * (total / n - y_mean) * (x_total / n - x_mean))
FROM picked JOIN means USING ({by}, span) GROUP BY {by}, span
"""


def whole(
    cursor: duckdb.DuckDBPyConnection, metrics: Sequence[str], segment: Segment = EVERYBODY
) -> dict[str, Moments]:
    """Moments of each metric over everything there is, dated or not."""
    rows = cursor.execute(
        f"""
        WITH picked AS (
            SELECT cube.*, 0 AS span FROM cube WHERE list_contains(?, metric) AND dimension = ? AND value = ?
        )
        {_MERGED.format(by="metric")}
        """,
        [list(metrics), segment.dimension, segment.value],
    ).fetchall()
    return {row[0]: Moments(*row[2:]) for row in rows}


def segments(cursor: duckdb.DuckDBPyConnection) -> dict[str, dict[str, tuple[str, ...]]]:
    """Metric -> dimension -> its values, both in alphabetical order; everybody is not among them."""
    rows = cursor.execute(
        "SELECT metric, dimension, list(DISTINCT value ORDER BY value) FROM cube "
        "WHERE dimension <> '' AND value <> '' GROUP BY ALL ORDER BY metric, dimension"
    ).fetchall()
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for metric, dimension, values in rows:
        found.setdefault(metric, {})[dimension] = tuple(values)
    return found


def extents(cursor: duckdb.DuckDBPyConnection) -> dict[str, Period]:
    """First and last dated day of each metric; a metric without any date has no entry."""
    rows = cursor.execute(
        "SELECT metric, min(day), max(day) FROM cube WHERE day IS NOT NULL GROUP BY metric ORDER BY metric"
    ).fetchall()
    return {metric: Period(first, last) for metric, first, last in rows}


def mixes(
    cursor: duckdb.DuckDBPyConnection, metrics: Sequence[str], before: Period, after: Period
) -> dict[str, dict[str, dict[str, tuple[int, int]]]]:
    """Metric -> dimension -> value -> (records before, records after)."""
    first, last = (f"day BETWEEN DATE {literal(str(p.start))} AND DATE {literal(str(p.end))}" for p in (before, after))
    rows = cursor.execute(
        f"SELECT metric, dimension, value, coalesce(sum(n) FILTER ({first}), 0)::BIGINT, "
        f"coalesce(sum(n) FILTER ({last}), 0)::BIGINT FROM cube "
        f"WHERE list_contains(?, metric) AND dimension <> '' AND value <> '' AND (({first}) OR ({last})) "
        "GROUP BY metric, dimension, value ORDER BY metric, dimension, value",
        [list(metrics)],
    ).fetchall()
    found: dict[str, dict[str, dict[str, tuple[int, int]]]] = {}
    for metric, dimension, value, *counts in rows:
        found.setdefault(metric, {}).setdefault(dimension, {})[value] = (counts[0], counts[1])
    return found


def last_days(cursor: duckdb.DuckDBPyConnection, metrics: Sequence[str]) -> dict[str, list[tuple[date, int]]]:
    """Metric -> (day, records) of its last day and the four weeks before it, in order."""
    if not metrics:
        return {}
    rows = cursor.execute(
        """
        SELECT metric, day, n FROM cube WHERE list_contains(?, metric) AND dimension = '' AND day IS NOT NULL
        QUALIFY day >= max(day) OVER (PARTITION BY metric) - 28 ORDER BY metric, day
        """,
        [list(metrics)],
    ).fetchall()
    found: dict[str, list[tuple[date, int]]] = {}
    for metric, day, n in rows:
        found.setdefault(metric, []).append((day, n))
    return found
