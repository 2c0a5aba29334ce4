"""Answers on a scale whose steps nobody has measured: whether later answers rank higher.

Sources: Mann & Whitney (1947), Annals of Mathematical Statistics 18, 50-60, with the variance for ties of Lehmann
(1975), Nonparametrics; Brunner & Munzel (2000), Biometrical Journal 42, 17-25, which statsmodels calls
rank_compare_2ordinal. They are the check beside Welch's difference of means, which takes the steps as equal.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from cxmetrics.stats.arrays import Floats, Limits, floats
from cxmetrics.stats.quantiles import critical_value, two_sided_p


@dataclass(frozen=True, slots=True, eq=False)
class Ranks:
    """u: pairs of one earlier and one later answer in which the later is higher, ties counting half.

    higher: the same as a share of all pairs, 0.5 where nothing moved. limits, p_value: of that share, by Brunner and
    Munzel, without any assumption on the two distributions. p_value_alike: that the periods have one distribution, by
    Mann and Whitney, with the variance for ties and no continuity correction. NaN where a period is empty and where
    all answers are the same; limits and p_value also where no answer of one period lies among those of the other.
    """

    u: Floats
    higher: Floats
    limits: Limits
    p_value: Floats
    p_value_alike: Floats


def compare(levels: ArrayLike, level: ArrayLike = 0.95) -> Ranks:
    """From how often each level was chosen, worst level first: shape (2, ..., levels), (before, after) first.

    level: of the limits.
    """
    counts = floats(levels)
    n = counts.sum(axis=-1)
    (before, after), (n_before, n_after) = counts, n
    u = floats((after * (np.cumsum(before, axis=-1) - before / 2)).sum(axis=-1))
    pairs = n_before * n_after
    with np.errstate(divide="ignore", invalid="ignore"):
        higher = floats(u / pairs)
        error, df = _brunner_munzel(counts / n[..., np.newaxis], n)
        half = critical_value(level, df) * error
        return Ranks(
            u=np.where(pairs > 0, u, np.nan),
            higher=higher,
            limits=Limits(np.maximum(higher - half, 0.0), np.minimum(higher + half, 1.0)),
            p_value=two_sided_p((higher - 0.5) / error, df),
            p_value_alike=two_sided_p((u - pairs / 2) / _mann_whitney(before + after, pairs)),
        )


def _brunner_munzel(shares: Floats, n: Floats) -> tuple[Floats, Floats]:
    """The standard error of the share of pairs and its degrees of freedom; shares has the periods first."""
    middle = np.cumsum(shares, axis=-1) - shares / 2
    # How far up an answer of one period stands among those of the other.
    placement = middle[::-1]
    mean = (placement * shares).sum(axis=-1)
    spread = (placement**2 * shares).sum(axis=-1) - mean**2
    degrees = np.where(n > 1, n - 1, np.nan)
    squared = spread / degrees
    total = squared.sum(axis=0)
    total = np.where(total > _ROUNDING, total, np.nan)
    return np.sqrt(total), floats(total**2 / (squared**2 / degrees).sum(axis=0))


def _mann_whitney(tied: Floats, pairs: Floats) -> Floats:
    n = tied.sum(axis=-1)
    variance = pairs / 12 * (n + 1 - (tied**3 - tied).sum(axis=-1) / (n * (n - 1)))
    return np.sqrt(np.where(variance > 0, variance, np.nan))


_ROUNDING = 1e-15
