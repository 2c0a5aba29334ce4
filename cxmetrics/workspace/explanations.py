"""Why a metric moved between two periods: one pass over their records, and what is known of the comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

import duckdb

from cxmetrics.judge.findings import Finding
from cxmetrics.judge.why import Explanation, explanation
from cxmetrics.metrics.dimensions import dimensions
from cxmetrics.model import Policy, Selection, Verdict
from cxmetrics.warehouse import crossings, cube
from cxmetrics.warehouse.crossings import Dimension
from cxmetrics.workspace import definitions, imports
from cxmetrics.workspace.effects import effects
from cxmetrics.workspace.outline import Outline

MOST_CROSSED = 8
"""Of many records, so many values with most records of each dimension, and so many that grew most, are crossed."""

_FEW_RECORDS = 100_000
_LONGEST_IN_WEEKS = timedelta(days=380)
_FIRST = ("employee", "location")
"""Dimensions that a cell is rather named by than by others that say the same of it."""


def explained(
    cursor: duckdb.DuckDBPyConnection,
    outline: Outline,
    selection: Selection,
    verdict: Verdict,
    findings: Sequence[Finding],
    policy: Policy,
) -> Explanation:
    """The verdict explained by every dimension its source knows, and by weeks, or months where there are many."""
    key, periods = selection.metric, (selection.before, selection.after)
    metric = outline.metrics[key]
    source = definitions.source_of(cursor, key)
    known = outline.segments.get(key, {})
    columns = {name: column for column, name in dimensions(imports.layout_of(cursor, source)).items() if name in known}
    counts = cube.mixes(cursor, [key], *periods).get(key, {})
    chosen = [
        Dimension(name, columns[name], _crossed(counts.get(name, {})))
        for name in sorted(columns, key=lambda name: (name not in _FIRST, name))
    ]
    weeks = sum((period.end - period.start for period in periods), timedelta()) < _LONGEST_IN_WEEKS
    tables = crossings.crossed(
        cursor,
        source,
        metric.measure,
        chosen,
        periods,
        None if outline.run(key) else "week" if weeks else "month",
        selection.segment,
    )
    marked = effects(cursor, outline, selection, columns, policy)
    return explanation(tables, periods, verdict, marked, findings, policy)


def _crossed(counts: Mapping[str, tuple[int, int]]) -> tuple[str, ...] | None:
    """The values of a dimension to be crossed with others, chosen by their number of records and never by answers."""
    records = sum(before + after for before, after in counts.values())
    if records <= _FEW_RECORDS or len(counts) <= 2 * MOST_CROSSED:
        return None
    by_size = sorted(counts, key=lambda value: (-sum(counts[value]), value))
    by_growth = sorted(counts, key=lambda value: (-(counts[value][1] + 1) / (counts[value][0] + 1), value))
    return tuple(dict.fromkeys([*by_size[:MOST_CROSSED], *by_growth[:MOST_CROSSED]]))
