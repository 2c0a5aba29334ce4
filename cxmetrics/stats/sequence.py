"""A period that is still open: an interval that may be looked at every day without raising false alarms.

Source: Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas (2021), Time-uniform central limit theory and asymptotic
confidence sequences, arXiv:2103.06476 (version 7, equations 9, 155 and 161), as in gbstats' sequential tests.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from cxmetrics.stats.arrays import Floats, Limits, floats

TIGHTEST_AT = 5000.0
"""The number of answers in both periods together at which the sequence is narrowest beside an ordinary interval."""


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """One look at the difference: limits that hold at all looks together, and the p-value that may be stopped at."""

    limits: Limits
    p_value: Floats


def look(
    change: ArrayLike, squared_error: ArrayLike, n: ArrayLike, level: float = 0.95, tightest_at: float = TIGHTEST_AT
) -> Look:
    """Of a difference, its squared standard error and the answers of both periods together; these broadcast.

    tightest_at must be chosen before the first look. p_value is below 1 - level exactly where the limits exclude 0; it
    depends on the level through the tuning. NaN where nothing varies.
    """
    difference, squared, size = floats(change), floats(squared_error), floats(n)
    squared = np.where((squared > 0) & (size > 0), squared, np.nan)
    alpha = 1 - level
    rho2 = (-2 * np.log(alpha) + np.log(-2 * np.log(alpha) + 1)) / tightest_at
    information = size * rho2
    half = np.sqrt(2 * squared * (information + 1) / information * np.log(np.sqrt(information + 1) / alpha))
    evidence = difference**2 / squared * information / (2 * (information + 1)) - np.log(information + 1) / 2
    return Look(Limits(difference - half, difference + half), floats(np.exp(np.minimum(-evidence, 0.0))))
