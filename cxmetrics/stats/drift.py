"""The drip that no single point shows: tabular CUSUM and EWMA, with how long each runs before it speaks.

Sources: Page (1954), Biometrika 41, 100-115; Roberts (1959), Technometrics 1, 239-250; the settings are those of
Montgomery, Introduction to Statistical Quality Control, chapter 9, and Lucas & Saccucci (1990), Technometrics 32, 1-12.
Run lengths solve the integral equations of Vance (1986), Journal of Quality Technology 18, 189-193, and Crowder (1987),
Technometrics 29, 401-407, by Gaussian quadrature.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from cxmetrics.stats.arrays import Floats, Limits, floats
from cxmetrics.stats.signals import Bools

CUSUM_SLACK, CUSUM_LIMIT = 0.5, 5.0
"""In sigmas: deviations below the slack do not add up; the sum that speaks. A false alarm every 465 points."""

EWMA_WEIGHT, EWMA_LIMIT = 0.2, 2.962
"""The weight of the newest point; the limit in sigmas of the average. A false alarm every 500 points."""

_NODES = 80


@dataclass(frozen=True, slots=True, eq=False)
class Cusum:
    """Sums of what lies above (up) and below (down) the target by more than the slack, in sigmas, and who exceeds."""

    up: Floats
    down: Floats
    signals: Bools


@dataclass(frozen=True, slots=True, eq=False)
class Ewma:
    """The moving average in the unit of the series, its two limits (constant), and which points pass them."""

    average: Floats
    limits: Limits
    signals: Bools


def cusum(
    values: ArrayLike, target: float, sigma: float, slack: float = CUSUM_SLACK, limit: float = CUSUM_LIMIT
) -> Cusum:
    """Both sums over (..., points), never below 0; a missing value leaves them as they are.

    sigma: the standard deviation of a point, from a baseline that is known to be stable; NaN or 0 gives NaN sums.
    """
    y = floats(values)
    z = (y - target) / (sigma if sigma > 0 else np.nan)
    up, down = np.empty_like(z), np.empty_like(z)
    high = low = np.zeros(z.shape[:-1])
    for i in range(z.shape[-1]):
        step, missing = z[..., i], np.isnan(y[..., i])
        high = np.where(missing, high, np.maximum(high + step - slack, 0.0))
        low = np.where(missing, low, np.maximum(low - step - slack, 0.0))
        up[..., i], down[..., i] = high, low
    return Cusum(up, down, (up > limit) | (down > limit))


def ewma(
    values: ArrayLike, target: float, sigma: float, weight: float = EWMA_WEIGHT, limit: float = EWMA_LIMIT
) -> Ewma:
    """The average over (..., points), starting at the target; a missing value leaves it as it is.

    The limits are those of a long series, which the run lengths are known for; sigma: as for cusum.
    """
    y = floats(values)
    average = np.empty_like(y)
    current = np.full(y.shape[:-1], target)
    for i in range(y.shape[-1]):
        current = np.where(np.isnan(y[..., i]), current, current + weight * (y[..., i] - current))
        average[..., i] = current
    reach = limit * np.sqrt(weight / (2 - weight)) * (sigma if sigma > 0 else np.nan)
    limits = Limits(np.full_like(y, target - reach), np.full_like(y, target + reach))
    return Ewma(average, limits, (average < limits.lower) | (average > limits.upper))


def speaks(deviations: ArrayLike) -> Bools:
    """The points of (..., points), in sigmas from their centre, at which CUSUM or EWMA speaks."""
    return np.asarray(cusum(deviations, 0.0, 1.0).signals | ewma(deviations, 0.0, 1.0).signals)


def cusum_run_length(shift: float, slack: float = CUSUM_SLACK, limit: float = CUSUM_LIMIT) -> float:
    """Points until the two-sided CUSUM speaks, on average, when the mean has moved by so many sigmas; 465 for 0."""
    return 1 / (1 / _one_sided(shift, slack, limit) + 1 / _one_sided(-shift, slack, limit))


def ewma_run_length(shift: float, weight: float = EWMA_WEIGHT, limit: float = EWMA_LIMIT) -> float:
    """Points until the EWMA speaks, on average, when the mean has moved by so many sigmas; 500 for 0."""
    reach = limit * np.sqrt(weight / (2 - weight))
    x, w = _quadrature(-reach, reach)
    start = np.append(x, 0.0)[:, np.newaxis]
    kernel = _density((x - (1 - weight) * start) / weight - shift) * w / weight
    return _from_zero(np.column_stack([kernel, np.zeros(x.size + 1)]))


def _one_sided(shift: float, slack: float, limit: float) -> float:
    x, w = _quadrature(0.0, limit)
    start = np.append(x, 0.0)[:, np.newaxis]
    kernel = _density(x + slack - start - shift) * w
    return _from_zero(np.column_stack([kernel, ndtr(slack - start - shift)]))


def _from_zero(moves: Floats) -> float:
    """The mean time to absorption from the last state, given the chances of moving between the states."""
    return float(np.linalg.solve(np.eye(len(moves)) - moves, np.ones(len(moves)))[-1])


def _quadrature(lower: float, upper: float) -> tuple[Floats, Floats]:
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    half = (upper - lower) / 2
    return floats(lower + half * (nodes + 1)), floats(half * weights)


def _density(z: Floats) -> Floats:
    return floats(np.exp(-z * z / 2) / np.sqrt(2 * np.pi))
