"""A rise of a share tested one-sidedly at any margin, allowing for the skewness of few cases among few answers.

Sources: the score statistic and its constrained estimates, Miettinen & Nurminen (1985), Statistics in Medicine 4,
213-226; its correction for skewness, Gart & Nam (1990), Biometrics 46, 637-643, and Laud (2017), Pharmaceutical
Statistics 16, 334-348. statsmodels has the first for a margin of 0 only and not the second.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from cxmetrics.stats.arrays import Floats, floats


def p_of_less(events: ArrayLike, n: ArrayLike, rise: float) -> Floats:
    """The chance of a rise as small as the one seen, or smaller, where the true one is `rise`: small means surely less.

    events, n: first axis (before, after). rise: in (-1, 1), after minus before. NaN where every share that the counts
    allow is 0 or 1.
    """
    return floats(ndtr(_statistic(floats(events), floats(n), rise)))


def _statistic(events: Floats, n: Floats, rise: float) -> Floats:
    """The score statistic, standard normal up to the third moment."""
    total = n.sum(axis=0)
    before = _most_likely_before(events, n, rise)
    shares = floats([before, before + rise])
    # Rounding may leave a share a hair outside [0, 1].
    spread = np.maximum(shares * (1 - shares), 0.0)
    seen = np.diff(events / n, axis=0)[0] - rise
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = (spread / n).sum(axis=0) * total / (total - 1)
        third = np.diff(spread * (1 - 2 * shares) / n**2, axis=0)[0]
        score, skewness = seen / np.sqrt(variance), third / (6 * variance**1.5)
        # The root of skewness * z**2 + z = score + skewness nearest to the score, or the turning point if none is.
        inside = 1 + 4 * skewness * (score + skewness)
        root = 2 * (score + skewness) / (1 + np.sqrt(np.maximum(inside, 0.0)))
        return floats(np.where(inside < 0, -1 / (2 * skewness), root))


def _most_likely_before(events: Floats, n: Floats, rise: float) -> Floats:
    """The earlier share that is most likely if the later one is higher by so much: the middle root of a cubic."""
    total, cases = n.sum(axis=0), events.sum(axis=0)
    square = ((n[1] + 2 * n[0]) * rise - total - cases) / (3 * total)
    linear = ((n[0] * rise - total - 2 * events[0]) * rise + cases) / total
    constant = events[0] * rise * (1 - rise) / total
    q = square**3 - linear * square / 2 + constant / 2
    p = np.copysign(np.sqrt(np.maximum(square**2 - linear / 3, 0.0)), q)
    with np.errstate(divide="ignore", invalid="ignore"):
        cosine = np.where(p == 0, 0.0, np.clip(q / p**3, -1.0, 1.0))
    root = 2 * p * np.cos((np.pi + np.arccos(cosine)) / 3) - square
    return floats(np.clip(root, max(0.0, -rise), min(1.0, 1 - rise)))
