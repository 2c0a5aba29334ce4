"""How much more periods differ from one another than their answers explain: the variance between them.

Source: DerSimonian & Laird (1986), Controlled Clinical Trials 7, 177-188; R metafor calls it rma(method="DL").
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from cxmetrics.stats.arrays import Floats, Limits, floats
from cxmetrics.stats.quantiles import critical_value, two_sided_p


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


class Height(NamedTuple):
    """What periods have in common: limits have the shape of the levels; p_value: that it is 0."""

    height: float
    limits: Limits
    p_value: float


def height(values: ArrayLike, variances: ArrayLike, levels: ArrayLike = 0.95) -> Height | None:
    """The random-effects mean of (periods,), Student's t with periods - 1 where they differ beyond their variances.

    None where fewer than two periods are known.
    """
    between = tau_squared(values, variances)
    if np.isnan(between.tau_squared):
        return None
    y, v = floats(values), floats(variances)
    usable = np.isfinite(y) & (v > 0)
    weight = 1 / (v[usable] + float(between.tau_squared))
    mean = float(weight @ y[usable] / weight.sum())
    error = float(1 / np.sqrt(weight.sum()))
    df = float(between.df) if between.tau_squared > 0 else np.inf
    half = critical_value(levels, df) * error
    return Height(mean, Limits(mean - half, mean + half), float(two_sided_p(mean / error, df)))
