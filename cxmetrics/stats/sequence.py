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
    difference, squared = floats(change), floats(squared_error)
    error = np.sqrt(np.where(squared > 0, squared, np.nan))
    half = critical_value(n, level, tightest_at) * error
    return Look(Limits(difference - half, difference + half), p_value(difference / error, n, level, tightest_at))


def critical_value(n: ArrayLike, level: ArrayLike = 0.95, tightest_at: float = TIGHTEST_AT) -> Floats:
    """How many standard errors the limits lie from the difference after n answers; NaN where there are none."""
    information = _information(n, level, tightest_at)
    half = 2 * (information + 1) / information * np.log(np.sqrt(information + 1) / (1 - floats(level)))
    return floats(np.sqrt(half))


def p_value(
    standard_errors: ArrayLike, n: ArrayLike, level: ArrayLike = 0.95, tightest_at: float = TIGHTEST_AT
) -> Floats:
    """Of a difference so many standard errors from 0; below 1 - level exactly beyond the critical value."""
    information = _information(n, level, tightest_at)
    evidence = floats(standard_errors) ** 2 * information / (2 * (information + 1)) - np.log(information + 1) / 2
    return floats(np.exp(np.minimum(-evidence, 0.0)))


def _information(n: ArrayLike, level: ArrayLike, tightest_at: float) -> Floats:
    size, alpha = floats(n), 1 - floats(level)
    rho2 = (-2 * np.log(alpha) + np.log(-2 * np.log(alpha) + 1)) / tightest_at
    return floats(np.where(size > 0, size, np.nan) * rho2)
