"""A rise of a share tested one-sidedly at any margin, right for few cases among few answers.

What is seen is ordered by the score statistic (Miettinen & Nurminen 1985, Statistics in Medicine 4, 213-226), corrected
for skewness (Gart & Nam 1990, Biometrics 46, 637-643; Laud 2017, Pharmaceutical Statistics 16, 334-348). Its chance is
summed exactly at the most likely shares (the estimated p-value of Storer & Kim 1990, Journal of the American
Statistical Association 85, 146-155) and at shares a standard error around them, and the largest counts: a few steps of
the supremum over the nuisance parameter that Berger & Boos (1994, same journal 89, 1012-1016) confine to its
confidence interval. statsmodels has neither for a margin.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import bdtr, ndtr

from cxmetrics.stats.arrays import Floats, floats

_MANY = 150
"""With as many cases, and others, expected in both periods a single one decides nothing: the score is normal enough."""
_NEVER = 1e-9
"""Counts that are less likely than this are left out of the sum."""


def p_of_less(events: tuple[int, int], n: tuple[int, int], rise: float) -> float | None:
    """The chance of a rise as small as the one seen, or smaller, where the true one is `rise`: small means surely less.

    events, n: (before, after). rise: in (-1, 1), after minus before. None where every share that the counts allow is 0
    or 1.
    """
    sizes = floats(n)
    seen = float(score(events, n, rise))
    if np.isnan(seen):
        return None
    before = float(_most_likely_before(floats(events), sizes, rise))
    shares = floats([before, before + rise])
    cases = np.minimum(sizes * shares, sizes * (1 - shares))
    if cases.min() >= _MANY:
        return float(ndtr(seen))
    error = (sizes / np.maximum(shares * (1 - shares), 1 / sizes.sum())).sum() ** -0.5
    around = np.clip([before - error, before, before + error], max(0.0, -rise), min(1.0, 1 - rise))[:, np.newaxis]
    first, last = _likely_counts(n[0], around), _likely_counts(n[1], np.clip(around + rise, 0.0, 1.0))
    most = _most_cases_after(first, (last[0] - 1, last[-1]), n, rise, seen)
    steps = bdtr(first, n[0], around) - np.where(first > 0, bdtr(np.maximum(first - 1, 0), n[0], around), 0.0)
    below = np.where(most >= 0, bdtr(np.maximum(most, 0), n[1], np.clip(around + rise, 0.0, 1.0)), 0.0)
    return float((steps * below).sum(axis=1).max())


def _likely_counts(n: int, shares: Floats) -> Floats:
    """The counts that any of these shares may well have: Bernstein's bound on a sum of so many."""
    reach = -np.log(_NEVER)
    far = np.sqrt(2 * reach * n * shares * (1 - shares)) + reach
    return np.arange(max(0.0, np.floor((n * shares - far).min())), min(n, np.ceil((n * shares + far).max())) + 1)


def _most_cases_after(
    before: Floats, within: tuple[float, float], n: tuple[int, int], rise: float, seen: float
) -> Floats:
    """For each count before the largest count after whose score is not above the one seen, found by halving.

    within: a count below all that are asked about, and the largest; the score grows with the cases after.
    """
    low, high = (np.full(before.shape, end) for end in within)
    while (low < high).any():
        middle = np.ceil((low + high) / 2)
        less = (
            np.nan_to_num(score([before, middle], np.broadcast_to(floats(n)[:, np.newaxis], (2, before.size)), rise))
            <= seen + 1e-9
        )
        low, high = np.where(less, middle, low), np.where(less, high, middle - 1)
    return low


def score(events: ArrayLike, n: ArrayLike, rise: float) -> Floats:
    """The score statistic of a rise against `rise`, standard normal up to the third moment.

    events, n: first axis (before, after). NaN where every share that the counts allow is 0 or 1.
    """
    events, n = floats(events), floats(n)
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
