"""The outline of a workspace: what can be asked of it, before anything is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import duckdb

from cxmetrics.judge.findings import Finding
from cxmetrics.layout import Role
from cxmetrics.measure import LeaversOf
from cxmetrics.model import EVERYBODY, Metric, Segment
from cxmetrics.period import Period
from cxmetrics.plain import load
from cxmetrics.warehouse import cube, respondents
from cxmetrics.workspace import definitions, imports
from cxmetrics.workspace.coverage import settled_through


@dataclass(frozen=True, slots=True)
class Outline:
    """What can be asked of a workspace: its metrics, how far each reaches, and the segments it can be split by.

    extents: first and last dated day. complete_through: the last day that is surely covered. Metrics without any
    date are in neither. segments: metric -> dimension -> values. repeats: metric -> whether any customer answered more
    than once; metrics whose file does not tell customers apart are not in it. margins_changed: metric -> the day its
    smallest change that matters was last changed, if ever. findings: metric -> what is odd about its source.
    """

    metrics: Mapping[str, Metric]
    extents: Mapping[str, Period]
    complete_through: Mapping[str, date]
    segments: Mapping[str, Mapping[str, tuple[str, ...]]]
    repeats: Mapping[str, bool]
    margins_changed: Mapping[str, date]
    findings: Mapping[str, tuple[Finding, ...]]

    def segment(self, key: str, text: str) -> Segment | None:
        """The segment of a metric that is written `dimension:value`, None where it has no such segment."""
        return spelled(self.segments[key], text)

    def covers(self, key: str, period: Period) -> bool:
        """Whether the period has ended as far as this metric's data knows; else a verdict would come too early."""
        through = self.complete_through.get(key)
        return through is not None and period.end <= through

    def run(self, key: str) -> int:
        """The whole calendar months that one figure of the metric takes: 1, 3 or 12; 0 where every day has its own."""
        measure = self.metrics[key].measure
        return measure.months if isinstance(measure, LeaversOf) else 0

    def splits(self, key: str, segment: Segment) -> bool:
        """Whether the metric is known for this segment by itself."""
        return segment == EVERYBODY or segment.value in self.segments[key].get(segment.dimension, ())


def spelled(known: Mapping[str, tuple[str, ...]], text: str) -> Segment | None:
    """The one of these segments, by dimension, that is written `dimension:value`; None where none is."""
    every = (Segment(dimension, value) for dimension, values in known.items() for value in values)
    return next((segment for segment in every if str(segment) == text), None)


def outline(cursor: duckdb.DuckDBPyConnection) -> Outline:
    """The outline as it is now."""
    metrics = definitions.all_metrics(cursor)
    sources = dict(cursor.execute("SELECT key, source FROM metric").fetchall())
    through = dict(cursor.execute("SELECT id, complete_through FROM source").fetchall())
    bodies = cursor.execute("SELECT id, findings FROM source").fetchall()
    findings = {source: load(body, tuple[Finding, ...]) for source, body in bodies}
    layouts = {source: imports.layout_of(cursor, source) for source in through}
    segments = cube.segments(cursor)
    repeated = respondents.metrics(cursor)
    return Outline(
        metrics=metrics,
        extents=cube.extents(cursor),
        complete_through={
            key: settled_through(metric, through[sources[key]])
            for key, metric in metrics.items()
            if through[sources[key]] is not None
        },
        segments={key: segments.get(key, {}) for key in metrics},
        repeats={key: key in repeated for key in metrics if layouts[sources[key]].named(Role.PERSON)},
        margins_changed=definitions.margins_changed(cursor),
        findings={key: findings[sources[key]] for key in metrics},
    )
