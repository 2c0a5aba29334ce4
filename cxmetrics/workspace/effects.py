"""Marked changes between two periods, each tested against the places that did not get it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import duckdb
import numpy as np

from cxmetrics.judge.cells import Cells, grid
from cxmetrics.judge.events import Effect, Keyed, effect, everywhere
from cxmetrics.judge.marks import Mark, MarkKind
from cxmetrics.layout import Role
from cxmetrics.model import EVERYBODY, Moments, Policy, Segment, Selection
from cxmetrics.period import Period
from cxmetrics.warehouse import cube
from cxmetrics.warehouse.sides import sides
from cxmetrics.workspace import definitions, imports, marks
from cxmetrics.workspace.comparisons import months_between
from cxmetrics.workspace.outline import Outline

_MONTHS = 24
_EMPLOYEE = "employee"


def effects(
    cursor: duckdb.DuckDBPyConnection,
    outline: Outline,
    selection: Selection,
    columns: Mapping[str, str],
    policy: Policy,
) -> tuple[Effect, ...]:
    """Of every event between the starts of the two periods, or within the later one; columns: dimension -> column.

    Records of the earlier period from the day of the event on, and of the later one before it, are left out.
    """
    between = [
        mark
        for mark in marks.all_marks(cursor)
        if mark.kind is MarkKind.EVENT
        and mark.metric in (None, selection.metric)
        and selection.before.start < mark.day <= selection.after.end
    ]
    known = outline.segments.get(selection.metric, {})
    tested = [mark for mark in between if mark.dimension in columns and _splits(mark, known, selection.segment)]
    return tuple(
        _tested(cursor, outline, selection, columns, mark, policy, len(tested)) if mark in tested else everywhere(mark)
        for mark in between
        if mark in tested or not mark.values
    )


def _splits(mark: Mark, known: Mapping[str, tuple[str, ...]], segment: Segment) -> bool:
    """Whether some records are where the mark is and others are not."""
    values = set(known.get(mark.dimension, ()))
    return bool(values & set(mark.values)) and bool(values - set(mark.values)) and segment.dimension != mark.dimension


def _tested(
    cursor: duckdb.DuckDBPyConnection,
    outline: Outline,
    selection: Selection,
    columns: Mapping[str, str],
    mark: Mark,
    policy: Policy,
    tested: int,
) -> Effect:
    metric = outline.metrics[selection.metric]
    source = definitions.source_of(cursor, metric.key)
    layout = imports.layout_of(cursor, source)
    person = next((column.name for column in layout.named(Role.PERSON)), None)
    by_employee = _EMPLOYEE in columns and mark.dimension != _EMPLOYEE
    before, after = selection.before, selection.after
    found = sides(
        cursor,
        source,
        metric.kind,
        metric.measure,
        (columns[mark.dimension], mark.values),
        columns[_EMPLOYEE] if by_employee else person,
        (
            Period(before.start, min(before.end, mark.day - timedelta(1))),
            Period(max(after.start, mark.day), after.end),
        ),
        (columns.get(selection.segment.dimension, ""), selection.segment),
    )
    months = _months(cursor, outline, selection, mark)
    key = _EMPLOYEE if by_employee else "customer" if person else "record"
    return effect(metric.kind, mark, Keyed(key, found.n, found.total, months), found.records, policy, tested)


def _months(cursor: duckdb.DuckDBPyConnection, outline: Outline, selection: Selection, mark: Mark) -> Cells:
    """The months before the mark, here and elsewhere; none for a segment, for which the cube has no places."""
    key = selection.metric
    earlier = [
        month
        for month in months_between(outline.extents[key], outline.run(key) or 1)
        if month.end < mark.day and month.start >= outline.extents[key].start
    ][-_MONTHS:]
    if selection.segment != EVERYBODY or not earlier:
        return Cells.of(np.zeros((0, 2, 8)))
    here = dict.fromkeys(earlier, Moments())
    elsewhere = dict(here)
    for segment, periods in cube.split(cursor, key, earlier).items():
        if segment.dimension == mark.dimension:
            side = here if segment.value in mark.values else elsewhere
            for month, moments in periods.items():
                side[month] = side[month] + moments
    return grid([[here[month], elsewhere[month]] for month in earlier])
