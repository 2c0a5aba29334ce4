"""The evidence on a metric in two periods: its figures, who answered twice, and how it swings from period to period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from cxmetrics.judge.compare import dependence_of
from cxmetrics.judge.swing import swing_of
from cxmetrics.measure import LeaversOf
from cxmetrics.model import EVERYBODY, Dependence, Kind, Moments, Policy, Segment, Selection, Swing
from cxmetrics.stats.cluster import Clustered
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
    """The evidence on each metric for one segment; three statements at most, and none of them on the records."""
    before, after = selection.before, selection.after
    baselines = {key: earlier_alike(before, after, outline.extents[key]) for key in keys if key in outline.extents}
    earlier = max(baselines.values(), key=len, default=[])
    figures = cube.moments(cursor, keys, [before, after, *earlier], segment)
    months = before.whole_months is not None and after.whole_months is not None
    repeats: dict[str, Clustered] = {}
    if months and segment == EVERYBODY:
        repeats = respondents.repeats(cursor, [key for key in keys if outline.repeats.get(key)], before, after)
    found = {}
    for key in keys:
        kind = outline.metrics[key].kind
        known = repeats.get(key)
        found[key] = Evidence(
            before=figures.get((key, before), Moments()),
            after=figures.get((key, after), Moments()),
            dependence=_dependence(kind, known),
            swing=swing_of(kind, [figures[key, p] for p in baselines.get(key, ()) if (key, p) in figures], policy),
            independence=_independence(outline, key, known, segment, months),
        )
    return found


def _dependence(kind: Kind, known: Clustered | None) -> Dependence | None:
    """None where nobody answered twice in the two periods: then there is nothing to correct."""
    if known is None or not known.repeats:
        return None
    return dependence_of(kind, PERSON, known)


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
