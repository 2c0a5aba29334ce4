"""MOVER: the interval and the p-value of a difference, recovered from the intervals of its two periods.

Source: Zou & Donner (2008), Construction of confidence limits about effect measures, Statistics in Medicine 27,
1693-1702; with Wilson intervals it is Newcombe's method 10 (1998), Statistics in Medicine 17, 873-890.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from cxmetrics.stats.arrays import Difference, Floats, Limits, floats
from cxmetrics.stats.quantiles import critical_value, two_sided_p
from cxmetrics.stats.roots import falling_root

_WIDEST = 35.0
"""The logarithm of a tangent beyond which one leg is as long as the hypotenuse to every digit."""


def difference(
    estimate: Floats,
    interval: Callable[[Floats], Limits],
    statistic: Callable[[Floats], Floats],
    levels: Floats,
    df: ArrayLike = np.inf,
) -> Difference:
    """The difference of two periods at each of the levels.

    estimate: shape (2, ..., 1). interval: gives both periods' limits at critical values that broadcast on the last
    axis. statistic: the score statistic whose inversion that interval is, at a hypothetical value of each period.
    df: of the critical values, on the last axis too.
    """
    bars = interval(critical_value(levels, df))
    (before, after), (lower, upper) = estimate, bars
    change = after - before
    limits = Limits(
        change - np.hypot(after - lower[1], upper[0] - before),
        change + np.hypot(upper[1] - after, before - lower[0]),
    )
    p_value = two_sided_p(_critical_value_at_zero(estimate, statistic), df)
    return Difference(estimate[..., 0], bars, change[..., 0], limits, p_value[..., 0])


def _critical_value_at_zero(estimate: Floats, statistic: Callable[[Floats], Floats]) -> Floats:
    """The critical value at which the MOVER interval just touches 0, so that p-value and interval never disagree.

    There the nearer limits t2 - l2 and u1 - t1 are the legs of a right triangle whose hypotenuse is the change. One
    angle describes it; as the angle grows, the later period's statistic falls and the earlier one's rises, and they
    cross once, where both limits belong to the same critical value. The logarithms of the statistics' ratio and of the
    tangent make almost a straight line of that.
    """
    before, after = estimate
    change = after - before

    def statistics(log_tangent: Floats) -> Floats:
        angle = np.arctan(np.exp(log_tangent))
        return np.abs(statistic(np.stack([before + change * np.sin(angle), after - change * np.cos(angle)])))

    def imbalance(log_tangent: Floats) -> Floats:
        earlier, later = statistics(log_tangent)
        return floats(np.log(later / earlier))

    with np.errstate(divide="ignore", invalid="ignore"):
        found = falling_root(imbalance, -_WIDEST, _WIDEST, start=np.zeros_like(change))
        return np.where(change == 0, 0.0, np.fmin(*statistics(found)))
