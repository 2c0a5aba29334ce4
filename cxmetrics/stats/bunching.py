"""Bunching: whether more durations end just below a target than the smooth run of the others lets expect.

Sources: Saez (2010), American Economic Journal: Economic Policy 2, 180-212; Chetty, Friedman, Olsen & Pistaferri
(2011), Quarterly Journal of Economics 126, 749-804; the survey of Kleven (2016), Annual Review of Economics 8, 435-464.
Instead of their polynomial of counts with a bootstrap, a Poisson regression on both sides is fitted, and what it lets
expect just below the target scatters as a negative binomial with its error: counts are small and their tails are heavy.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from cxmetrics.stats.arrays import floats

SIDE = 12
"""Bins to either side of the target from which the smooth run is learned."""

_LEFT_OUT = (-1, 0)
"""The bin just below the target, and the one from which contacts were moved there."""

_WIDTH = 0.02
_FEWEST_EXPECTED = 5.0


@dataclass(frozen=True, slots=True)
class Bunching:
    """observed, expected: durations from `target - width` to below the target. interval: of observed less what
    the smooth run may bring. p_value: that there is no more; two-sided. Seconds.
    """

    target: float
    width: float
    observed: int
    expected: float
    interval: tuple[float, float]
    p_value: float


def width_of(target: float, seconds: ArrayLike) -> float:
    """Of a bin: a fiftieth of the target in whole units of the clock, which is read off the durations themselves."""
    unit = int(np.gcd.reduce(np.asarray(seconds, dtype=np.int64), initial=0)) or 1
    return float(max(1, math.ceil(target * _WIDTH / unit - 1e-9)) * unit)


def bunching(seconds: ArrayLike, n: ArrayLike, target: float, level: float = 0.95) -> Bunching | None:
    """Of n contacts at each of these whole seconds; None where fewer than five were to be expected just below.

    The logarithm of the counts is taken as a parabola over SIDE bins to either side, without the two at the target.
    Counts that scatter more than Poisson's widen the interval.
    """
    from scipy.stats import nbinom
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    at, many = floats(seconds), floats(n)
    width = width_of(target, at)
    number = np.floor((at - target) / width)
    near = (number >= -SIDE) & (number < SIDE) & (at > 0)
    bins = np.arange(-SIDE, SIDE)
    bins = bins[bins * width + target > 0]
    counts = floats([many[near & (number == which)].sum() for which in bins])
    fitted = ~np.isin(bins, _LEFT_OUT)
    design = np.stack([np.ones(bins.size), (bins + 0.5) / SIDE, ((bins + 0.5) / SIDE) ** 2], axis=1)
    df = int(fitted.sum()) - design.shape[1]
    if df < SIDE or counts[fitted].sum() < _FEWEST_EXPECTED * fitted.sum():
        return None
    model = GLM(counts[fitted], design[fitted], family=Poisson()).fit()
    row = design[bins == -1][0]
    expected = float(np.exp(row @ model.params))
    if not expected >= _FEWEST_EXPECTED:
        return None
    scatter = max(float(model.pearson_chi2) / df, 1.0)
    variance = scatter * (expected + expected**2 * float(row @ model.cov_params() @ row))
    observed = int(counts[bins == -1][0])
    smooth = nbinom(expected**2 / (variance - expected), expected / variance)
    low, high = observed - smooth.ppf([(1 + level) / 2, (1 - level) / 2])
    return Bunching(
        target=target,
        width=width,
        observed=observed,
        expected=expected,
        interval=(float(low), float(high)),
        p_value=float(min(2 * smooth.sf(observed - 1), 2 * smooth.cdf(observed), 1.0)),
    )
