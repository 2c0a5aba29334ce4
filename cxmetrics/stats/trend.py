"""Whether a series climbs: a straight line through periods that are not equally well known.

Source: weighted least squares with known sampling variances and an extra variance tau^2 between periods, the
meta-regression of Berkey et al. (1995), Statistics in Medicine 14, 395-411, with tau^2 by the method of moments of
DerSimonian & Laird (1986), Controlled Clinical Trials 7, 177-188, around the line.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from cxmetrics.stats.arrays import Floats, Limits, floats
from cxmetrics.stats.quantiles import critical_value, two_sided_p

_FEWEST = 3


@dataclass(frozen=True, slots=True, eq=False)
class Trend:
    """slope: units per unit of time. limits: of the slope, shape (levels,). tau2: in the squared unit.

    df: infinite where tau2 is 0. intercept: the height of the line at time 0.
    """

    intercept: float
    slope: float
    standard_error: float
    limits: Limits
    p_value: float
    tau2: float
    df: float


def trend(
    times: ArrayLike, values: ArrayLike, squared_errors: ArrayLike, levels: ArrayLike = 0.95, tau2: float | None = None
) -> Trend | None:
    """The line through (points,), weighted by 1 / (squared_error + tau2); points with anything missing are left out.

    tau2: from elsewhere, or estimated around this line where None. None where fewer than three points, or points at
    one time only, are known, and where a squared error is not positive.
    """
    t, y, v = floats(times), floats(values), floats(squared_errors)
    known = ~np.isnan(t + y + v)
    t, y, v = t[known], y[known], v[known]
    if t.size < _FEWEST or np.ptp(t) == 0 or (v <= 0).any():
        return None
    if tau2 is None:
        tau2 = _extra_variance(t, y, v)
    design = np.column_stack([np.ones_like(t), t])
    covariance, coefficients = _fit(design, y, 1 / (v + tau2))
    error = float(np.sqrt(covariance[1, 1]))
    slope = float(coefficients[1])
    df = float(t.size - 2) if tau2 > 0 else np.inf
    half = critical_value(levels, df) * error
    return Trend(
        intercept=float(coefficients[0]),
        slope=slope,
        standard_error=error,
        limits=Limits(slope - half, slope + half),
        p_value=float(two_sided_p(slope / error, df)),
        tau2=tau2,
        df=df,
    )


def _fit(design: Floats, y: Floats, weights: Floats) -> tuple[Floats, Floats]:
    covariance = floats(np.linalg.inv(design.T @ (weights[:, np.newaxis] * design)))
    return covariance, covariance @ (design.T @ (weights * y))


def _extra_variance(t: Floats, y: Floats, v: Floats) -> float:
    design = np.column_stack([np.ones_like(t), t])
    w = 1 / v
    covariance, coefficients = _fit(design, y, w)
    excess = float(w @ (y - design @ coefficients) ** 2) - (t.size - 2)
    scale = float(w.sum() - np.trace(covariance @ (design.T @ ((w * w)[:, np.newaxis] * design))))
    return max(excess / scale, 0.0)
