"""What links to the pages that explain a figure carry, as aggregates that name nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cxmetrics.judge.course import Charted
from cxmetrics.judge.drip import Year
from cxmetrics.judge.spread import Spread
from cxmetrics.judge.why import Explanation
from cxmetrics.model import Metric, Segment, Selection


@dataclass(frozen=True, slots=True)
class SharedCourse:
    """The page over time. years: of everybody, none beside the chart of a segment; metrics: all that it tells of."""

    metrics: dict[str, Metric]
    metric: str
    segment: Segment
    charted: Charted
    years: tuple[Year, ...]


@dataclass(frozen=True, slots=True)
class SharedSpread:
    """The spread of a metric. still_open: its period still runs, so that nobody is named."""

    metric: Metric
    spread: Spread
    still_open: bool


@dataclass(frozen=True, slots=True)
class SharedExplanation:
    """What moved it. data_through: the last day that its data surely covers."""

    metric: Metric
    selection: Selection
    explanation: Explanation
    data_through: date
