"""Judging: evidence and oddities become verdicts, each with the caveats of its definition and its periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from cxmetrics.errors import BadInput
from cxmetrics.judge.boxes import with_top_box
from cxmetrics.judge.compare import compare, estimate
from cxmetrics.judge.counters import scorecard
from cxmetrics.judge.findings import Finding
from cxmetrics.judge.verdict import judge
from cxmetrics.measure import MeanOf
from cxmetrics.model import EVERYBODY, Moments, Point, Policy, Scorecard, Segment, Selection, Verdict
from cxmetrics.warehouse import cube
from cxmetrics.workspace.comparisons import months_between
from cxmetrics.workspace.evidence import Evidence, gather
from cxmetrics.workspace.oddities import oddities
from cxmetrics.workspace.outline import Outline

_COUNTED = {1: "months. Compare months, quarters or years", 3: "quarters. Compare quarters or years"}


def judged_together(
    cursor: duckdb.DuckDBPyConnection, outline: Outline, selection: Selection, policy: Policy
) -> Scorecard:
    """The headline's verdict and those of the counter-metrics that can be counted. Raises BadInput."""
    headline = outline.metrics[selection.metric]
    demand_periods(outline, selection)
    counters = [
        key for key in headline.counter_metrics if key in outline.extents and _countable(outline.run(key), selection)
    ]
    split = [headline.key, *(key for key in counters if outline.splits(key, selection.segment))]
    found = gather(cursor, outline, split, selection, selection.segment, policy)
    if rest := [key for key in counters if key not in split]:
        found |= gather(cursor, outline, rest, selection, EVERYBODY, policy)
    odd = oddities(cursor, outline, _figures(found), selection)
    verdicts = {
        key: _verdict(outline, key, evidence, odd[key], selection, policy, everybody=key not in split)
        for key, evidence in found.items()
    }
    return scorecard(verdicts[headline.key], {key: verdicts.get(key) for key in headline.counter_metrics})


def judged_alone(cursor: duckdb.DuckDBPyConnection, outline: Outline, selection: Selection, policy: Policy) -> Verdict:
    """The headline's verdict by itself. Raises BadInput."""
    demand_periods(outline, selection)
    key = selection.metric
    evidence = gather(cursor, outline, [key], selection, selection.segment, policy)
    odd = oddities(cursor, outline, _figures(evidence), selection)
    return _verdict(outline, key, evidence[key], odd[key], selection, policy, everybody=False)


def oddities_of(cursor: duckdb.DuckDBPyConnection, outline: Outline, selection: Selection) -> tuple[Finding, ...]:
    """What is odd about the selected comparison, from its moments alone."""
    key, before, after = selection.metric, selection.before, selection.after
    known = cube.moments(cursor, [key], [before, after], selection.segment)
    figures = {key: (known.get((key, before), Moments()), known.get((key, after), Moments()))}
    return oddities(cursor, outline, figures, selection)[key]


def series(
    cursor: duckdb.DuckDBPyConnection, outline: Outline, key: str, segment: Segment, policy: Policy
) -> tuple[Point, ...]:
    """The metric month by month, or by the runs of months it is counted in, those without answers left out."""
    if key not in outline.extents:
        return ()
    months = months_between(outline.extents[key], outline.run(key) or 1)
    figures = cube.moments(cursor, [key], months, segment)
    kind = outline.metrics[key].kind
    return tuple(
        Point(month, estimate(kind, figures[key, month], policy.level), not outline.covers(key, month))
        for month in months
        if (key, month) in figures
    )


def demand_periods(outline: Outline, selection: Selection) -> None:
    """Raise BadInput where the selected metric cannot be compared in these periods."""
    metric = outline.metrics[selection.metric]
    if metric.key not in outline.extents:
        raise BadInput(f"The records behind {metric.label} carry no dates, so there are no periods to compare.")
    run = outline.run(metric.key)
    if not _countable(run, selection):
        raise BadInput(f"{metric.label} is counted by whole {_COUNTED[run]}.")


def _verdict(
    outline: Outline,
    key: str,
    evidence: Evidence,
    odd: Sequence[Finding],
    selection: Selection,
    policy: Policy,
    everybody: bool,
) -> Verdict:
    metric = outline.metrics[key]
    caveats = [
        *(finding.caveat for finding in odd),
        *metric.caveats,
        *([evidence.independence] if evidence.independence else []),
    ]
    if everybody and selection.segment != EVERYBODY:
        caveats.append(f"Over everybody: this file cannot be split by {selection.segment.dimension}.")
    if (day := outline.margins_changed.get(key)) and day >= selection.after.start:
        caveats.append(
            f"The smallest change that matters was changed on {day.day} {day:%B %Y}, after the later period had "
            "begun: one that is chosen after looking proves nothing."
        )
    still_open = not all(outline.covers(key, period) for period in (selection.before, selection.after))
    if still_open and outline.run(key):
        caveats.append("Who has not left yet may still leave before the period is over: its figure is not final.")
    verdict = judge(
        compare(
            metric.kind,
            evidence.before,
            evidence.after,
            policy,
            evidence.dependence,
            evidence.swing,
            still_open=still_open,
        ),
        metric.smallest_change_that_matters,
        metric.good_direction,
        policy,
        caveats,
    )
    if isinstance(metric.measure, MeanOf) and metric.measure.top_box is not None:
        return with_top_box(verdict, evidence.before, evidence.after, policy)
    return verdict


def _figures(found: Mapping[str, Evidence]) -> dict[str, tuple[Moments, Moments]]:
    return {key: (evidence.before, evidence.after) for key, evidence in found.items()}


def _countable(run: int, selection: Selection) -> bool:
    """Whether a metric that takes runs of so many months can be counted in both periods."""
    return run == 0 or all(
        period.whole_months and period.whole_months % run == 0 and (period.start.month - 1) % run == 0
        for period in (selection.before, selection.after)
    )
