"""The spread of a metric over the segments of one period, out of one pass over its records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import duckdb

from cxmetrics.errors import BadInput
from cxmetrics.judge.compare import estimate
from cxmetrics.judge.looks import Cut
from cxmetrics.judge.spread import Reversal, Served, Spread, against_others, reversals
from cxmetrics.layout import Role
from cxmetrics.measure import LeaversOf
from cxmetrics.metrics.dimensions import EMPLOYEE, dimensions
from cxmetrics.model import EVERYBODY, Moments, Policy, Segment, Selection
from cxmetrics.warehouse import cube, cuts
from cxmetrics.warehouse.records import table
from cxmetrics.workspace import definitions, imports
from cxmetrics.workspace.outline import Outline


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What is asked of a spread beyond the view. also: a second segment that must hold. important: values of one
    dimension whose customers matter most.
    """

    also: Segment = EVERYBODY
    important: tuple[Segment, ...] = ()


WHOLE = Narrowed()


def importance(outline: Outline, key: str) -> dict[str, tuple[str, ...]]:
    """Dimension -> values by which customers can be called important: of the metric, and of the list of customers."""
    there = _customers(outline, key)
    return {**(outline.segments[there] if there else {}), **outline.segments[key]}


def _customers(outline: Outline, key: str) -> str | None:
    """A metric of the file that lists the customers, where they can be told in that and in the metric's own file."""
    if key not in outline.repeats:
        return None
    listing = (one for one in outline.repeats if isinstance(outline.metrics[one].measure, LeaversOf))
    return next(listing, None)


def spread(
    cursor: duckdb.DuckDBPyConnection, outline: Outline, selection: Selection, narrowed: Narrowed, policy: Policy
) -> Spread:
    """Every segment of the later period against the others. Raises BadInput where the metric has no such segment."""
    key, period = selection.metric, selection.after
    metric = outline.metrics[key]
    filters = tuple(segment for segment in (selection.segment, narrowed.also) if segment != EVERYBODY)
    _demand(outline, key, filters, narrowed.important)
    source = definitions.source_of(cursor, key)
    layout = imports.layout_of(cursor, source)
    columns = {name: column for column, name in sorted(dimensions(layout).items(), key=lambda pair: pair[1])}
    columns = {name: column for name, column in columns.items() if name in outline.segments[key]}
    there = _customers(outline, key)
    person, agent = (next((c.name for c in layout.named(role)), None) for role in (Role.PERSON, Role.AGENT))
    found = cuts.cut(
        cursor,
        table(source),
        metric.measure,
        period,
        columns,
        filters,
        narrowed.important,
        person,
        agent,
        _listed(cursor, there) if there else None,
    )
    still_open = not outline.covers(key, period)

    def judged(among: Sequence[Cut]) -> tuple[Served, ...]:
        return against_others(metric.kind, among, metric.good_direction, policy, still_open)

    def inside(two: Cut | None) -> Served | None:
        return next((row for row in judged([two] if two else []) if row.segment.value == cuts.INSIDE), None)

    return Spread(
        period=period,
        whole=estimate(metric.kind, _whole(cursor, selection, found.crossing), policy.level),
        filters=filters,
        crossing=inside(found.crossing),
        served=judged([replace(one, employees=None) if one.dimension == EMPLOYEE else one for one in found.dimensions]),
        important=inside(found.important),
        reversals=() if filters else _reversals(cursor, outline, selection, policy),
    )


def _listed(cursor: duckdb.DuckDBPyConnection, key: str) -> cuts.Customers:
    source = definitions.source_of(cursor, key)
    layout = imports.layout_of(cursor, source)
    columns = {name: column for column, name in dimensions(layout).items()}
    return cuts.Customers(table(source), layout.named(Role.PERSON)[0].name, columns)


def _whole(cursor: duckdb.DuckDBPyConnection, selection: Selection, crossing: Cut | None) -> Moments:
    if crossing:
        return dict(zip(crossing.values, crossing.moments, strict=True)).get(cuts.INSIDE, Moments())
    key, period = selection.metric, selection.after
    return cube.moments(cursor, [key], [period]).get((key, period), Moments())


def _reversals(
    cursor: duckdb.DuckDBPyConnection, outline: Outline, selection: Selection, policy: Policy
) -> tuple[Reversal, ...]:
    periods = [selection.before, selection.after]
    if not all(outline.covers(selection.metric, period) for period in periods):
        return ()
    moved: dict[str, list[tuple[Moments, Moments]]] = {}
    for segment, figures in cube.split(cursor, selection.metric, periods).items():
        before, after = (figures.get(period, Moments()) for period in periods)
        moved.setdefault(segment.dimension, []).append((before, after))
    return reversals(outline.metrics[selection.metric].kind, moved, policy)


def _demand(outline: Outline, key: str, filters: Sequence[Segment], important: Sequence[Segment]) -> None:
    """Raise BadInput where the segments cannot be asked of the metric together."""
    label = outline.metrics[key].label
    own = outline.segments[key]
    for segment, among in (*((one, own) for one in filters), *((one, importance(outline, key)) for one in important)):
        if segment.value not in among.get(segment.dimension, ()):
            raise BadInput(f"{label} cannot be split by {segment.dimension}: {segment.value}.")
    if len({segment.dimension for segment in filters}) < len(filters):
        raise BadInput(f"Nobody is in two segments of {filters[0].dimension} at once. Choose another second filter.")
    if len({segment.dimension for segment in important}) > 1:
        raise BadInput("Important customers are values of one column. Choose values of one only.")
