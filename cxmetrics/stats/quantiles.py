"""Critical values and two-sided p-values of the normal and Student's t distribution."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr, stdtrit

from cxmetrics.stats.arrays import Floats, floats


def critical_value(level: ArrayLike, df: ArrayLike = np.inf) -> Floats:
    """The two-sided critical value at a confidence level in (0, 1): 1.96 at 0.95; normal where df is infinite."""
    return floats(stdtrit(floats(df), (1 + floats(level)) / 2))


def two_sided_p(statistic: ArrayLike, df: ArrayLike = np.inf) -> Floats:
    """The chance of a statistic at least this far from 0 in either direction; normal where df is infinite."""
    return floats(2 * stdtr(floats(df), -np.abs(floats(statistic))))
