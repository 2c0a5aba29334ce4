"""What a published Net Promoter Score alone says about the answers behind it.

The score s (from -1 to 1) fixes p - d but not p + d: the variance of one answer lies between |s| - s^2, where one of
the two groups is empty, and 1 - s^2, where nobody is passive.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from cxmetrics.stats.arrays import Floats, floats


class Counts(NamedTuple):
    """Promoters and detractors, not necessarily whole."""

    promoters: Floats
    detractors: Floats


def most_varied(score: ArrayLike, n: ArrayLike) -> Counts:
    """The counts of the largest variance, 1 - s^2: no passives."""
    s, size = floats(score), floats(n)
    return Counts(size * (1 + s) / 2, size * (1 - s) / 2)


def least_varied(score: ArrayLike, n: ArrayLike) -> Counts:
    """The counts of the smallest variance, |s| - s^2: no detractors, or no promoters where s is negative."""
    s, size = floats(score), floats(n)
    return Counts(size * np.maximum(s, 0.0), size * np.maximum(-s, 0.0))
