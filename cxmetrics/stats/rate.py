"""Events per unit of exposure: the score interval of a Poisson rate, and MOVER of two of them.

statsmodels calls them confint_poisson(method="score") and confint_poisson_2indep(compare="diff", method="mover").
Counts that scatter more than Poisson's are judged as quasi-Poisson: McCullagh & Nelder (1989), section 6.2.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from cxmetrics.stats import mover
from cxmetrics.stats.arrays import Difference, Floats, Limits, floats


def interval(count: ArrayLike, exposure: ArrayLike, critical: ArrayLike) -> Limits:
    """Score limits of a rate at a critical value, never below 0; NaN where the exposure is 0."""
    x, time, z = floats(count), floats(exposure), floats(critical)
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = (x + z * z / 2) / time
        half = z * np.sqrt(x + z * z / 4) / time
        return Limits(np.where(x == 0, x / time, centre - half), centre + half)


def statistic(rate: Floats, count: Floats, exposure: Floats) -> Floats:
    """The score statistic at a hypothetical rate."""
    return (count / exposure - rate) / np.sqrt(rate / exposure)


def difference(
    count: ArrayLike, exposure: ArrayLike, levels: ArrayLike, dispersion: ArrayLike = 1.0, df: ArrayLike = np.inf
) -> Difference:
    """MOVER of two score intervals; counts and exposures have (before, after) on the first axis.

    dispersion and df: as `dispersion` gives them. Dividing both count and exposure by the dispersion keeps the rate
    and multiplies its variance, which is all that quasi-Poisson means.
    """
    scale = floats(dispersion)[..., np.newaxis]
    x, time = (floats(number)[..., np.newaxis] / scale for number in (count, exposure))
    with np.errstate(divide="ignore", invalid="ignore"):
        estimate = x / time
    return mover.difference(
        estimate,
        interval=lambda critical: interval(x, time, critical),
        statistic=lambda rate: statistic(rate, x, time),
        levels=floats(levels),
        df=floats(df)[..., np.newaxis],
    )


def dispersion(
    residual_m2: ArrayLike, rate: ArrayLike, exposure: ArrayLike, records: ArrayLike
) -> tuple[Floats, Floats]:
    """How many times more the records scatter than Poisson counts do, never below 1, with its degrees of freedom.

    Pearson's statistic pooled over the periods on the first axis, each record taken at its period's mean exposure;
    residual_m2: sum over records of (count - rate exposure)^2. The degrees are infinite where 1 is the answer: then
    nothing was estimated that could be wrong.
    """
    size, expected = floats(records), floats(rate) * floats(exposure)
    df = size.sum(axis=0) - size.shape[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        pearson = np.where(expected > 0, floats(residual_m2) * size / expected, 0.0).sum(axis=0)
        scatter = np.where(df > 0, np.fmax(pearson / df, 1.0), 1.0)
    return scatter, np.where(scatter > 1, df, np.inf)
