"""Sampling noise alone: each kind of metric brought to its own method of estimate, interval and difference.

Everything here is on the scale a kind is judged on: its own unit, except that durations and amounts are logarithms.
Medians, which need the single values, are in medians.py. Undefined numbers are NaN until compare.py turns them into
nouns.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cxmetrics.errors import BadInput
from cxmetrics.judge.cells import POINTS, Cells
from cxmetrics.model import Kind
from cxmetrics.stats import mean, nps, proportion, rate, ratio
from cxmetrics.stats.arrays import Difference, Floats, Limits, floats
from cxmetrics.stats.quantiles import critical_value

_UNSKEWED = 400
"""Answers from which a mean of a skewed scale is normal enough beside any larger period."""

_ROUNDING = 1e-26
"""The part of the sum of squares below which a centred one is nothing but rounding, far below any real spread."""

METHODS = {
    Kind.NPS: "MOVER of Tango score intervals",
    Kind.PROPORTION: "Newcombe's interval (MOVER of Wilson score intervals)",
    Kind.MEAN: "Welch's t",
    Kind.DURATION: "Welch's t on logarithms (ratio of geometric means)",
    Kind.AMOUNT: "Welch's t on logarithms of amounts above zero (ratio of geometric means)",
    Kind.MEDIAN: "MOVER of order-statistic intervals of medians",
    Kind.RATIO: "delta method per customer, Welch's t",
    Kind.RATE: "MOVER of Poisson score intervals",
}


class Sample(NamedTuple):
    """Each period alone: its value, the variance of one answer, and how many there are.

    An answer is what n counts: a respondent, a customer of a ratio, one unit of exposure of a rate.
    """

    value: Floats
    variance: Floats
    n: Floats

    @property
    def squared_error(self) -> Floats:
        """Of the value."""
        return _over(self.variance, self.n)


def sample(kind: Kind, cells: Cells) -> Sample:
    """The figures of each period, in the shape of the cells."""
    match kind:
        case Kind.NPS:
            score = _over(cells.positive - cells.negative, cells.n)
            return Sample(POINTS * score, POINTS**2 * nps.variance(cells.positive, cells.negative, cells.n), cells.n)
        case Kind.PROPORTION:
            share = _over(cells.positive, cells.n)
            return Sample(share, share * (1 - share), cells.n)
        case Kind.MEDIAN:
            raise BadInput("A median takes the single values.")
        case Kind.MEAN | Kind.DURATION | Kind.AMOUNT:
            return Sample(_over(cells.total, cells.n), _over(_spread(cells), cells.n - 1), cells.n)
        case Kind.RATIO:
            squared_error = ratio.squared_error(cells.n, cells.x_total, _residual(cells))
            return Sample(_over(cells.total, cells.x_total), squared_error * cells.n, cells.n)
        case Kind.RATE:
            value = _over(cells.total, cells.x_total)
            return Sample(value, value, cells.x_total)


def interval(kind: Kind, cells: Cells, level: float) -> Limits:
    """The limits of each period's value; the scatter of a rate is pooled over the first axis."""
    match kind:
        case Kind.NPS:
            lower, upper = nps.interval(cells.positive, cells.negative, cells.n, critical_value(level))
            return Limits(POINTS * lower, POINTS * upper)
        case Kind.PROPORTION:
            return proportion.interval(cells.positive, cells.n, critical_value(level))
        case Kind.RATE:
            excess, df = dispersion(cells)
            return rate.interval(cells.total / excess, cells.x_total / excess, critical_value(level, df))
        case _:
            one = sample(kind, cells)
            return mean.interval(one.value, one.squared_error, one.n, level)


def difference(kind: Kind, cells: Cells, levels: ArrayLike, inflation: ArrayLike = 1.0) -> Difference:
    """After minus before at each of the levels.

    inflation: multiplies the variance of both periods, as if there were so many times fewer answers; one number, or
    one for each comparison.
    """
    fewer = floats(inflation)
    match kind:
        case Kind.NPS:
            promoters, detractors = cells.positive / fewer, cells.negative / fewer
            return _in_points(nps.difference(promoters, detractors, cells.n / fewer, levels))
        case Kind.PROPORTION:
            return proportion.difference(cells.positive / fewer, cells.n / fewer, levels)
        case Kind.RATE:
            excess, df = dispersion(cells)
            return rate.difference(cells.total, cells.x_total, levels, excess * fewer, df)
        case _:
            two = sample(kind, cells)
            return mean.difference(two.value, two.squared_error * fewer, two.n, levels)


def dispersion(cells: Cells) -> tuple[Floats, Floats]:
    """Of the records behind a rate, pooled over the first axis: how far beyond Poisson, with degrees of freedom."""
    return rate.dispersion(_residual(cells), _over(cells.total, cells.x_total), cells.x_total, cells.n)


def lopsided(kind: Kind, two: Sample, p_value: Floats, level: float) -> NDArray[np.bool_]:
    """Whether a change is sure only because a small period's answers are more alike than those of the other.

    A small sample of a skewed scale that happens to miss its rare answers has both another mean and a small variance,
    so that Welch's t makes up to 20 % false alarms against a large period. Where the change is no longer sure with the
    variance of both periods together, it is not known. Skewness no longer counts from 400 answers on.
    """
    found = np.zeros(p_value.shape, dtype=np.bool_)
    doubtful = (p_value < 1 - level) & (two.n.min(axis=0) < _UNSKEWED)
    if kind not in (Kind.MEAN, Kind.RATIO) or not doubtful.any():
        return found
    value, variance, n = (part[:, doubtful] for part in two)
    pooled = ((n - 1) * variance).sum(axis=0) / (n - 1).sum(axis=0)
    apart, together = (mean.difference(value, one / n, n, level).p_value for one in (variance, pooled))
    found[doubtful] = (apart < 1 - level) & (together >= 1 - level)
    return found


def scatter(kind: Kind, cells: Cells) -> Floats:
    """What multiplies the variances of the samples: the dispersion of a rate, otherwise 1."""
    return dispersion(cells)[0] if kind is Kind.RATE else floats(1.0)


def pooled_error(each: Sample, enough: NDArray[np.bool_], scatter: ArrayLike) -> Floats:
    """The squared error of each period's value if one answer varies alike in all of them, first axis; NaN where not
    `enough`. So a period whose few answers happen to agree is not mistaken for a certain one.
    """
    sizes = np.where(enough, each.n, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.where(enough, sizes * each.variance, 0.0).sum(axis=0) / sizes.sum(axis=0)
        return floats(np.where(enough, variance * scatter / np.where(enough, each.n, np.nan), np.nan))


def _spread(cells: Cells) -> Floats:
    """m2, without what merging left behind of equal answers: an interval must not be drawn from rounding."""
    return np.where(cells.m2 * cells.n > _ROUNDING * cells.total**2, cells.m2, 0.0)


def _residual(cells: Cells) -> Floats:
    return ratio.residual_m2(_over(cells.total, cells.x_total), cells.m2, cells.x_m2, cells.cross)


def _in_points(d: Difference) -> Difference:
    bars, limits = (Limits(POINTS * both.lower, POINTS * both.upper) for both in (d.bars, d.limits))
    return Difference(POINTS * d.periods, bars, POINTS * d.change, limits, d.p_value)


def _over(dividend: Floats, divisor: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(divisor > 0, dividend / divisor, np.nan)
