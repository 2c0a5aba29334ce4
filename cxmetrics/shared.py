"""What a share link carries: the figures of one page, as aggregates that name nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cxmetrics.model import Metric, Point, Scorecard, Selection


@dataclass(frozen=True, slots=True)
class SharedScorecard:
    """Everything the scorecard says.

    metrics: the headline and the counter-metrics that have data. series: month by month. data_through: the last day
    that the headline's data surely covers. oddities: what is odd about the instrument, and what to do about it.
    """

    metrics: dict[str, Metric]
    selection: Selection
    scorecard: Scorecard
    series: tuple[Point, ...]
    data_through: date
    oddities: tuple[tuple[str, str], ...] = ()
