"""Oddities: what the checks of the instrument found that bears on one comparison, stored at import or seen just now."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from datetime import date

import duckdb

from cxmetrics.judge.findings import Finding
from cxmetrics.judge.instrument import of_pair
from cxmetrics.judge.pair_checks import LastDay, PairFacts
from cxmetrics.measure import Measure
from cxmetrics.model import EVERYBODY, Kind, Moments, Selection
from cxmetrics.warehouse import cube
from cxmetrics.workspace.outline import Outline


def oddities(
    cursor: duckdb.DuckDBPyConnection,
    outline: Outline,
    figures: Mapping[str, tuple[Moments, Moments]],
    selection: Selection,
) -> dict[str, tuple[Finding, ...]]:
    """Metric -> what is odd about the two periods it is compared in, the source's own oddities first.

    figures: metric -> those of both periods.
    """
    before, after = selection.before, selection.after
    keys = list(figures)
    mixes = cube.mixes(cursor, keys, before, after) if selection.segment == EVERYBODY else {}
    ending = [key for key in keys if key in outline.extents and outline.extents[key].end <= after.end]
    last_days = cube.last_days(cursor, [key for key in ending if not outline.run(key)])
    found = {}
    for key in keys:
        metric = outline.metrics[key]
        one, two = figures[key]
        facts = PairFacts(
            kind=metric.kind,
            before=before,
            after=after,
            n_before=one.n,
            n_after=two.n,
            typical=(_typical(one), _typical(two)) if metric.kind is Kind.DURATION and one.n and two.n else None,
            mix=mixes.get(key, {}),
            last_day=_last_day(last_days.get(key, ())),
        )
        known = outline.findings.get(key, ())
        columns = columns_of(metric.measure)
        found[key] = (*(each for each in known if each.touches(columns, before, after)), *of_pair(facts))
    return found


def columns_of(measure: Measure) -> frozenset[str]:
    """The columns that a measure reads, and perhaps a word that is none."""
    return frozenset(value for value in astuple(measure) if isinstance(value, str))


def _typical(figures: Moments) -> float:
    return math.exp(figures.total / figures.n)


def _last_day(days: Sequence[tuple[date, int]]) -> LastDay | None:
    """days: (day, records) of the last four weeks and the day itself, in order."""
    if not days:
        return None
    (last, records) = days[-1]
    usual = [count for day, count in days[:-1] if (last - day).days % 7 == 0]
    return LastDay(last, records, usual)
