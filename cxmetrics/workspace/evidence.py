"""The evidence on a metric in two periods: its figures, who answered twice, and how it swings from period to period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np

from cxmetrics.judge.compare import dependence_of
from cxmetrics.judge.swing import swing_of
from cxmetrics.measure import LeaversOf
from cxmetrics.model import EVERYBODY, Dependence, Kind, Moments, Policy, Segment, Selection, Swing
from cxmetrics.period import Period
from cxmetrics.stats.cluster import Clustered, of_keys
from cxmetrics.warehouse import cube, respondents
from cxmetrics.workspace.comparisons import earlier_alike
from cxmetrics.workspace.outline import Outline

PERSON = "customer"
"""What a repeated respondent is called in a verdict."""

_AS_IF = "Answers are taken as independent:"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a comparison is made of. independence: a sentence on why answers count as independent, where they do."""

    before: Moments
    after: Moments
    dependence: Dependence | None
    swing: Swing | None
    independence: str | None


def gather(
    cursor: duckdb.DuckDBPyConnection,
    outline: Outline,
    keys: Sequence[str],
    selection: Selection,
    segment: Segment,
    policy: Policy,
) -> dict[str, Evidence]:
    """The evidence on each metric for one segment, out of the cube and the respondents, never the records."""
    (found,) = gather_pairs(cursor, outline, keys, [(selection.before, selection.after)], segment, policy)
    return found


def gather_pairs(
    cursor: duckdb.DuckDBPyConnection,
    outline: Outline,
    keys: Sequence[str],
    pairs: Sequence[tuple[Period, Period]],
    segment: Segment,
    policy: Policy,
    figures: Mapping[tuple[str, Period], Moments] | None = None,
) -> list[dict[str, Evidence]]:
    """The same for many pairs of periods, with one look at the cube and one at the respondents.

    figures: those of the pairs and of the two years before each, where they are known already.
    """
    dated = [key for key in keys if key in outline.extents]
    baselines = [{key: earlier_alike(before, after, outline.extents[key]) for key in dated} for before, after in pairs]
    if figures is None:
        wanted = {period for pair in pairs for period in pair}
        wanted.update(period for each in baselines for earlier in each.values() for period in earlier)
        figures = cube.moments(cursor, keys, sorted(wanted), segment)
    told_apart = [key for key in keys if outline.repeats.get(key)]
    countable = [pair for pair in pairs if segment == EVERYBODY and _by_months(pair)] if told_apart else []
    repeated = dict(zip(countable, respondents.repeats_of_pairs(cursor, told_apart, countable), strict=True))
    return [
        _pair(cursor, outline, keys, pair, figures, earlier, repeated.get(pair, {}), segment, policy)
        for pair, earlier in zip(pairs, baselines, strict=True)
    ]


def _by_months(pair: tuple[Period, Period]) -> bool:
    return all(period.whole_months is not None for period in pair)


def _pair(
    cursor: duckdb.DuckDBPyConnection,
    outline: Outline,
    keys: Sequence[str],
    pair: tuple[Period, Period],
    figures: Mapping[tuple[str, Period], Moments],
    baselines: Mapping[str, Sequence[Period]],
    repeats: Mapping[str, Clustered],
    segment: Segment,
    policy: Policy,
) -> dict[str, Evidence]:
    before, after = pair
    months = _by_months(pair)
    found = {}
    for key in keys:
        kind = outline.metrics[key].kind
        known, independence = repeats.get(key), None
        dependence = _dependence(kind, PERSON, known)
        if policy.clustered_by in outline.segments.get(key, ()) and segment == EVERYBODY:
            dependence = _dependence(kind, policy.clustered_by, _by(cursor, key, policy.clustered_by, before, after))
        else:
            independence = _independence(outline, key, known, segment, months)
        found[key] = Evidence(
            before=figures.get((key, before), Moments()),
            after=figures.get((key, after), Moments()),
            dependence=dependence,
            swing=swing_of(kind, [figures[key, p] for p in baselines.get(key, ()) if (key, p) in figures], policy),
            independence=independence,
        )
    return found


def _by(cursor: duckdb.DuckDBPyConnection, key: str, dimension: str, before: Period, after: Period) -> Clustered | None:
    """What the values of a dimension do as keys; records without one do not count towards it."""
    values = [
        [periods.get(period, Moments()) for period in (before, after)]
        for segment, periods in cube.split(cursor, key, [before, after]).items()
        if segment.dimension == dimension
    ]
    n, total = (
        np.array([[getattr(moments, name) for moments in value] for value in values], dtype=float).reshape(-1, 2).T
        for name in ("n", "total")
    )
    return of_keys(n, total) if n.sum(axis=1).all() else None


def _dependence(kind: Kind, name: str, known: Clustered | None) -> Dependence | None:
    """None where nobody answered twice in the two periods: then there is nothing to correct."""
    if known is None or not known.repeats:
        return None
    return dependence_of(kind, name, known)


def _independence(outline: Outline, key: str, known: Clustered | None, segment: Segment, months: bool) -> str | None:
    """Why every answer counts as if it stood for itself; None where it need not."""
    repeats = outline.repeats.get(key)
    if isinstance(outline.metrics[key].measure, LeaversOf) and not repeats:
        return None  # nobody leaves twice
    if repeats is None:
        return f"{_AS_IF} this file does not say which {PERSON}s gave them."
    if not repeats or (known and not known.repeats):
        return f"No {PERSON} is counted more than once."
    if known:
        return None
    if not months:
        return f"{_AS_IF} which {PERSON}s are counted more than once is known for whole months only."
    if segment != EVERYBODY:
        return f"{_AS_IF} which {PERSON}s are counted more than once is known for everybody only."
    return None
