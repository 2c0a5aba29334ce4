"""Ratios of two sums over customers: sum of y by sum of x, where both vary from customer to customer.

Source: the delta method for a ratio estimator, Cochran (1977), Sampling Techniques, section 6.3; in experiments
Deng, Knoblich & Lu (2018), KDD, 233-242.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from cxmetrics.stats.arrays import Floats, floats

_ROUNDING = 1e-13


def residual_m2(ratio: ArrayLike, m2: ArrayLike, x_m2: ArrayLike, cross: ArrayLike) -> Floats:
    """Sum over customers of (y - ratio x)^2, from the centred sums of y and x; exactly 0 where y follows x."""
    r = floats(ratio)
    scale = floats(m2) + r * r * floats(x_m2)
    residual = scale - 2 * r * floats(cross)
    return np.where(residual > _ROUNDING * scale, residual, 0.0)


def squared_error(n: ArrayLike, x_total: ArrayLike, residual: ArrayLike) -> Floats:
    """Of the ratio: residual_m2 over n customers by the delta method; NaN where n < 2 or x sums to 0."""
    size = floats(n)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(size > 1, size / (size - 1), np.nan) * floats(residual) / floats(x_total) ** 2
