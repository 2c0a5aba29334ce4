"""The shapes that the statistics hand to each other: limits of an interval and the difference of two periods."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


class Limits(NamedTuple):
    """The two ends of an interval, in the unit of what is estimated; NaN where undefined."""

    lower: Floats
    upper: Floats


class Difference(NamedTuple):
    """After minus before, with the error bars of the two periods that it was drawn from.

    periods: both estimates, first axis (before, after). bars: their limits, shape (2, ..., levels). change and
    p_value (two-sided): shape (...). limits: of the change, shape (..., levels).
    """

    periods: Floats
    bars: Limits
    change: Floats
    limits: Limits
    p_value: Floats


def floats(values: ArrayLike) -> Floats:
    """The values as float64, copied only where they are something else."""
    return np.asarray(values, dtype=np.float64)
