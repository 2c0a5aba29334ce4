"""The drip: what a figure did over a year, which no comparison of two months need show.

A straight line through the last year of closed periods, weighted by their sampling variances and the variance between
them around it (see stats/trend.py); of a share that is close to the test of Cochran (1954), Biometrics 10, 417-451, and
Armitage (1955), Biometrics 11, 375-386, where periods swing no more than their answers. Whether such a year survives
the correction for many metrics is asked of a ramp on the level of the time before, which sees smaller drips than twelve
months alone. A figure with a season is set against the same periods a year earlier instead, because half a year of
rising season looks like a line.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from cxmetrics.judge import rules, sampling
from cxmetrics.judge.cells import cells
from cxmetrics.judge.compare import ONE_SIDED_95, USUAL
from cxmetrics.judge.rules import WORDS
from cxmetrics.judge.scale import change_in_units, change_on_scale, interval_in_units, value_in_units
from cxmetrics.model import Interval, Metric, Moments, Policy, Word
from cxmetrics.period import Period
from cxmetrics.stats import season
from cxmetrics.stats.arrays import Floats, Limits
from cxmetrics.stats.fdr import benjamini_hochberg
from cxmetrics.stats.overdispersion import height
from cxmetrics.stats.season import MONTHS
from cxmetrics.stats.trend import Trend, trend

SEASONAL = 0.05
"""The chance below which differences between the periods of a year are taken for a season."""

_ENOUGH = 0.75
"""The part of the year's periods that need answers enough."""


@dataclass(frozen=True, slots=True)
class Year:
    """What one metric did over its last year, in the units of `Comparison`.

    first, last: the periods at its ends. start, end: the height of the line there; of a seasonal figure the mean of the
    year before and of this year. change: end less start. interval: of one look. p_value: the chance of such a year if
    nothing had changed since before it. word: improved or declined only if the change survives the correction for all
    metrics looked at. adjusted_p_value: corrected; None where nothing can be judged. size: of the change, where 1 is
    the smallest that matters. alarms: of what got worse by so much, the periods that were called improved or
    declined against the period before.
    """

    metric: str
    first: Period
    last: Period
    start: float | None
    end: float | None
    change: float | None
    interval: Interval | None
    p_value: float | None
    adjusted_p_value: float | None
    word: Word
    size: float
    seasonal: bool
    alarms: tuple[Period, ...] = ()

    @property
    def real(self) -> bool:
        """Whether the figure moved over the year."""
        return self.word in (Word.IMPROVED, Word.DECLINED)

    @property
    def worse(self) -> bool:
        """Whether it got worse, by as much as matters."""
        return self.word is Word.DECLINED and self.size >= 1

    @property
    def drip(self) -> bool:
        """Whether it did so without any period that alarmed."""
        return self.worse and not self.alarms


@dataclass(frozen=True, slots=True)
class Followed:
    """A metric and its closed periods in order of time, empty moments where nobody answered."""

    metric: Metric
    periods: Sequence[Period]
    figures: Sequence[Moments]


def years(followed: Sequence[Followed], policy: Policy = USUAL) -> tuple[Year, ...]:
    """The last year of every metric that has one.

    What surely got worse comes first, by how much that matters, then what surely improved, then the rest by evidence.

    Corrected for looking at all of them (Benjamini & Hochberg). Answers are taken as independent; what periods swing
    beyond that widens the interval.
    """
    found = [(each, line) for each in followed if (line := _line(each, policy))]
    adjusted = benjamini_hochberg([line.p_value for _, line in found])
    judged = [_judged(each, line, float(p), policy) for (each, line), p in zip(found, adjusted, strict=True)]
    return tuple(sorted(judged, key=_rank))


class _Line(NamedTuple):
    """On the scale of the kind, NaN where undefined. limits: at the policy's level, then one-sided 95 % ones."""

    year: int
    start: float
    change: float
    limits: Limits
    p_value: float
    seasonal: bool


_UNKNOWN = Limits(np.full(2, np.nan), np.full(2, np.nan))


def _line(followed: Followed, policy: Policy) -> _Line | None:
    """None where there is no year of periods."""
    months = followed.periods[-1].whole_months if followed.periods else None
    if months is None or len(followed.periods) < (year := MONTHS // months):
        return None
    kind = followed.metric.kind
    each = cells(kind, followed.figures)
    one = sampling.sample(kind, each)
    enough = (one.n > 0) & ~rules.too_few(kind, one.n, policy.minimum_n)
    errors = sampling.pooled_error(one, enough, sampling.scatter(kind, each))
    values = np.where(enough, one.value, np.nan)
    levels = [policy.level, ONE_SIDED_95]
    this, before = slice(-year, None), slice(-2 * year, -year)
    seasonal = season.seasonality(values, year) < SEASONAL
    start = change = p_value = np.nan
    limits = _UNKNOWN
    if seasonal:
        past = height(values[before], errors[before])
        shift = height(values[this] - values[before], errors[this] + errors[before], levels)
        if past and shift:
            start, change, limits, p_value = past.height, shift.height, shift.limits, shift.p_value
    elif line := trend(np.arange(year), values[this], errors[this], levels):
        start, change = line.intercept, (year - 1) * line.slope
        p_value = _chance(line, values, errors, year, policy)
        limits = Limits(*((year - 1) * limit for limit in line.limits))
    known = enough[this]
    gated = known.mean() < _ENOUGH or rules.too_rare(kind, one.value[this][known], one.n[this][known])
    return _Line(year, start, change, limits, np.nan if gated else p_value, seasonal)


def _chance(line: Trend, values: Floats, errors: Floats, year: int, policy: Policy) -> float:
    """The chance of such a year if nothing had changed: of a level up to a year ago and a ramp from there on.

    A year that is not sure by itself, or that the time before speaks against, gets the larger of both chances.
    """
    since = np.arange(values.size) - (values.size - year) + 1
    ramp = trend(np.maximum(since, 0), values, errors)
    if ramp is None:
        return line.p_value
    agree = ramp.slope * line.slope > 0 and line.p_value < 1 - policy.level
    return ramp.p_value if agree else max(ramp.p_value, line.p_value)


def _judged(followed: Followed, line: _Line, adjusted: float, policy: Policy) -> Year:
    metric, periods = followed.metric, followed.periods[-line.year :]
    (low, worst), (high, best) = line.limits
    margin = change_on_scale(metric.kind, metric.smallest_change_that_matters)
    number = rules.words(
        (worst, best), (low, high), (low, high), margin, metric.good_direction, adjusted <= 1 - policy.level
    )
    judged = not math.isnan(adjusted)
    return Year(
        metric=metric.key,
        first=periods[0],
        last=periods[-1],
        start=value_in_units(metric.kind, line.start),
        end=value_in_units(metric.kind, line.start + line.change),
        change=change_in_units(metric.kind, line.change),
        interval=interval_in_units(metric.kind, low, high, of_change=True),
        p_value=line.p_value if judged else None,
        adjusted_p_value=adjusted if judged else None,
        word=WORDS[int(number)] if judged else Word.NOT_ENOUGH_DATA,
        size=abs(line.change) / margin if margin > 0 and not math.isnan(line.change) else 0.0,
        seasonal=line.seasonal,
    )


def _rank(year: Year) -> tuple[bool, bool, float, float]:
    p_value = math.inf if year.p_value is None else year.p_value
    return not year.real, year.word is not Word.DECLINED, -year.size if year.real else 0.0, p_value
