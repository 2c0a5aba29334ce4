"""Medians and other quantiles without any shape assumed: intervals by order statistics, and MOVER of two of them.

Sources: Thompson (1936), Annals of Mathematical Statistics 7, 122-128; Conover (1999), Practical Nonparametric
Statistics, section 3.2; for the difference Zou & Donner (2008), Statistics in Medicine 27, 1693-1702.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import bdtr

from cxmetrics.stats.arrays import Floats, Limits, floats

MEDIAN = 0.5
_HALVINGS = 40


@dataclass(frozen=True, slots=True, eq=False)
class QuantileDifference:
    """Both quantiles (before, after), the change, its limits of shape (levels,), and the two-sided p-value."""

    periods: tuple[float, float]
    change: float
    limits: Limits
    p_value: float


class _Ordered(NamedTuple):
    """Sorted values between two infinite ones, and the chance that each value (the infinite ones aside) is too high."""

    fenced: Floats
    too_high: Floats


def interval(values: ArrayLike, levels: ArrayLike, quantile: float = MEDIAN) -> Limits:
    """The order statistics of (values,) that hold the quantile with at least the confidence asked for.

    Ends are infinite where there are too few values to bound it: a median needs 6 at level 0.95.
    """
    return _between(_ordered(floats(values), quantile), levels)


def difference(
    before: ArrayLike, after: ArrayLike, levels: ArrayLike, quantile: float = MEDIAN
) -> QuantileDifference | None:
    """After minus before by MOVER; None where a period is empty, infinite limits where it is too small.

    The p-value is one less the level at which the limits come to touch 0, so that the two never disagree.
    """
    values = floats(before), floats(after)
    if min(period.size for period in values) == 0:
        return None
    earlier, later = (float(np.quantile(period, quantile)) for period in values)
    change = later - earlier
    ordered = [_ordered(period, quantile) for period in values]

    def limits(at: ArrayLike) -> Limits:
        (lower1, upper1), (lower2, upper2) = (_between(period, at) for period in ordered)
        return Limits(
            change - np.hypot(later - lower2, upper1 - earlier), change + np.hypot(upper2 - later, earlier - lower1)
        )

    contains, excludes = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (contains + excludes) / 2
        lower, upper = limits(1 - middle)
        if lower <= 0 <= upper:
            contains = middle
        else:
            excludes = middle
    return QuantileDifference((earlier, later), change, limits(levels), p_value=excludes)


def _ordered(values: Floats, quantile: float) -> _Ordered:
    """The r-th of n values lies above the quantile where fewer than r are below it: a binomial chance."""
    below = np.arange(values.size)
    too_high = bdtr(below, values.size, quantile) if values.size else np.empty(0)
    return _Ordered(np.concatenate([[-np.inf], np.sort(values), [np.inf]]), floats(too_high))


def _between(ordered: _Ordered, levels: ArrayLike) -> Limits:
    tail = (1 - floats(levels)) / 2
    lower = np.searchsorted(ordered.too_high, tail, side="right")
    upper = np.searchsorted(ordered.too_high, 1 - tail, side="left") + 1
    return Limits(ordered.fenced[lower], ordered.fenced[upper])
