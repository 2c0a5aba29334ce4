"""How large a change must be to be seen, and how many answers it takes, by the normal formula.

Source: Chow, Shao & Wang (2008), Sample Size Calculations in Clinical Research, section 3.2.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from cxmetrics.stats.arrays import Floats, floats
from cxmetrics.stats.quantiles import critical_value

POWER = 0.80
"""The chance of seeing a change that the product promises wherever it names a sample size."""


def detectable_change(standard_error: ArrayLike, level: ArrayLike = 0.95) -> Floats:
    """The smallest true change that is seen with 80 % power: 2.80 standard errors of the difference at level 0.95."""
    return _reach(level) * floats(standard_error)


def answers_per_period(variances: ArrayLike, change: ArrayLike, level: ArrayLike = 0.95) -> Floats:
    """The n of each of two periods that sees the change with 80 % power, not rounded; infinite for a change of 0.

    variances: of one answer of each period, added, times the design effect where answers are clustered.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return _reach(level) ** 2 * floats(variances) / floats(change) ** 2


def _reach(level: ArrayLike) -> Floats:
    return critical_value(level) + ndtri(POWER)
