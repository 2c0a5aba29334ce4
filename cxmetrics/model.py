"""The nouns every floor shares: frozen values with their units, and no behaviour beyond arithmetic on themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

from cxmetrics.measure import Measure
from cxmetrics.period import Period

Interval = tuple[float, float]


class Kind(StrEnum):
    """What sort of number a metric is; it decides the method of every interval and test."""

    NPS = "nps"
    PROPORTION = "proportion"
    MEAN = "mean"
    DURATION = "duration"
    AMOUNT = "amount"
    MEDIAN = "median"
    RATIO = "ratio"
    RATE = "rate"

    @property
    def relative(self) -> bool:
        """Whether it is judged as logarithms, so that its changes are fractions of the earlier value."""
        return self in (Kind.DURATION, Kind.AMOUNT)


class Direction(StrEnum):
    """Which way is good for the customer."""

    UP = "up"
    DOWN = "down"


class Word(StrEnum):
    """The closed vocabulary of verdicts on one comparison."""

    IMPROVED = "improved"
    DECLINED = "declined"
    NO_MEANINGFUL_CHANGE = "no meaningful change"
    WITHIN_NOISE = "within noise"
    NOT_ENOUGH_DATA = "not enough data"


class Guard(StrEnum):
    """What a counter-metric says about who paid for the headline."""

    SAFE = "safe"
    HARMED = "harmed"
    NOT_PROVEN_SAFE = "not proven safe"
    MISSING = "no data yet"


class Reading(StrEnum):
    """The headline and its counter-metrics read together."""

    WORSE = "really worse"
    HEALTHY = "healthy"
    AT_A_COST = "real, but at a cost"
    UNPROVEN = "real, but unproven"
    NOISE = "noise"


@dataclass(frozen=True, slots=True)
class Moments:
    """Sufficient statistics of one number y (and a second one, x) over a set of records; `+` merges them exactly.

    n: records. positive, negative: records with y > 0 and y < 0 (promoters and detractors; events).
    total, m2: sum and centred sum of squares of y. x_total, x_m2, cross: the same for x (a denominator, an exposure,
    or the plain seconds behind a logarithm), and the centred sum of products.

    Centred sums are kept because sum(y^2) - sum(y)^2/n loses every digit at a large offset; they merge by the
    parallel-variance formula of Chan, Golub & LeVeque (1979).
    """

    n: int = 0
    positive: int = 0
    negative: int = 0
    total: float = 0.0
    m2: float = 0.0
    x_total: float = 0.0
    x_m2: float = 0.0
    cross: float = 0.0

    def __add__(self, other: Self) -> Moments:
        if self.n == 0:
            return other
        if other.n == 0:
            return self
        n = self.n + other.n
        dy = other.total / other.n - self.total / self.n
        dx = other.x_total / other.n - self.x_total / self.n
        weight = self.n * other.n / n
        return Moments(
            n=n,
            positive=self.positive + other.positive,
            negative=self.negative + other.negative,
            total=self.total + other.total,
            m2=self.m2 + other.m2 + dy * dy * weight,
            x_total=self.x_total + other.x_total,
            x_m2=self.x_m2 + other.x_m2 + dx * dx * weight,
            cross=self.cross + other.cross + dx * dy * weight,
        )


@dataclass(frozen=True, slots=True)
class Published:
    """A Net Promoter Score as somebody printed it: the score in points, and the number of answers behind it."""

    nps: float
    n: int


@dataclass(frozen=True, slots=True)
class Ordered:
    """The single answers of a period in ascending order, which a median cannot do without."""

    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Metric:
    """One entry of the catalogue, bound to the columns of one source.

    unit: the word behind the value ("points", "%", "s"). smallest_change_that_matters is in the metric's own unit:
    NPS in points, shares as fractions, durations as a fraction of the earlier value, means and rates as they are.
    counter_metrics: keys of the metrics that may not be paid with. never_alone: a metric that works against
    customers when it is watched on its own. caveats: sentences that go with every verdict on it.
    """

    key: str
    label: str
    kind: Kind
    unit: str
    good_direction: Direction
    measure: Measure
    counter_metrics: tuple[str, ...]
    smallest_change_that_matters: float
    definition: str
    never_alone: bool = False
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """One value of one dimension, such as location = Leeds; the empty dimension is everybody."""

    dimension: str = ""
    value: str = ""

    def __str__(self) -> str:
        """As an address and the command line spell it."""
        return f"{self.dimension}:{self.value}"


EVERYBODY = Segment()


@dataclass(frozen=True, slots=True)
class Policy:
    """How strict a verdict is.

    level: of the intervals. minimum_n: answers per period below which there is none. clustered_by: a dimension whose
    values count as keys that repeat, such as employees who would have to stand for all there might be; by itself only
    respondents do, because a company asks about the employees it has.
    """

    level: float = 0.95
    minimum_n: int = 20
    clustered_by: str = ""


@dataclass(frozen=True, slots=True)
class Estimate:
    """One period's figure with its interval at the policy's level; value and interval are None where undefined.

    mean: the plain mean beside a geometric one. It is shown and never tested, because a few large values decide it.
    """

    value: float | None
    interval: Interval | None
    n: int
    mean: float | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One month of a metric: its figure, and whether the month is still open."""

    period: Period
    estimate: Estimate
    open: bool


@dataclass(frozen=True, slots=True)
class Dependence:
    """What repeated respondents or agents do to the error of a difference.

    key: what repeats ("customer"). groups: distinct keys over both periods. variance: of the difference, on the squared
    scale the kind is judged on. corrected: the same with a correction for few and unequal keys, which intervals are
    drawn from with df degrees of freedom. shared: whether any key answered in both periods.
    """

    key: str
    groups: int
    variance: float
    corrected: float
    df: float
    shared: bool


@dataclass(frozen=True, slots=True)
class Swing:
    """How much a figure moves from one period to the next anyway, beyond the luck of who answered.

    tau: standard deviation of one period, on the scale the kind is judged on (durations: logarithms). periods: the
    earlier, closed periods of the same length that it was learned from.
    """

    tau: float
    periods: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two periods of one metric: everything a verdict is drawn from, in the metric's unit.

    change is after minus before (durations: the relative change of the geometric mean). interval is at the policy's
    level, interval_90 the two one-sided 95 % bounds. range_of_se is set where only bounds of the standard error are
    known (a published score). answer_variance is that of one answer of the earlier period, design effect included, on
    the scale the kind is judged on; it plans other comparisons, and is None where those answers are all alike. tau is
    that of the `Swing` between periods, on the same scale, None where it could not be learned. still_open: a period
    still runs; both intervals are then those of a confidence sequence, which holds at every look taken until it ends,
    and so does the p-value. lopsided: the change is sure only because the answers of a small period are more alike than
    those of the other, which on a skewed scale is luck too often.
    """

    kind: Kind
    before: Estimate
    after: Estimate
    change: float | None
    interval: Interval | None
    interval_90: Interval | None
    standard_error: float | None
    p_value: float | None
    detectable_change: float | None
    n_needed: int | None
    answer_variance: float | None
    method: str
    dependence: Dependence | None = None
    tau: float | None = None
    range_of_se: Interval | None = None
    still_open: bool = False
    lopsided: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """The same change tested in another way: what was measured (None where only a test exists), and its p-value."""

    method: str
    value: float | None
    interval: Interval | None
    p_value: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """A comparison judged against the smallest change that matters; caveats are sentences.

    beside: verdicts on another figure of the same answers, by name, which may disagree ("top box" beside a mean).
    checks: the change tested in other ways; they do not decide the word. gated: a rule forbids any verdict, so that the
    interval must not be read as one.
    """

    word: Word
    comparison: Comparison
    margin: float
    good_direction: Direction
    caveats: tuple[str, ...] = ()
    gated: bool = False
    beside: Mapping[str, Verdict] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class SegmentVerdict:
    """One segment among many looked at together, in the units of `Comparison`.

    word: improved or declined only if the change survives the correction for all segments. interval: of one look.
    adjusted_p_value: corrected; None where a rule forbids a verdict. n_before, n_after: answers.
    """

    segment: Segment
    word: Word
    before: float | None
    after: float | None
    n_before: int
    n_after: int
    change: float | None
    interval: Interval | None
    adjusted_p_value: float | None


@dataclass(frozen=True, slots=True)
class CounterVerdict:
    """One counter-metric of a headline; verdict is None where the workspace has no data for it."""

    key: str
    guard: Guard
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A headline read against its counter-metrics.

    joint_power: the chance that the counter-metrics that can be judged would all be shown safe if nothing had changed;
    None where none can be judged.
    """

    headline: Verdict
    counters: tuple[CounterVerdict, ...]
    reading: Reading
    joint_power: float | None


@dataclass(frozen=True, slots=True)
class Selection:
    """What the URL says: which metric, which two periods, which segment."""

    metric: str
    before: Period
    after: Period
    segment: Segment = EVERYBODY
