"""What the calendar does: a series without its season, and a change without the one that comes every year.

Sources: least squares with a trend and one effect per calendar month, Hyndman & Athanasopoulos, Forecasting: Principles
and Practice, section 7.4; Satterthwaite (1946), Biometrics Bulletin 2, 110-114, for four variances added.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import fdtrc

from cxmetrics.stats.arrays import Floats, Limits, floats
from cxmetrics.stats.quantiles import critical_value, two_sided_p

MONTHS = 12

_ROUNDING = 1e-24
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
    effects = _effects(y[known], position, known)
    return Seasonal(effects, y - effects[position])


def deseasonalising(points: int, period: int = MONTHS) -> Floats:
    """The matrix by which a whole series is multiplied to be without its season: shape (points, points)."""
    position = np.arange(points) % period
    return floats(np.eye(points) - _effects(np.eye(points), position, np.ones(points, dtype=bool))[position])


def _effects(known_values: Floats, position: NDArray[np.intp], known: NDArray[np.bool_]) -> Floats:
    """By position in the year, of one series or of one in each column."""
    design = _seasons(position)
    levels = np.linalg.lstsq(design[known], known_values)[0][1:]
    return floats(levels - levels.mean(axis=0))


def _seasons(position: NDArray[np.intp]) -> Floats:
    """A straight line, and one level for each position in the year."""
    levels = position[:, np.newaxis] == np.arange(position.max() + 1)
    return floats(np.column_stack([np.arange(position.size), levels]))


def seasonality(values: ArrayLike, period: int = MONTHS) -> float:
    """The chance of such differences between the positions in the year where there is no season: an F test.

    Beside a straight line; NaN where `deseasonalised` knows nothing either.
    """
    y = floats(values)
    position, known = np.arange(y.size) % period, ~np.isnan(y)
    if np.bincount(position[known], minlength=period).min() < _YEARS:
        return float("nan")
    line = floats(np.column_stack([np.arange(y.size), np.ones(y.size)]))
    plain, full = (_residual(design[known], y[known]) for design in (line, _seasons(position)))
    df = int(known.sum()) - period - 1
    if df < 1 or full <= _ROUNDING * float(y[known] @ y[known]):
        return float("nan")
    return float(fdtrc(period - 1, df, (plain - full) / (period - 1) / (full / df)))


def _residual(design: Floats, y: Floats) -> float:
    return float(((y - design @ np.linalg.lstsq(design, y)[0]) ** 2).sum())


def difference_in_seasons(
    values: ArrayLike, squared_errors: ArrayLike, n: ArrayLike, levels: ArrayLike, most_df: float = np.inf
) -> SeasonalChange:
    """(this - last) less the same pair a year ago, four sampling variances added.

    All three of shape (2, 2, ...): the earlier year and the later, in each (before, after). most_df: of Student's t,
    where the errors hold something that was learned with so many. NaN where a period has fewer than two answers, and
    where nothing varies.
    """
    means, squared, size = floats(values), floats(squared_errors), floats(n)
    past, present = means[:, 1] - means[:, 0]
    change = floats(present - past)
    total = squared.sum(axis=(0, 1))
    total = np.where(total > 0, total, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        df = np.minimum(total**2 / (squared**2 / np.where(size > 1, size - 1, np.nan)).sum(axis=(0, 1)), most_df)
    half = critical_value(levels, df[..., np.newaxis]) * np.sqrt(total)[..., np.newaxis]
    return SeasonalChange(
        change=change,
        limits=Limits(change[..., np.newaxis] - half, change[..., np.newaxis] + half),
        p_value=two_sided_p(change / np.sqrt(total), df),
    )
