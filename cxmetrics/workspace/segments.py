"""Every segment of a metric judged at once, out of the cube."""

from __future__ import annotations

import math
from collections.abc import Sequence

import duckdb

from cxmetrics.judge.cells import Cells, grid
from cxmetrics.judge.rules import WORDS
from cxmetrics.judge.scale import change_in_units, change_on_scale, interval_in_units, value_in_units
from cxmetrics.judge.segments import Judged, judge_cells
from cxmetrics.judge.swing import swings
from cxmetrics.model import Kind, Moments, Policy, Segment, SegmentVerdict, Selection
from cxmetrics.period import Period
from cxmetrics.warehouse import cube
from cxmetrics.workspace.comparisons import earlier_alike
from cxmetrics.workspace.outline import Outline


def judged_segments(
    cursor: duckdb.DuckDBPyConnection, outline: Outline, selection: Selection, policy: Policy
) -> tuple[SegmentVerdict, ...]:
    """The verdicts in the order of dimensions and values; answers are taken as independent."""
    key, before, after = selection.metric, selection.before, selection.after
    if key not in outline.extents:
        return ()
    metric = outline.metrics[key]
    earlier = earlier_alike(before, after, outline.extents[key])
    figures = cube.split(cursor, key, [before, after, *earlier])
    here = {segment: periods for segment, periods in figures.items() if before in periods or after in periods}
    if not here:
        return ()

    def side_by_side(periods: Sequence[Period]) -> Cells:
        return grid([[known.get(period, Moments()) for known in here.values()] for period in periods])

    found = judge_cells(
        metric.kind,
        side_by_side([before, after]),
        change_on_scale(metric.kind, metric.smallest_change_that_matters),
        metric.good_direction,
        policy,
        swings=swings(metric.kind, side_by_side(earlier), policy) if earlier else None,
        still_open=not all(outline.covers(key, period) for period in (before, after)),
    )
    return tuple(_verdict(metric.kind, segment, found, i) for i, segment in enumerate(here))


def _verdict(kind: Kind, segment: Segment, found: Judged, i: int) -> SegmentVerdict:
    adjusted = float(found.adjusted_p_value[i])
    return SegmentVerdict(
        segment=segment,
        word=WORDS[found.words[i]],
        before=value_in_units(kind, found.values[0, i]),
        after=value_in_units(kind, found.values[1, i]),
        n_before=math.ceil(found.n[0, i]),
        n_after=math.ceil(found.n[1, i]),
        change=change_in_units(kind, found.change[i]),
        interval=interval_in_units(kind, found.lower[i], found.upper[i], of_change=True),
        adjusted_p_value=None if math.isnan(adjusted) else adjusted,
    )
