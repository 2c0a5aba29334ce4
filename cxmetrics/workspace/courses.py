"""Courses: a metric on its calendar, what every metric did over the year, and who stayed how long.

All but the last read the cube alone; cohorts take one pass over the records.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

import duckdb

from cxmetrics.errors import BadInput
from cxmetrics.judge.cohorts import Cohorts, cohorts
from cxmetrics.judge.compare import compare, estimate
from cxmetrics.judge.course import Asked, Charted, course
from cxmetrics.judge.drip import Followed, Year, years
from cxmetrics.judge.marks import Mark, MarkKind
from cxmetrics.judge.verdict import judge
from cxmetrics.measure import LeaversOf
from cxmetrics.metrics.dimensions import dimensions
from cxmetrics.model import Metric, Moments, Point, Policy, Segment, Word
from cxmetrics.period import Period
from cxmetrics.stats.chart import FEWEST_FROZEN
from cxmetrics.warehouse import cube
from cxmetrics.warehouse.cohorts import stays
from cxmetrics.workspace import definitions, imports, marks
from cxmetrics.workspace.comparisons import months_between, weeks_between
from cxmetrics.workspace.evidence import Evidence, gather_pairs
from cxmetrics.workspace.outline import Outline

_LOOKED_BACK = 36
"""Months of which the last year is told: a season takes two years to show, and a month is judged by two before it."""

_WEEKS = 52


def charted(
    cursor: duckdb.DuckDBPyConnection, outline: Outline, key: str, segment: Segment, asked: Asked, policy: Policy
) -> Charted:
    """The course of one metric over its closed months (quarters, where it is counted by them) or weeks.

    Raises BadInput for a metric without dates, where there are too few answers for weeks, and too few periods for the
    baseline.
    """
    metric, run = outline.metrics[key], outline.run(key)
    extent = outline.extents.get(key)
    if extent is None:
        raise BadInput(f"The records behind {metric.label} carry no dates, so there are no periods to chart.")
    weeks = weeks_between(extent) if run == 0 else []
    every = weeks if asked.weekly else months_between(extent, run or 1)
    figures = cube.moments(cursor, [key], sorted({*every, *weeks}), segment)
    whole = [week for week in weeks if outline.covers(key, week)]
    weekly = bool(whole) and median(figures[key, w].n if (key, w) in figures else 0 for w in whole) >= policy.minimum_n
    if asked.weekly and not weekly:
        raise BadInput(f"{metric.label} has fewer than {policy.minimum_n} answers in most weeks. Chart it by months.")
    closed = [period for period in every if outline.covers(key, period)]
    if asked.baseline is not None and not FEWEST_FROZEN <= asked.baseline < len(closed):
        raise BadInput(
            f"Limits can be frozen from the first {FEWEST_FROZEN} to {len(closed) - 1} points here, not from "
            f"{asked.baseline}."
            if len(closed) > FEWEST_FROZEN
            else f"Limits can be frozen from {FEWEST_FROZEN} points or more, and there are {len(closed)}."
        )
    beside = tuple(mark for mark in marks.all_marks(cursor) if mark.concerns(key, segment))
    rebases = _rebases(beside, closed, segment)
    return Charted(
        course=course(
            metric.kind,
            [figures.get((key, period), Moments()) for period in closed],
            policy,
            asked.baseline,
            [position for position, _ in rebases],
            _WEEKS if asked.weekly else 12 // (run or 1),
            asked.adjust,
        ),
        periods=tuple(closed),
        open=tuple(
            Point(period, estimate(metric.kind, figures[key, period], policy.level), open=True)
            for period in every
            if (key, period) in figures and not outline.covers(key, period)
        ),
        marks=beside,
        rebases=rebases,
        weekly=weekly,
    )


def _rebases(beside: Sequence[Mark], closed: Sequence[Period], segment: Segment) -> tuple[tuple[int, Mark], ...]:
    """The rebases that hold for all of the segment: the position of the first period wholly after each, and the mark.

    Of several that fall between the same two periods the last one counts.
    """
    found: dict[int, Mark] = {}
    for mark in beside:
        position = sum(period.start < mark.day for period in closed)
        if mark.kind is MarkKind.REBASE and mark.covers(segment) and 0 < position < len(closed):
            found[position] = mark
    return tuple(sorted(found.items()))


def all_years(
    cursor: duckdb.DuckDBPyConnection, outline: Outline, segment: Segment, policy: Policy
) -> tuple[Year, ...]:
    """The last year of every metric that is known for the segment."""
    calendars = {
        key: [m for m in months_between(extent, outline.run(key) or 1) if outline.covers(key, m)][-_LOOKED_BACK:]
        for key, extent in outline.extents.items()
        if outline.splits(key, segment)
    }
    every = sorted({period for periods in calendars.values() for period in periods})
    figures = cube.moments(cursor, list(calendars), every, segment)
    followed = [
        Followed(outline.metrics[key], periods, [figures.get((key, period), Moments()) for period in periods])
        for key, periods in calendars.items()
    ]

    def alarms(year: Year) -> tuple[Period, ...]:
        pairs = list(pairwise(period for period in calendars[year.metric] if period >= year.first))
        found = gather_pairs(cursor, outline, [year.metric], pairs, segment, policy, figures)
        words = [_word(outline.metrics[year.metric], evidence[year.metric], policy) for evidence in found]
        real = (Word.IMPROVED, Word.DECLINED)
        return tuple(after for (_, after), word in zip(pairs, words, strict=True) if word in real)

    return tuple(replace(year, alarms=alarms(year)) if year.worse else year for year in years(followed, policy))


def _word(metric: Metric, evidence: Evidence, policy: Policy) -> Word:
    """What a comparison of two closed periods is called."""
    found = compare(metric.kind, evidence.before, evidence.after, policy, evidence.dependence, evidence.swing)
    return judge(found, metric.smallest_change_that_matters, metric.good_direction, policy).word


def all_cohorts(
    cursor: duckdb.DuckDBPyConnection, outline: Outline, key: str, segment: Segment, policy: Policy
) -> Cohorts | None:
    """Who stayed how long, of a metric that counts leavers; None for others, and where nobody is known to have left."""
    measure = outline.metrics[key].measure
    if not isinstance(measure, LeaversOf) or key not in outline.complete_through:
        return None
    source = definitions.source_of(cursor, key)
    columns = {name: column for column, name in dimensions(imports.layout_of(cursor, source)).items()}
    where = (columns[segment.dimension], segment.value) if segment.dimension else None
    joined, first = stays(cursor, source, measure.start, measure.end, where)
    return cohorts(joined, first, outline.complete_through[key], policy) if first else None
