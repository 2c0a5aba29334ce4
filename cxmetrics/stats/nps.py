"""Net Promoter Scores as shares of promoters minus detractors, from -1 to 1.

The score interval is Tango's for the difference of paired proportions, with promoters and detractors as the two
discordant cells: Tango (1998), Statistics in Medicine 17, 891-908. It never collapses (0 promoters of 0 detractors
included) and never leaves [-1, 1], as Wald and adjusted Wald intervals do.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from cxmetrics.stats import mover
from cxmetrics.stats.arrays import Difference, Floats, Limits, floats
from cxmetrics.stats.roots import falling_root


def interval(promoters: ArrayLike, detractors: ArrayLike, n: ArrayLike, critical: ArrayLike) -> Limits:
    """Tango's score limits at a critical value; counts need not be whole, NaN where n is 0."""
    counts = np.broadcast_arrays(floats(promoters), floats(detractors), floats(n), floats(critical))
    # The upper limit is the lower one of the mirrored counts, so one search finds both.
    gains, losses = np.stack([counts[0], counts[1]]), np.stack([counts[1], counts[0]])
    size, threshold = counts[2], counts[3]
    with np.errstate(divide="ignore", invalid="ignore"):
        score = (gains - losses) / size
        # The error near the limit, by the shares that Agresti & Min (2005) add half an answer to.
        error = np.sqrt(variance(gains + 0.5, losses + 0.5, size + 2) / size)
        lowest = falling_root(
            lambda limit: (statistic(limit, gains, losses, size) - threshold) * error,
            low=-1.0,
            high=score,
            start=np.maximum(score - threshold * error, (score - 1) / 2),
        )
    return Limits(lowest[0], -lowest[1])


def statistic(score: Floats, promoters: Floats, detractors: Floats, n: Floats) -> Floats:
    """Tango's score statistic at a hypothetical score, its variance being that of the restricted maximum likelihood."""
    size = np.abs(score)
    mirrored = score < 0
    major = np.where(mirrored, detractors, promoters)
    minor = np.where(mirrored, promoters, detractors)
    # The restricted share q of the minor group solves 2n q^2 + b q - c = 0; each root in the form that loses no digits.
    b = (2 * n - major + minor) * size - major - minor
    c = minor * size * (1 - size)
    root = np.sqrt(b * b + 8 * n * c)
    share = np.where(b > 0, 2 * c / (b + root), (root - b) / (4 * n))
    deviation = (promoters - detractors) / n - score
    return floats(deviation * np.sqrt(n / (2 * share + size * (1 - size))))


def difference(promoters: ArrayLike, detractors: ArrayLike, n: ArrayLike, levels: ArrayLike) -> Difference:
    """MOVER of two Tango intervals; counts have (before, after) on the first axis."""
    up, down, size = (floats(count)[..., np.newaxis] for count in (promoters, detractors, n))
    with np.errstate(divide="ignore", invalid="ignore"):
        estimate = (up - down) / size
    return mover.difference(
        estimate,
        interval=lambda critical: interval(up, down, size, critical),
        statistic=lambda score: statistic(score, up, down, size),
        levels=floats(levels),
    )


def variance(promoters: ArrayLike, detractors: ArrayLike, n: ArrayLike) -> Floats:
    """Of one answer: (p + d) - (p - d)^2, divisor n; NaN where n is 0."""
    up, down, size = floats(promoters), floats(detractors), floats(n)
    with np.errstate(invalid="ignore"):
        return floats((up + down) / size - ((up - down) / size) ** 2)
