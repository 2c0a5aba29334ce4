"""Sides: the records of two periods added up by key, in some places and elsewhere, in one pass."""

from __future__ import annotations

from typing import NamedTuple

import duckdb
import numpy as np

from cxmetrics.measure import Measure
from cxmetrics.model import EVERYBODY, Kind, Segment
from cxmetrics.period import Period
from cxmetrics.stats.arrays import Floats
from cxmetrics.warehouse.cube import aggregates, fields
from cxmetrics.warehouse.measures import reckoning
from cxmetrics.warehouse.quoting import identifier, literal, literals
from cxmetrics.warehouse.records import table


class Sides(NamedTuple):
    """records: shape (2, 2), (before, after), then (here, elsewhere). n, total: weights and sums of y of every key,
    shape (2, 2, keys).
    """

    records: Floats
    n: Floats
    total: Floats


def sides(
    cursor: duckdb.DuckDBPyConnection,
    source: int,
    kind: Kind,
    measure: Measure,
    places: tuple[str, tuple[str, ...]],
    key: str | None,
    periods: tuple[Period, Period],
    within: tuple[str, Segment] = ("", EVERYBODY),
) -> Sides:
    """places: the column and those of its values that are here; records without a value are on neither side.

    key: the column whose values repeat, None where every record stands for itself. within: the column of a segment.
    """
    how = reckoning(measure, table(source))
    column, values = f"{identifier(places[0])}::VARCHAR", places[1]
    last = f"_cx_day BETWEEN DATE {literal(str(periods[1].start))} AND DATE {literal(str(periods[1].end))}"
    first = f"_cx_day BETWEEN DATE {literal(str(periods[0].start))} AND DATE {literal(str(periods[0].end))}"
    apart = f"({column} NOT IN ({literals(values)}))"
    who = "hash(_cx_upload, _cx_record)" if key is None else f"hash({identifier(key)})"
    inside = f"(({first}) OR ({last})) AND {column} <> ''"
    if within[1] != EVERYBODY:
        inside += f" AND {identifier(within[0])}::VARCHAR = {literal(within[1].value)}"
    moments = fields(0, how.shape)
    weight = moments[5] if kind in (Kind.RATIO, Kind.RATE) else moments[0]
    rows = cursor.execute(
        f"""
        SELECT later, elsewhere, key, ({moments[0]})::DOUBLE AS records, ({weight})::DOUBLE AS n,
            ({moments[3]})::DOUBLE AS total
        FROM (
            SELECT later, elsewhere, key, {aggregates(0, how)}
            FROM (
                SELECT ({last})::TINYINT AS later, {apart}::TINYINT AS elsewhere, {who} AS key,
                    {how.y} AS y0, {how.x} AS x0
                FROM ({how.relation}) WHERE {inside}
            ) GROUP BY ALL
        ) WHERE n0 > 0
        """
    ).fetchnumpy()
    keys, position = np.unique(np.ma.filled(rows["key"], 0), return_inverse=True)
    later, elsewhere = (np.asarray(rows[name], dtype=np.intp) for name in ("later", "elsewhere"))
    found = np.zeros((3, 2, 2, keys.size))
    for i, name in enumerate(("records", "n", "total")):
        found[i, later, elsewhere, position] = rows[name]
    return Sides(found[0].sum(axis=-1), found[1], found[2])
