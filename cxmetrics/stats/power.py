"""How large a change must be to be seen, how many answers it takes, and what a margin can prove, by the normal formula.

Source: Chow, Shao & Wang (2008), Sample Size Calculations in Clinical Research, section 3.2.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from cxmetrics.stats.arrays import Floats, floats
from cxmetrics.stats.quantiles import critical_value

POWER = 0.80
"""The chance of seeing a change that the product promises wherever it names a sample size."""


def detectable_change(standard_error: ArrayLike, level: ArrayLike = 0.95, power: ArrayLike = POWER) -> Floats:
    """The smallest true change that is seen with this power: 2.80 standard errors of the difference by default."""
    return _reach(level, power) * floats(standard_error)


def answers_per_period(
    variances: ArrayLike, change: ArrayLike, level: ArrayLike = 0.95, power: ArrayLike = POWER, swing: ArrayLike = 0.0
) -> Floats:
    """The n of each of two periods that sees the change with this power, not rounded; infinite where none does.

    variances: of one answer of each period, added, times the design effect where answers are clustered. swing: the
    part of the variance of the difference that no answer reduces, 2 tau^2.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        room = (floats(change) / _reach(level, power)) ** 2 - floats(swing)
        return np.where(room > 0, floats(variances) / room, np.inf)


def power_against(change: ArrayLike, standard_error: ArrayLike, level: ArrayLike = 0.95) -> Floats:
    """The chance that the interval leaves out 0, on the side of the change, where the change is true."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return floats(ndtr(np.abs(floats(change)) / floats(standard_error) - critical_value(level)))


def chance_inside(margin: ArrayLike, reach: ArrayLike, standard_error: ArrayLike) -> Floats:
    """The chance that a bound that lies `reach` beyond the estimate stays inside the margin where nothing changed."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return floats(ndtr((floats(margin) - floats(reach)) / floats(standard_error)))


def _reach(level: ArrayLike, power: ArrayLike) -> Floats:
    return floats(critical_value(level) + floats(ndtri(floats(power))))
