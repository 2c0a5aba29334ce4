"""Definitions: the metrics of a workspace, as bound at import and edited since, with the log of every edit."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime

import duckdb

from cxmetrics.errors import BadInput, NotFound
from cxmetrics.metrics.catalogue import CATALOGUE
from cxmetrics.model import Metric
from cxmetrics.plain import dump, load


@dataclass(frozen=True, slots=True)
class Change:
    """One edit of a definition, for its card."""

    changed_at: datetime
    key: str
    field: str
    before: str
    after: str


def all_metrics(cursor: duckdb.DuckDBPyConnection) -> dict[str, Metric]:
    """Key -> metric, in the order of the catalogue, metrics made by hand last."""
    bodies = cursor.execute("SELECT body FROM metric").fetchall()
    order = [entry.key for entry in CATALOGUE]
    metrics = [load(body, Metric) for (body,) in bodies]

    def rank(metric: Metric) -> tuple[int, str]:
        fitting = [i for i, key in enumerate(order) if metric.key == key or metric.key.startswith(key + "_")]
        return (max(fitting, default=len(order), key=lambda i: len(order[i])) if fitting else len(order), metric.key)

    return {metric.key: metric for metric in sorted(metrics, key=rank)}


def of_source(cursor: duckdb.DuckDBPyConnection, source: int) -> tuple[Metric, ...]:
    """The metrics that read one source."""
    bodies = cursor.execute("SELECT body FROM metric WHERE source = ? ORDER BY key", [source]).fetchall()
    return tuple(load(body, Metric) for (body,) in bodies)


def source_of(cursor: duckdb.DuckDBPyConnection, key: str) -> int:
    """The source that a metric reads. Raises NotFound."""
    row = cursor.execute("SELECT source FROM metric WHERE key = ?", [key]).fetchone()
    if row is None:
        raise NotFound(f"This workspace has no metric '{key[:60]}'.")
    return int(row[0])


def add(cursor: duckdb.DuckDBPyConnection, source: int, metric: Metric) -> None:
    """Add a metric. Raises BadInput where its key is taken."""
    if cursor.execute("SELECT 1 FROM metric WHERE key = ?", [metric.key]).fetchone():
        raise BadInput(f"There already is a metric '{metric.key}'. Choose another name.")
    cursor.execute("INSERT INTO metric VALUES (?, ?, ?)", [metric.key, source, dump(metric)])


def edit(cursor: duckdb.DuckDBPyConnection, metric: Metric) -> tuple[str, ...]:
    """Replace a definition and log each field that differs; the fields changed, in order. Raises NotFound."""
    row = cursor.execute("SELECT body FROM metric WHERE key = ?", [metric.key]).fetchone()
    if row is None:
        raise NotFound(f"This workspace has no metric '{metric.key[:60]}'.")
    before = load(row[0], Metric)
    changed = [field.name for field in fields(Metric) if getattr(before, field.name) != getattr(metric, field.name)]
    for name in changed:
        cursor.execute(
            "INSERT INTO metric_change VALUES (now()::TIMESTAMP, ?, ?, ?, ?)",
            [metric.key, name, _shown(getattr(before, name)), _shown(getattr(metric, name))],
        )
    cursor.execute("UPDATE metric SET body = ? WHERE key = ?", [dump(metric), metric.key])
    return tuple(changed)


def with_margin(metric: Metric, mean: float) -> Metric:
    """The metric with a twentieth of the mean, to one digit, as the change that matters, where it has none yet."""
    if metric.smallest_change_that_matters:
        return metric
    return replace(metric, smallest_change_that_matters=float(f"{abs(mean) / 20:.1g}") or 1.0)


def changes(cursor: duckdb.DuckDBPyConnection, key: str) -> tuple[Change, ...]:
    """Every edit of one definition, newest first."""
    rows = cursor.execute("SELECT * FROM metric_change WHERE key = ? ORDER BY changed_at DESC", [key]).fetchall()
    return tuple(Change(*row) for row in rows)


def margins_changed(cursor: duckdb.DuckDBPyConnection) -> dict[str, date]:
    """Metric -> the day its smallest change that matters was last changed, for those where it ever was."""
    rows = cursor.execute(
        "SELECT key, max(changed_at)::DATE FROM metric_change WHERE field = 'smallest_change_that_matters' GROUP BY key"
    ).fetchall()
    return dict(rows)


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
