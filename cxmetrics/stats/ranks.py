"""Answers on a scale whose steps nobody has measured: whether later answers rank higher.

Sources: Mann & Whitney (1947), Annals of Mathematical Statistics 18, 50-60, with the variance for ties of Lehmann
(1975), Nonparametrics. It is the check beside Welch's difference of means, which takes the steps as equal.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from cxmetrics.stats.arrays import Floats, floats
from cxmetrics.stats.quantiles import two_sided_p


@dataclass(frozen=True, slots=True, eq=False)
class Ranks:
    """u: pairs of one earlier and one later answer in which the later is higher, ties counting half.

    higher: the same as a share of all pairs, 0.5 where nothing moved. p_value: two-sided, normal with the variance for
    ties, no continuity correction. NaN where a period is empty, the p-value also where all answers are the same.
    """

    u: Floats
    higher: Floats
    p_value: Floats


def compare(levels: ArrayLike) -> Ranks:
    """From how often each level was chosen, worst level first: shape (2, ..., levels), (before, after) first."""
    before, after = floats(levels)
    n_before, n_after = before.sum(axis=-1), after.sum(axis=-1)
    below = np.cumsum(before, axis=-1) - before
    u = floats((after * (below + before / 2)).sum(axis=-1))
    n, tied = n_before + n_after, before + after
    pairs = n_before * n_after
    with np.errstate(divide="ignore", invalid="ignore"):
        ties = (tied**3 - tied).sum(axis=-1) / (n * (n - 1))
        variance = pairs / 12 * (n + 1 - ties)
        z = (u - pairs / 2) / np.sqrt(np.where(variance > 0, variance, np.nan))
        return Ranks(np.where(pairs > 0, u, np.nan), floats(u / pairs), two_sided_p(z))
