"""The course of a figure over its closed periods: its chart, its signals, its drip and its trend.

Everything is reckoned on the scale the kind is judged on and told in its units: durations and amounts are charted as
logarithms, so that their limits lie unevenly around the centre.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cxmetrics.judge import sampling
from cxmetrics.judge.cells import Cells, cells
from cxmetrics.judge.compare import USUAL
from cxmetrics.judge.drip import SEASONAL
from cxmetrics.judge.marks import Mark
from cxmetrics.judge.scale import change_in_units, interval_in_units, value_in_units
from cxmetrics.model import Interval, Kind, Moments, Point, Policy
from cxmetrics.period import Period
from cxmetrics.stats import drift, laney, season, trend, xmr
from cxmetrics.stats.arrays import Floats
from cxmetrics.stats.chart import FEW_POINTS, Chart, deviations
from cxmetrics.stats.signals import Signal

SIGNALS: Mapping[Signal, str] = {
    Signal.ABOVE: "above the upper limit",
    Signal.BELOW: "below the lower limit",
    Signal.RISING: "one of seven points that rise without a pause",
    Signal.FALLING: "one of seven points that fall without a pause",
    Signal.TWO_HIGH: "one of two in three points close to the upper limit",
    Signal.TWO_LOW: "one of two in three points close to the lower limit",
    Signal.RUN_ABOVE: "one of seven points in a row above the centre",
    Signal.RUN_BELOW: "one of seven points in a row below the centre",
}
"""What makes a point a signal, in words."""


@dataclass(frozen=True, slots=True)
class Step:
    """One period. value: as it was. charted: what the chart shows, without its season where that was taken out.

    signal: what makes it one, in words, empty where nothing does. drifting: whether CUSUM or EWMA speaks here.
    Everything is None where nobody answered, the limits also where nothing varies.
    """

    n: float
    value: float | None
    charted: float | None
    centre: float | None
    limits: Interval | None
    signal: str
    drifting: bool


@dataclass(frozen=True, slots=True)
class Slope:
    """Change per period, in the unit of a comparison's change, with its interval at the policy's level."""

    per_period: float | None
    interval: Interval | None
    p_value: float


@dataclass(frozen=True, slots=True)
class Course:
    """A series of periods. method: the chart. false_alarm_rate: how often one of so many points is a signal by luck.

    drift_rate: where CUSUM or EWMA speaks, how often one of them does on so many points by luck; else None. seasonal:
    whether a season shows itself, None below two years. adjusted: whether it was taken out. caveats: sentences a reader
    must know.
    """

    steps: tuple[Step, ...]
    method: str
    false_alarm_rate: float
    drift_rate: float | None
    trend: Slope | None
    seasonal: bool | None
    adjusted: bool
    caveats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """How a course is to be charted. weekly: by weeks instead of months. baseline: as in `course`. adjust: too."""

    weekly: bool = False
    baseline: int | None = None
    adjust: bool = True


BY_MONTH = Asked()


@dataclass(frozen=True, slots=True)
class Charted:
    """A course on its calendar.

    periods: those of the steps, all closed. open: those that still run, of which nothing is judged. marks: what people
    said about the metric here, in order of time. rebases: those of them that limits are drawn anew from, with the
    position of the first step they count for. weekly: whether there are answers enough to chart weeks.
    """

    course: Course
    periods: tuple[Period, ...]
    open: tuple[Point, ...]
    marks: tuple[Mark, ...]
    rebases: tuple[tuple[int, Mark], ...]
    weekly: bool


def course(
    kind: Kind,
    periods: Sequence[Moments],
    policy: Policy = USUAL,
    baseline: int | None = None,
    rebased_at: Sequence[int] = (),
    year: int = season.MONTHS,
    adjust: bool = True,
) -> Course:
    """Of closed periods of one length in order of time, those without answers as empty moments.

    baseline: how many first points limits are frozen from, at least 12; all of a stretch where None. rebased_at: marked
    positions, from 0, from which on limits are drawn anew. year: periods in a year. adjust: whether a season that shows
    itself over two years is taken out before the rules look. Raises ValueError for impossible marks, as stats.chart
    does.
    """
    if not periods:
        return Course((), "no points", 0.0, None, None, None, False, ())
    each = cells(kind, periods)
    one = sampling.sample(kind, each)
    errors = one.squared_error * sampling.scatter(kind, each)
    calm = season.seasonality(one.value, year)
    seasonal = None if math.isnan(calm) else calm < SEASONAL
    adjusted = bool(seasonal) and adjust
    values = season.deseasonalised(one.value, year).adjusted if adjusted else one.value
    found, method = _chart(kind, each, values if adjusted else None, baseline, rebased_at)
    z = deviations(found)
    drifting = drift.speaks(z)
    line = trend.trend(np.arange(len(periods)), values, errors, policy.level)
    return Course(
        steps=tuple(_step(kind, one.n[i], one.value[i], found, i, bool(drifting[i])) for i in range(len(periods))),
        method=method,
        false_alarm_rate=_false_alarm_rate([0, *rebased_at, len(periods)], baseline, year if adjusted else None),
        drift_rate=xmr.drift_alarm_rate(len(periods), baseline, year if adjusted else None) if drifting.any() else None,
        trend=_slope(kind, line) if line else None,
        seasonal=seasonal,
        adjusted=adjusted,
        caveats=tuple(_caveats(found, z, bool(seasonal), adjusted)),
    )


def _false_alarm_rate(marks: Sequence[int], baseline: int | None, year: int | None) -> float:
    """Of a chart whose stretches between the marks have limits of their own."""
    if len(marks) == 2:
        return xmr.false_alarm_rate(marks[-1], baseline, year)
    calm = [1 - xmr.false_alarm_rate(end - first, baseline) for first, end in itertools.pairwise(marks)]
    return 1 - math.prod(calm)


def _chart(
    kind: Kind, each: Cells, adjusted: Floats | None, baseline: int | None, rebased_at: Sequence[int]
) -> tuple[Chart, str]:
    """Limits that follow the denominators. A season cannot be taken out of counts, only out of their means."""
    if adjusted is None and kind is Kind.PROPORTION:
        return laney.p_prime(each.positive, each.n, baseline=baseline, rebased_at=rebased_at), "Laney's p' chart"
    if adjusted is None and kind is Kind.RATE:
        return laney.u_prime(each.total, each.x_total, baseline=baseline, rebased_at=rebased_at), "Laney's u' chart"
    weight = each.x_total if kind in (Kind.RATIO, Kind.RATE) else each.n
    values = sampling.sample(kind, each).value if adjusted is None else adjusted
    chart = laney.i_prime(np.nan_to_num(values) * weight, weight, baseline=baseline, rebased_at=rebased_at)
    return chart, "I' chart" + (" of the series without its season" if adjusted is not None else "")


def _step(kind: Kind, n: float, value: float, found: Chart, i: int, drifting: bool) -> Step:
    signal = Signal(found.signals[i])
    return Step(
        n=float(n),
        value=value_in_units(kind, value),
        charted=value_in_units(kind, found.values[i]),
        centre=value_in_units(kind, found.centre[i]),
        limits=interval_in_units(kind, found.limits.lower[i], found.limits.upper[i], of_change=False),
        signal=SIGNALS.get(signal, ""),
        drifting=drifting,
    )


def _slope(kind: Kind, line: trend.Trend) -> Slope:
    lower, upper = line.limits
    return Slope(change_in_units(kind, line.slope), interval_in_units(kind, lower, upper, of_change=True), line.p_value)


def _caveats(found: Chart, z: Floats, seasonal: bool, adjusted: bool) -> list[str]:
    sentences = []
    if min(found.behind, default=0) < FEW_POINTS:
        sentences.append(f"Fewer than {FEW_POINTS} points lie behind some of these limits, so they will still move.")
    if adjusted:
        sentences.append("The season was taken out before looking for signals.")
    elif seasonal:
        sentences.append("There is a season, and it was left in, which makes signals by luck far more frequent.")
    pairs = ~np.isnan(z[1:] * z[:-1])
    known = z[~np.isnan(z)]
    if pairs.sum() >= FEW_POINTS:
        spread = float(((known - known.mean()) ** 2).sum())
        echo = float(((z[1:] - known.mean()) * (z[:-1] - known.mean()))[pairs].sum()) / spread if spread else 0.0
        if echo > 2 / math.sqrt(known.size):
            sentences.append("Each period resembles the one before, which makes signals by luck far more frequent.")
    return sentences
