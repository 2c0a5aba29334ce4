"""Crossings: the records of two periods added up, in one pass, wherever all their dimensions are alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb
import numpy as np

from cxmetrics.judge.cells import Cells
from cxmetrics.judge.crossing import Crossed
from cxmetrics.measure import Measure
from cxmetrics.model import EVERYBODY, Segment
from cxmetrics.period import Period
from cxmetrics.warehouse.cube import aggregates, fields
from cxmetrics.warehouse.measures import reckoning
from cxmetrics.warehouse.quoting import identifier, literal, literals
from cxmetrics.warehouse.records import table

if TYPE_CHECKING:
    import pandas as pd

MOMENTS = 8


@dataclass(frozen=True, slots=True)
class Dimension:
    """A column to split by. crossed: those of its values that are crossed with other dimensions; None for all."""

    name: str
    column: str
    crossed: tuple[str, ...] | None = None


def crossed(
    cursor: duckdb.DuckDBPyConnection,
    source: int,
    measure: Measure,
    dimensions: Sequence[Dimension],
    periods: tuple[Period, Period],
    time: str | None = None,
    segment: Segment = EVERYBODY,
) -> tuple[Crossed, ...]:
    """All dimensions and spans of time crossed; behind it, by itself, each dimension of which not all was crossed.

    time: "week" (from Monday) or "month", None where days say nothing. segment: of one of the dimensions.
    """
    how = reckoning(measure, table(source))
    keys = [f"d{i}" for i in range(len(dimensions))]
    own = [f"s{i}" for i, dimension in enumerate(dimensions) if dimension.crossed is not None]
    columns = [_crossed(dimension, key) for dimension, key in zip(dimensions, keys, strict=True)]
    columns += [f"{identifier(dimensions[int(key[1:])].column)}::VARCHAR AS {key}" for key in own]
    span = f"date_trunc({literal(time)}, _cx_day)::DATE::VARCHAR" if time else "''"
    inner = ", ".join([*columns, f"{span} AS span", f"{how.y} AS y0", f"{how.x} AS x0"])
    outer = ", ".join([*keys, *own, "span"])
    first, last = (f"_cx_day BETWEEN DATE {literal(str(p.start))} AND DATE {literal(str(p.end))}" for p in periods)
    inside = f"(({first}) OR ({last}))"
    if segment != EVERYBODY:
        column = next(dimension.column for dimension in dimensions if dimension.name == segment.dimension)
        inside += f" AND {identifier(column)}::VARCHAR = {literal(segment.value)}"
    sets = [f"(side, {', '.join([*keys, 'span'])})", *(f"(side, {key})" for key in own)]
    numbered = f"grouping_id({', '.join(['span', *own])})"
    values = ", ".join(f"({number})::DOUBLE AS m{i}" for i, number in enumerate(fields(0, how.shape)))
    found = cursor.execute(
        f"""
        SELECT side, {outer}, which, {values} FROM (
            SELECT side, {outer}, {numbered} AS which, {aggregates(0, how)}
            FROM (SELECT ({last})::TINYINT AS side, {inner} FROM ({how.relation}) WHERE {inside})
            GROUP BY GROUPING SETS ({", ".join(sets)})
        ) WHERE n0 > 0
        """
    ).df()
    names = [dimension.name for dimension in dimensions]
    bits = len(own)
    whole = found[found["which"] == 2**bits - 1]
    tables = [_table(whole, [*names, *([time] if time else [])], [*keys, *(["span"] if time else [])], time)]
    for i, key in enumerate(own):
        mine = found[found["which"] == 2 ** (bits + 1) - 1 - 2 ** (bits - 1 - i)]
        tables.append(_table(mine, [dimensions[int(key[1:])].name], [key], None))
    return tuple(tables)


def _crossed(dimension: Dimension, key: str) -> str:
    text = f"{identifier(dimension.column)}::VARCHAR"
    if dimension.crossed is None:
        return f"{text} AS {key}"
    if not dimension.crossed:
        return f"NULL::VARCHAR AS {key}"
    return f"CASE WHEN {text} IN ({literals(dimension.crossed)}) THEN {text} END AS {key}"


def _table(rows: pd.DataFrame, names: Sequence[str], keys: Sequence[str], time: str | None) -> Crossed:
    """One row for each side and cell becomes one cell with both sides."""
    import pandas as pd

    coded = [pd.factorize(rows[key], sort=True) for key in keys]
    sizes = [len(values) + 1 for _, values in coded]
    codes = np.stack([code for code, _ in coded]) if coded else np.zeros((0, len(rows)), dtype=np.intp)
    flat = np.ravel_multi_index(tuple(codes + 1), sizes) if coded else np.zeros(len(rows), dtype=np.intp)
    cells, position = np.unique(flat, return_inverse=True)
    moments = np.zeros((2, cells.size, MOMENTS))
    moments[rows["side"].to_numpy(), position] = rows[[f"m{i}" for i in range(MOMENTS)]].to_numpy(dtype=float)
    places = np.stack(np.unravel_index(cells, sizes)) - 1 if coded else np.zeros((0, cells.size), dtype=np.intp)
    values = tuple(tuple(map(str, values)) for _, values in coded)
    return Crossed(tuple(names), values, places.astype(np.intp), Cells.of(moments), time)
