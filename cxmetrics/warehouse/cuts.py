"""Cuts: the records of one period cut in several ways at once, with who answered and who served, in one pass.

The cube holds single dimensions and adds persons up over everybody. Whatever crosses dimensions, or asks how alike the
answers within a segment are, comes from here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import duckdb
import numpy as np
from numpy.typing import NDArray

from cxmetrics.judge.looks import Cut, Keys
from cxmetrics.measure import Measure
from cxmetrics.model import Moments, Segment
from cxmetrics.period import Period
from cxmetrics.stats.arrays import floats
from cxmetrics.warehouse.cube import aggregates, fields, grouping_id
from cxmetrics.warehouse.measures import Reckoning, reckoning
from cxmetrics.warehouse.quoting import identifier, literal, literals
from cxmetrics.warehouse.records import COUNTS
from cxmetrics.warehouse.respondents import GROUPS

INSIDE, OUTSIDE = "inside", "outside"

_PERSON, _AGENT = "person", "agent"


@dataclass(frozen=True, slots=True)
class Customers:
    """Where more is known of the customers. person: the column with their key. columns: dimension -> column."""

    table: str
    person: str
    columns: Mapping[str, str]


class Cuts(NamedTuple):
    """One cut for each dimension; and two cuts into INSIDE and OUTSIDE, by the filters and by importance, if asked."""

    dimensions: tuple[Cut, ...]
    crossing: Cut | None
    important: Cut | None


def cut(
    cursor: duckdb.DuckDBPyConnection,
    table: str,
    measure: Measure,
    period: Period,
    columns: Mapping[str, str],
    filters: Sequence[Segment] = (),
    important: Sequence[Segment] = (),
    person: str | None = None,
    agent: str | None = None,
    customers: Customers | None = None,
) -> Cuts:
    """The records of a period cut by each dimension -> column, those that pass all filters by themselves.

    important: values of one dimension, which is a column of `customers` where the records have no such column. person,
    agent: the columns that tell those who answered and those who served apart. Many of either are thrown at random into
    so many groups, as in `respondents`. A record whose value is blank is in no cut by that column.
    """
    inside = " AND ".join(_is(segment, columns) for segment in filters)
    by = {dimension: _where(inside, f"{identifier(column)}::VARCHAR") for dimension, column in columns.items()}
    two = {
        "crossing": _in_or_out(inside) if filters else None,
        "important": _where(inside, _important(important, columns, person, customers)) if important else None,
    }
    asked = [*by.items(), *((name, expression) for name, expression in two.items() if expression)]
    found = iter(_cuts(cursor, reckoning(measure, table), period, asked, {_PERSON: person, _AGENT: agent}))
    return Cuts(tuple(next(found) for _ in by), *(next(found) if expression else None for expression in two.values()))


def _cuts(
    cursor: duckdb.DuckDBPyConnection,
    how: Reckoning,
    period: Period,
    by: Sequence[tuple[str, str]],
    keys: Mapping[str, str | None],
) -> list[Cut]:
    """A cut for each name and expression of its value, in order."""
    if not by:
        return []
    groups = {name: _group(column) for name, column in keys.items() if column} or {"nobody": "0"}
    values = {f"d{i}": expression for i, (_, expression) in enumerate(by)}
    sets = [(value, key) for value in values for key in groups]
    columns = (*values, *groups)
    given = ", ".join(f"{expression} AS {name}" for name, expression in {**values, **groups}.items())
    sets_of = ", ".join(f"({value}, {key})" for value, key in sets)
    n, positive, negative, total, m2, *_ = fields(0, how.shape)
    rows = cursor.execute(
        f"""
        WITH picked AS (
            SELECT {how.y} AS y0, {how.x} AS x0, {given} FROM ({how.relation})
            WHERE _cx_day BETWEEN DATE {literal(str(period.start))} AND DATE {literal(str(period.end))}
        ),
        wide AS (
            SELECT grouping_id({", ".join(columns)}) AS which, coalesce({", ".join(values)}) AS value,
                coalesce({", ".join(groups)}) AS key, {aggregates(0, how)}
            FROM picked GROUP BY GROUPING SETS ({sets_of})
        )
        SELECT which, value, key, {n}::DOUBLE AS n, {positive}::DOUBLE AS positive, {negative}::DOUBLE AS negative,
            ({total})::DOUBLE AS total, ({m2})::DOUBLE AS m2
        FROM wide WHERE {n} > 0 AND value IS NOT NULL
        """
    ).fetchnumpy()
    found = []
    for (name, _), value in zip(by, values, strict=True):
        parts = {key: _of_set(rows, rows["which"] == grouping_id(columns, (value, key))) for key in groups}
        names, moments, _ = next(iter(parts.values()))
        customers, employees = (parts[key][2] if key in parts else None for key in (_PERSON, _AGENT))
        found.append(Cut(name, names, moments, customers, employees))
    return found


def _is(segment: Segment, columns: Mapping[str, str]) -> str:
    """Whether a record belongs to the segment; NULL where that is not known."""
    return f"{identifier(columns[segment.dimension])}::VARCHAR = {literal(segment.value)}"


def _important(
    important: Sequence[Segment], columns: Mapping[str, str], person: str | None, customers: Customers | None
) -> str:
    if important[0].dimension in columns:
        return _in_or_out(" OR ".join(_is(one, columns) for one in important))
    assert person
    assert customers
    column = identifier(customers.columns[important[0].dimension])
    values = literals(tuple(one.value for one in important))
    known = f"SELECT {identifier(customers.person)} FROM {customers.table} WHERE {COUNTS} AND"
    who = identifier(person)
    return (
        f"CASE WHEN {who} IN ({known} {column}::VARCHAR IN ({values})) THEN {literal(INSIDE)} "
        f"WHEN {who} IN ({known} {column} IS NOT NULL) THEN {literal(OUTSIDE)} END"
    )


def _where(inside: str, expression: str) -> str:
    return f"CASE WHEN {inside} THEN {expression} END" if inside else expression


def _in_or_out(inside: str) -> str:
    """INSIDE or OUTSIDE by a condition; neither where the condition is NULL."""
    return f"CASE WHEN {inside} THEN {literal(INSIDE)} WHEN NOT ({inside}) THEN {literal(OUTSIDE)} END"


def _group(column: str) -> str:
    """A number from 0 for each group of keys; a record of nobody known is a key of its own."""
    name = identifier(column)
    return f"CASE WHEN {name} IS NULL THEN hash(_cx_upload, _cx_record) ELSE hash({name}) END % {GROUPS}"


def _of_set(rows: Mapping[str, Any], mine: NDArray[np.bool_]) -> tuple[tuple[str, ...], tuple[Moments, ...], Keys]:
    """The values of one grouping set in alphabetical order, merged over its keys, and the keys."""
    names, value = np.unique(rows["value"][mine].astype(str), return_inverse=True)
    keys, key = np.unique(rows["key"][mine], return_inverse=True)
    columns = {name: floats(rows[name][mine]) for name in ("n", "positive", "negative", "total", "m2")}
    n, positive, negative, total, m2 = (np.bincount(value, column, minlength=names.size) for column in columns.values())
    apart = columns["total"] / columns["n"] - (total / n)[value]
    m2 = m2 + np.bincount(value, columns["n"] * apart**2, minlength=names.size)
    grids = []
    for name in ("n", "total"):
        grid = np.zeros((keys.size, names.size))
        grid[key, value] = columns[name]
        grids.append(grid)
    moments = tuple(
        Moments(int(a), int(b), int(c), float(d), float(e))
        for a, b, c, d, e in zip(n, positive, negative, total, m2, strict=True)
    )
    return tuple(str(name) for name in names), moments, Keys(*grids)
