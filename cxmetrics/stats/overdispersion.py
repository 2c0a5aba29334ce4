"""How much more periods differ from one another than their answers explain: the variance between them.

Source: DerSimonian & Laird (1986), Controlled Clinical Trials 7, 177-188; R metafor calls it rma(method="DL").
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from cxmetrics.stats.arrays import Floats, floats


class Overdispersion(NamedTuple):
    """tau_squared: variance between periods, never below 0, in the squared unit of the values; NaN for fewer than 2.

    q: Cochran's statistic, with df = periods - 1. p_value: the chance of such a q where periods do not differ.
    """

    tau_squared: Floats
    q: Floats
    df: Floats
    p_value: Floats


def tau_squared(values: ArrayLike, variances: ArrayLike) -> Overdispersion:
    """Of periods on the first axis; variances: the squared standard error of each value. NaN periods do not count."""
    y, v = np.broadcast_arrays(floats(values), floats(variances))
    usable = np.isfinite(y) & (v > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = np.where(usable, 1 / v, 0.0)
        total = weight.sum(axis=0)
        centre = np.where(usable, weight * y, 0.0).sum(axis=0) / total
        q = np.where(usable, weight * (y - centre) ** 2, 0.0).sum(axis=0)
        df = floats(usable.sum(axis=0) - 1)
        between = (q - df) / (total - (weight**2).sum(axis=0) / total)
    known = df > 0
    return Overdispersion(
        tau_squared=np.where(known, np.maximum(between, 0.0), np.nan),
        q=q,
        df=df,
        p_value=np.where(known, chdtrc(np.maximum(df, 1), q), np.nan),
    )
