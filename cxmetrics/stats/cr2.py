"""The error of a difference from few or unequal keys, corrected for how much each key pulls its period's mean.

Sources: Bell & McCaffrey (2002), Survey Methodology 28, 169-181; Pustejovsky & Tipton (2018), Journal of Business &
Economic Statistics 36, 672-683, who call it CR2. For a difference of two means their matrices have a closed form: a
key with the share h of a period's records has its residuals there divided by sqrt(1 - h).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cxmetrics.stats.arrays import floats


@dataclass(frozen=True, slots=True)
class Corrected:
    """groups: distinct keys over both periods. variance: of mean after minus mean before, in the squared unit of y.

    df: Satterthwaite's degrees of freedom if records were independent and alike. Variance and df are NaN where one key
    alone answered a period.
    """

    groups: int
    variance: float
    df: float


def corrected(y: ArrayLike, later: ArrayLike, key: NDArray[Any]) -> Corrected:
    """Of one number y per record, whether the record is of the later period, and its key; both periods have records."""
    values, after = floats(y), np.asarray(later, dtype=bool)
    keys, group = np.unique(key, return_inverse=True)
    influence = np.zeros(keys.size)
    weights, spread = [], np.zeros(keys.size)
    for period, sign in ((~after, -1), (after, 1)):
        n = np.count_nonzero(period)
        residual = (values[period] - values[period].mean()) / n
        records = np.bincount(group[period], minlength=keys.size)
        adjustment = 1 / np.sqrt(np.where(records < n, 1 - records / n, np.nan))
        influence += sign * adjustment * np.bincount(group[period], weights=residual, minlength=keys.size)
        weights.append(adjustment * records / n**1.5)
        spread += records / n**2
    if np.isnan(influence).any():
        return Corrected(keys.size, np.nan, np.nan)
    # The matrix of the quadratic form: spread on the diagonal, minus the products of the weights beside it.
    before, behind = weights
    squares = before @ before, before @ behind, behind @ behind
    beside = squares[0] ** 2 + 2 * squares[1] ** 2 + squares[2] ** 2 - ((before**2 + behind**2) ** 2).sum()
    return Corrected(
        groups=keys.size,
        variance=float((influence**2).sum()),
        df=float(spread.sum() ** 2 / ((spread**2).sum() + beside)),
    )
