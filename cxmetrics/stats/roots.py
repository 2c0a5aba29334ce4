"""Where falling functions cross zero, thousands at once: a secant that is never let out of its bracket.

Source: Dekker (1969), in Constructive Aspects of the Fundamental Theorem of Algebra, 37-48.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from cxmetrics.stats.arrays import Floats, floats

_MOST_STEPS = 100
_CLOSE = 1e-10
"""After a secant step this short twelve digits are right, because each step nearly squares the distance."""


def falling_root(function: Callable[[Floats], Floats], low: ArrayLike, high: ArrayLike, start: Floats) -> Floats:
    """x in [low, high] where a function that falls in x is 0, or the start where it is undefined.

    x is of the order of 1; start is a guess inside the bracket. The function is best nearly straight with slope -1, as
    the first step assumes. A step that would leave the bracket goes to its middle instead, as does every eighth one, so
    that no shape of the function can hold the search up.
    """
    low, high, x = floats(low), floats(high), start
    value = function(x)
    step = value
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        for count in range(1, _MOST_STEPS):
            low, high = np.where(value >= 0, x, low), np.where(value <= 0, x, high)
            close = ~(np.abs(step) > _CLOSE)
            safe = close | ((x + step > low) & (x + step < high) & (count % 8 != 0))
            following = np.where(safe, x + np.nan_to_num(step), (low + high) / 2)
            if close.all():
                return following
            value_before, value = value, function(following)
            step = np.where(close, 0.0, -value * (following - x) / (value - value_before))
            x = following
    return x
