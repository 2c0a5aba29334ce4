"""What the calendar does: a series without its season, and a change without the one that comes every year.

Sources: least squares with a trend and one effect per calendar month, Hyndman & Athanasopoulos, Forecasting: Principles
and Practice, section 7.4; Satterthwaite (1946), Biometrics Bulletin 2, 110-114, for four variances added.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from cxmetrics.stats.arrays import Floats, Limits, floats
from cxmetrics.stats.quantiles import critical_value, two_sided_p

MONTHS = 12

_YEARS = 2
"""How often each month must have been seen before its effect can be told from chance."""


@dataclass(frozen=True, slots=True, eq=False)
class Seasonal:
    """effects: of each position in the year on the series, adding up to 0, from that of the first value on.

    adjusted: the series less its effects, so with its level and its trend. NaN where it is too short.
    """

    effects: Floats
    adjusted: Floats


@dataclass(frozen=True, slots=True, eq=False)
class SeasonalChange:
    """This year's change less last year's: limits have shape (..., levels), p_value is two-sided."""

    change: Floats
    limits: Limits
    p_value: Floats


def deseasonalised(values: ArrayLike, period: int = MONTHS) -> Seasonal:
    """The series of (points,) at equal steps of time without what recurs every `period` of them; NaN is missing.

    Below two values for every position (24 months) nothing is known about the season, and everything is NaN.
    """
    y = floats(values)
    position, known = np.arange(y.size) % period, ~np.isnan(y)
    if np.bincount(position[known], minlength=period).min() < _YEARS:
        return Seasonal(np.full(period, np.nan), np.full_like(y, np.nan))
    design = floats(np.column_stack([np.arange(y.size), position[:, np.newaxis] == np.arange(period)]))
    levels = np.linalg.lstsq(design[known], y[known])[0][1:]
    effects = levels - levels.mean()
    return Seasonal(effects, y - effects[position])


def difference_in_seasons(
    values: ArrayLike, squared_errors: ArrayLike, n: ArrayLike, levels: ArrayLike
) -> SeasonalChange:
    """(this - last) less the same pair a year ago, four sampling variances added.

    All three of shape (2, 2, ...): the earlier year and the later, in each (before, after). NaN where a period has
    fewer than two answers, and where nothing varies.
    """
    means, squared, size = floats(values), floats(squared_errors), floats(n)
    past, present = means[:, 1] - means[:, 0]
    change = floats(present - past)
    total = squared.sum(axis=(0, 1))
    total = np.where(total > 0, total, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        df = total**2 / (squared**2 / np.where(size > 1, size - 1, np.nan)).sum(axis=(0, 1))
    half = critical_value(levels, df[..., np.newaxis]) * np.sqrt(total)[..., np.newaxis]
    return SeasonalChange(
        change=change,
        limits=Limits(change[..., np.newaxis] - half, change[..., np.newaxis] + half),
        p_value=two_sided_p(change / np.sqrt(total), df),
    )
