"""Sampling noise alone: each kind of metric brought to its own method of estimate, interval and difference.

Everything here is on the scale a kind is judged on: its own unit, except that durations are logarithms of seconds.
Undefined numbers are NaN until compare.py turns them into nouns.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from cxmetrics.errors import BadInput
from cxmetrics.model import Kind, Moments, Published
from cxmetrics.stats import mean, nps, proportion, published, rate, ratio
from cxmetrics.stats.arrays import Difference, Floats, Limits
from cxmetrics.stats.quantiles import critical_value

Figures = Moments | Published

POINTS = 100.0
"""A Net Promoter Score is counted from -100 to 100."""

_ROUNDING = 1e-26
"""The part of the sum of squares below which a centred one is nothing but rounding, far below any real spread."""

METHODS = {
    Kind.NPS: "MOVER of Tango score intervals",
    Kind.PROPORTION: "Newcombe's interval (MOVER of Wilson score intervals)",
    Kind.MEAN: "Welch's t",
    Kind.DURATION: "Welch's t on logarithms (ratio of geometric means)",
    Kind.RATIO: "delta method per customer, Welch's t",
    Kind.RATE: "MOVER of Poisson score intervals",
}


class Sample(NamedTuple):
    """One period: its value, the variance of one answer, and how many there are.

    An answer is what n counts: a respondent, a customer of a ratio, one unit of exposure of a rate.
    """

    value: float
    variance: float
    n: float

    @property
    def squared_error(self) -> float:
        """Of the value."""
        return self.variance / self.n if self.n else np.nan


def sample(kind: Kind, figures: Figures, *, least_varied: bool = False) -> Sample:
    """One period's figures; a published score is taken at its largest possible variance, or at its smallest.

    Raises BadInput where anything but a Net Promoter Score comes as a published score.
    """
    if kind is Kind.NPS:
        counts = _nps_counts(figures, least_varied)
        variance = float(nps.variance(*counts)) * POINTS**2
        score = figures.nps if isinstance(figures, Published) else POINTS * _over(counts[0] - counts[1], counts[2])
        return Sample(score, variance, counts[2])
    moments = _moments(figures)
    n, size = moments.n, float(moments.n)
    match kind:
        case Kind.PROPORTION:
            share = _over(moments.positive, n)
            return Sample(share, share * (1 - share), size)
        case Kind.MEAN | Kind.DURATION:
            return Sample(_over(moments.total, n), _over(_spread(moments), n - 1), size)
        case Kind.RATIO:
            value = _over(moments.total, moments.x_total)
            squared = float(ratio.squared_error(n, moments.x_total, _residual(moments)))
            return Sample(value, squared * n, size)
        case Kind.RATE:
            value = _over(moments.total, moments.x_total)
            return Sample(value, value, moments.x_total)


def interval(kind: Kind, figures: Figures, level: float) -> Limits:
    """The limits of one period's value."""
    if kind is Kind.NPS:
        lower, upper = nps.interval(*_nps_counts(figures), critical_value(level))
        return Limits(POINTS * lower, POINTS * upper)
    moments = _moments(figures)
    match kind:
        case Kind.PROPORTION:
            return proportion.interval(moments.positive, moments.n, critical_value(level))
        case Kind.RATE:
            excess, df = _dispersion(moments)
            return rate.interval(moments.total / excess, moments.x_total / excess, critical_value(level, df))
        case _:
            one = sample(kind, moments)
            return mean.interval(one.value, one.squared_error, one.n, level)


def difference(kind: Kind, before: Figures, after: Figures, levels: ArrayLike) -> Difference:
    """After minus before at each of the levels."""
    if kind is Kind.NPS:
        promoters, detractors, sizes = zip(_nps_counts(before), _nps_counts(after), strict=True)
        return _in_points(nps.difference(promoters, detractors, sizes, levels))
    pair = _moments(before), _moments(after)
    match kind:
        case Kind.PROPORTION:
            return proportion.difference([m.positive for m in pair], [m.n for m in pair], levels)
        case Kind.RATE:
            excess, df = _dispersion(*pair)
            return rate.difference([m.total for m in pair], [m.x_total for m in pair], levels, excess, df)
        case _:
            two = [sample(kind, m) for m in pair]
            return mean.difference([s.value for s in two], [s.squared_error for s in two], [s.n for s in two], levels)


def scatter(kind: Kind, before: Figures, after: Figures) -> float:
    """What multiplies the variance of the difference of two samples: the dispersion of a rate, otherwise 1."""
    return float(_dispersion(_moments(before), _moments(after))[0]) if kind is Kind.RATE else 1.0


def _dispersion(*periods: Moments) -> tuple[Floats, Floats]:
    """Of the records behind a rate, pooled over the periods: how far beyond Poisson, with degrees of freedom."""
    return rate.dispersion(
        [_residual(moments) for moments in periods],
        [_over(moments.total, moments.x_total) for moments in periods],
        [moments.x_total for moments in periods],
        [moments.n for moments in periods],
    )


def _nps_counts(figures: Figures, least_varied: bool = False) -> tuple[float, float, float]:
    if isinstance(figures, Moments):
        return figures.positive, figures.negative, figures.n
    bound = published.least_varied if least_varied else published.most_varied
    promoters, detractors = bound(figures.nps / POINTS, figures.n)
    return float(promoters), float(detractors), figures.n


def _moments(figures: Figures) -> Moments:
    if isinstance(figures, Published):
        raise BadInput("Only a Net Promoter Score can be judged from its published value and number of answers.")
    return figures


def _spread(moments: Moments) -> float:
    """m2, without what merging left behind of equal answers: an interval must not be drawn from rounding."""
    return moments.m2 if moments.m2 * moments.n > _ROUNDING * moments.total**2 else 0.0


def _residual(moments: Moments) -> float:
    value = _over(moments.total, moments.x_total)
    return float(ratio.residual_m2(value, moments.m2, moments.x_m2, moments.cross))


def _in_points(d: Difference) -> Difference:
    bars, limits = (Limits(POINTS * both.lower, POINTS * both.upper) for both in (d.bars, d.limits))
    return Difference(POINTS * d.periods, bars, POINTS * d.change, limits, d.p_value)


def _over(dividend: float, divisor: float) -> float:
    return dividend / divisor if divisor > 0 else np.nan
