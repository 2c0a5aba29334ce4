"""What links to all pages but the scorecard carry, as aggregates that name nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cxmetrics.judge.course import Charted
from cxmetrics.judge.drip import Year
from cxmetrics.judge.explain import Split
from cxmetrics.judge.gaming import Gaming
from cxmetrics.judge.losses import Left
from cxmetrics.judge.spread import Spread
from cxmetrics.judge.why import Explanation
from cxmetrics.model import Metric, Scorecard, Segment, Selection
from cxmetrics.period import Period


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
    """What moved it. data_through: the last day that its data surely covers. by: whose steps, None for the first."""

    metric: Metric
    selection: Selection
    explanation: Explanation
    data_through: date
    by: str | None = None

    @property
    def split(self) -> Split | None:
        """The change in steps; None where it cannot be split."""
        splits = self.explanation.splits
        return next((split for split in splits if split.dimension == self.by), next(iter(splits), None))


@dataclass(frozen=True, slots=True)
class SharedGaming:
    """Gamed? selection: of the metric it asks about. data_through: the last day that its data surely covers.

    oddities: what is odd about the instrument, and what to do about it.
    """

    gaming: Gaming
    selection: Selection
    data_through: date
    oddities: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SharedLosses:
    """Satisfied but left. metric: of the answers. within: the period of leaving, None for ever."""

    metric: Metric
    left: Left
    within: Period | None


@dataclass(frozen=True, slots=True)
class SharedPlan:
    """A plan. metrics: the headline and the counter-metrics that have data. change: worth seeing, in the unit of a
    comparison's change. over: keys of the metrics whose later period is over, so that they are planned from it.
    """

    metrics: dict[str, Metric]
    selection: Selection
    scorecard: Scorecard
    over: tuple[str, ...]
    change: float

    def present(self, key: str) -> Period:
        """The later of the two periods that is over."""
        return self.selection.after if key in self.over else self.selection.before
