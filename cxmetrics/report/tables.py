"""Tables: the figures of a view for a spreadsheet, one row an estimate, unrounded and in the unit of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from cxmetrics.judge.scale import typed_scale
from cxmetrics.judge.shared import (
    SharedCourse,
    SharedExplanation,
    SharedGaming,
    SharedLosses,
    SharedPlan,
    SharedSpread,
)
from cxmetrics.metrics.catalogue import label_of
from cxmetrics.model import Estimate, Kind, Metric, Verdict
from cxmetrics.period import Period
from cxmetrics.report import charts, shared_people, shared_why
from cxmetrics.shared import SharedScorecard

_COLUMNS = ["metric", "what", "period", "value", "95 % from", "95 % to", "unit", "n", "verdict", "guard"]


def scorecard(view: SharedScorecard) -> pd.DataFrame:
    """Both periods and the change of the headline and of each counter-metric, then the headline month by month."""
    metrics, selection, card = view.metrics, view.selection, view.scorecard
    rows = list(_compared(metrics[selection.metric], card.headline, selection.before, selection.after, ""))
    for counter in card.counters:
        guard = str(counter.guard)
        if counter.verdict:
            rows += _compared(metrics[counter.key], counter.verdict, selection.before, selection.after, guard)
        else:
            rows.append({"metric": label_of(counter.key), "what": "change", "guard": guard})
    headline = metrics[selection.metric]
    rows += [
        _estimated(headline, "month, still open" if point.open else "month", point.period, point.estimate)
        for point in view.series
    ]
    return pd.DataFrame(rows, columns=_COLUMNS).astype({"n": "Int64"})


def _compared(metric: Metric, verdict: Verdict, before: Period, after: Period, guard: str) -> Iterator[dict[str, Any]]:
    c = verdict.comparison
    yield _estimated(metric, "before", before, c.before)
    yield _estimated(metric, "after", after, c.after)
    scale = typed_scale(metric.kind)
    yield {
        "metric": metric.label,
        "what": "change",
        "period": f"{after} against {before}",
        **_interval(c.change, c.interval, scale),
        "unit": _unit_of_change(metric),
        "verdict": "still open" if c.still_open else str(verdict.word),
        "guard": guard,
    }


def _estimated(metric: Metric, what: str, period: Period, estimate: Estimate) -> dict[str, Any]:
    scale = 1 if metric.kind.relative else typed_scale(metric.kind)
    return {
        "metric": metric.label,
        "what": what,
        "period": str(period),
        **_interval(estimate.value, estimate.interval, scale),
        "unit": charts.axis_title(metric),
        "n": estimate.n,
    }


def _interval(value: float | None, interval: tuple[float, float] | None, scale: float) -> dict[str, float | None]:
    low, high = interval or (None, None)
    given = {"value": value, "95 % from": low, "95 % to": high}
    return {name: None if number is None else number * scale for name, number in given.items()}


def _unit_of_change(metric: Metric) -> str:
    if metric.kind.relative:
        return "% of the earlier"
    return "percentage points" if metric.kind is Kind.PROPORTION else charts.axis_title(metric)


TABLES: Mapping[type, Callable[[Any], pd.DataFrame]] = MappingProxyType(
    {
        SharedScorecard: scorecard,
        SharedExplanation: shared_why.explanation_table,
        SharedCourse: shared_why.course_table,
        SharedSpread: shared_why.spread_table,
        SharedGaming: shared_people.gaming_table,
        SharedLosses: shared_people.losses_table,
        SharedPlan: shared_people.plan_table,
    }
)
"""What a view carries -> its figures as one table."""
