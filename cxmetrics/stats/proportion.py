"""Shares of a count: Wilson's score interval, and Newcombe's interval of a difference drawn from two of them.

Sources: Wilson (1927), Journal of the American Statistical Association 22, 209-212; Newcombe (1998), Statistics in
Medicine 17, 873-890, method 10. statsmodels calls them proportion_confint(method="wilson") and
confint_proportions_2indep(method="newcomb"); it has no p-value that agrees with the second.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from cxmetrics.stats import mover
from cxmetrics.stats.arrays import Difference, Floats, Limits, floats


def interval(events: ArrayLike, n: ArrayLike, critical: ArrayLike) -> Limits:
    """Wilson's limits of a share at a critical value, within [0, 1]; NaN where n is 0."""
    x, size, z = floats(events), floats(n), floats(critical)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = x / size
        # No events give a lower limit of 0, and only events an upper one of 1, which rounding would miss by a hair.
        centre = share + z * z / (2 * size)
        half = z * np.sqrt(share * (1 - share) / size + (z / (2 * size)) ** 2)
        scale = 1 + z * z / size
        return Limits(
            np.where(x == 0, 0.0 * share, (centre - half) / scale),
            np.where(x == size, share, (centre + half) / scale),
        )


def statistic(share: Floats, events: Floats, n: Floats) -> Floats:
    """Wilson's score statistic at a hypothetical share."""
    return (events / n - share) / np.sqrt(share * (1 - share) / n)


def difference(events: ArrayLike, n: ArrayLike, levels: ArrayLike) -> Difference:
    """Newcombe's difference; counts have (before, after) on the first axis."""
    x, size = (floats(count)[..., np.newaxis] for count in (events, n))
    with np.errstate(divide="ignore", invalid="ignore"):
        estimate = x / size
    return mover.difference(
        estimate,
        interval=lambda critical: interval(x, size, critical),
        statistic=lambda share: statistic(share, x, size),
        levels=floats(levels),
    )
