"""Means and everything that behaves like one: Student's interval, and Welch's difference of two periods.

Sources: Student (1908); Welch (1947), Biometrika 34, 28-35. statsmodels calls them DescrStatsW.tconfint_mean and
CompareMeans.tconfint_diff(usevar="unequal"), but from raw values or weights; here the moments are enough, also for
means of logarithms (their difference is the log of a ratio of geometric means) and for ratios by the delta method.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from cxmetrics.stats.arrays import Difference, Floats, Limits, floats
from cxmetrics.stats.quantiles import critical_value, two_sided_p


def interval(mean: ArrayLike, squared_error: ArrayLike, n: ArrayLike, level: ArrayLike) -> Limits:
    """Student's limits with n - 1 degrees of freedom; NaN where n < 2 or nothing varies.

    squared_error: the squared standard error of the mean.
    """
    centre, squared = floats(mean), _positive(squared_error)
    half = critical_value(level, _degrees(n)) * np.sqrt(squared)
    return Limits(centre - half, centre + half)


def difference(mean: ArrayLike, squared_error: ArrayLike, n: ArrayLike, levels: ArrayLike) -> Difference:
    """Welch's difference with Satterthwaite's degrees of freedom; (before, after) on the first axis.

    One period without variation is allowed, two are NaN: noise that cannot be seen is not no noise.
    """
    means, squared, degrees = floats(mean), floats(squared_error), _degrees(n)
    total = _positive(squared.sum(axis=0))
    with np.errstate(divide="ignore", invalid="ignore"):
        df = total**2 / (squared**2 / degrees).sum(axis=0)
    change = means[1] - means[0]
    half = critical_value(levels, df[..., np.newaxis]) * np.sqrt(total)[..., np.newaxis]
    return Difference(
        periods=means,
        bars=interval(means[..., np.newaxis], squared[..., np.newaxis], floats(n)[..., np.newaxis], levels),
        change=change,
        limits=Limits(change[..., np.newaxis] - half, change[..., np.newaxis] + half),
        p_value=two_sided_p(change / np.sqrt(total), df),
    )


def _degrees(n: ArrayLike) -> Floats:
    return np.where(floats(n) > 1, floats(n) - 1, np.nan)


def _positive(squared_error: ArrayLike) -> Floats:
    squared = floats(squared_error)
    return np.where(squared > 0, squared, np.nan)
