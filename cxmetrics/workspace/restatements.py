"""Restatements: what an append changed in months that were over already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import duckdb

from cxmetrics.judge.compare import estimate
from cxmetrics.layout import Layout
from cxmetrics.measure import LeaversOf
from cxmetrics.model import Kind, Metric, Moments
from cxmetrics.period import Period
from cxmetrics.warehouse import cube, records
from cxmetrics.workspace import definitions
from cxmetrics.workspace.comparisons import months_between
from cxmetrics.workspace.coverage import settled_through

Figures = Mapping[tuple[str, Period], Moments]


@dataclass(frozen=True, slots=True)
class Restatement:
    """One closed month of one metric whose figure an upload changed.

    month: its first day. before, after: in the metric's unit, None where nobody answered. records: of that month that
    came or changed; None where the metric does not count records by their own date.
    """

    metric: str
    label: str
    kind: Kind
    unit: str
    month: date
    before: float | None
    n_before: int
    after: float | None
    n_after: int
    records: int | None


def closed_months(cursor: duckdb.DuckDBPyConnection, source: int) -> Figures:
    """The figures of every metric of a source in the months that are over for it; those that span more are left out."""
    row = cursor.execute("SELECT complete_through FROM source WHERE id = ?", [source]).fetchone()
    metrics = {metric.key: metric for metric in definitions.of_source(cursor, source) if _monthly(metric)}
    if row is None or row[0] is None or not metrics:
        return {}
    extents = {key: extent for key, extent in cube.extents(cursor).items() if key in metrics}
    months = sorted({month for extent in extents.values() for month in months_between(extent)}, key=lambda m: m.start)
    ended = {key: settled_through(metric, row[0]) for key, metric in metrics.items()}
    figures = cube.moments(cursor, list(metrics), months)
    return {
        (key, month): figures.get((key, month), Moments())
        for key, extent in extents.items()
        for month in months_between(extent)
        if month.end <= ended[key]
    }


def restated(
    cursor: duckdb.DuckDBPyConnection, source: int, upload: int, layout: Layout, before: Figures
) -> tuple[Restatement, ...]:
    """The closed months whose figures are other ones after an upload, the latest month first."""
    metrics = {metric.key: metric for metric in definitions.of_source(cursor, source)}
    keys = [key for key in metrics if any(known == key for known, _ in before)]
    after = cube.moments(cursor, keys, sorted({month for _, month in before}, key=lambda month: month.start))
    changed = [place for place, figures in before.items() if not _same(figures, after.get(place, Moments()))]
    touched = _records_by_month(cursor, source, upload, layout) if changed else {}
    found = [
        _restatement(metrics[key], month, before[key, month], after.get((key, month), Moments()), touched)
        for key, month in changed
    ]
    return tuple(sorted(found, key=lambda each: (-each.month.toordinal(), each.metric)))


def _monthly(metric: Metric) -> bool:
    """Whether a month has a figure of its own."""
    return not (isinstance(metric.measure, LeaversOf) and metric.measure.months > 1)


def _same(before: Moments, after: Moments) -> bool:
    """Whether two sets of moments are the same but for the last digits, which vary with the order of summing."""
    counts = (before.n, before.positive, before.negative) == (after.n, after.positive, after.negative)
    return counts and abs(before.total - after.total) <= 1e-9 * max(1.0, abs(before.total))


def _restatement(
    metric: Metric, month: Period, before: Moments, after: Moments, touched: Mapping[date, int]
) -> Restatement:
    return Restatement(
        metric=metric.key,
        label=metric.label,
        kind=metric.kind,
        unit=metric.unit,
        month=month.start,
        before=estimate(metric.kind, before).value,
        n_before=before.n,
        after=estimate(metric.kind, after).value,
        n_after=after.n,
        records=None if isinstance(metric.measure, LeaversOf) else touched.get(month.start, 0),
    )


def _records_by_month(cursor: duckdb.DuckDBPyConnection, source: int, upload: int, layout: Layout) -> dict[date, int]:
    """First day of a month -> records that came to it, left it or changed in it; one that changed in place is one."""
    who = "_cx_record"
    if records.tells_apart(layout):
        identity = records.identity(layout)
        who = f"{', '.join(identity)}, CASE WHEN {identity[0]} IS NULL THEN _cx_record END"
    rows = cursor.execute(
        f"""
        SELECT month, count(*) FROM (
            SELECT DISTINCT date_trunc('month', _cx_day)::DATE AS month, {who} FROM {records.table(source)}
            WHERE _cx_replaced_by = {upload} OR (_cx_upload = {upload} AND {records.COUNTS})
        ) GROUP BY month
        """
    ).fetchall()
    return dict(rows)
