"""What counts as a signal on a control chart: one fixed set of four rules, the same for every chart.

Source: the rules of NHS England's Making Data Count, as NHSRplotthedots draws them. A point has the first that holds:
outside the limits; one of seven points that rise or fall without a pause; beyond two thirds of the way to a limit, and
one of two such among three points on one side; one of seven points on one side of the centre. How often a stable
process sets off at least one of them is told by xmr.false_alarm_rate.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cxmetrics.stats.arrays import Floats, floats

Bools = NDArray[np.bool_]
Words = NDArray[np.str_]

LIMIT = 3.0
"""How many sigmas the limits lie from the centre."""

_RUN = 7


class Signal(StrEnum):
    """What a point is; the words are those of NHSRplotthedots."""

    NONE = "Common Cause"
    ABOVE = "Above UCL"
    BELOW = "Below LCL"
    RISING = "7 Point Trend (Increasing)"
    FALLING = "7 Point Trend (Decreasing)"
    TWO_HIGH = "2 in 3 Above CL"
    TWO_LOW = "2 in 3 Below CL"
    RUN_ABOVE = "7 Points Above CL"
    RUN_BELOW = "7 Points Below CL"


def signals(values: ArrayLike, centre: ArrayLike, sigma: ArrayLike) -> Words:
    """The Signal of every point of (..., points) as a word; centre and sigma broadcast against the values.

    A missing value is no signal and interrupts runs and trends; where sigma is NaN only these two are looked for.
    """
    y = floats(values)
    distance = y - floats(centre)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = distance / floats(sigma)
    above, below = z > LIMIT, z < -LIMIT
    side = np.sign(distance)
    rising, falling = (_members(sign * y, _RUN, lambda run: _all_positive(np.diff(run, axis=0))) for sign in (1, -1))
    # The turning point between two trends belongs to the one that follows.
    turned = np.append(np.diff(y), np.full_like(y[..., :1], np.nan), axis=-1)
    # Nearness coded with the side: 2 or -2 between two thirds of the limit and the limit, 1 or -1 elsewhere.
    near = side * (1 + ((np.abs(z) > 2 / 3 * LIMIT) & ~above & ~below))
    high, low = ((sign * near == 2) & _members(sign * near, 3, _two_in_three) for sign in (1, -1))
    run_above, run_below = (_members(sign * side, _RUN, _all_positive) for sign in (1, -1))
    found = {
        Signal.ABOVE: above,
        Signal.BELOW: below,
        Signal.RISING: rising & ~(falling & (turned < 0)),
        Signal.FALLING: falling,
        Signal.TWO_HIGH: high,
        Signal.TWO_LOW: low,
        Signal.RUN_ABOVE: run_above,
        Signal.RUN_BELOW: run_below,
    }
    words: Words = np.select(list(found.values()), [str(signal) for signal in found], str(Signal.NONE))
    return words


def _all_positive(run: Floats) -> Bools:
    return np.asarray((run > 0).all(axis=0))


def _two_in_three(near: Floats) -> Bools:
    return np.asarray(_all_positive(near) & (np.count_nonzero(near == 2, axis=0) >= 2))


def _members(series: Floats, width: int, accepts: Callable[[Floats], Bools]) -> Bools:
    """The points of (..., points) in any window of that width that is accepted, given as (width, ..., windows)."""
    member = np.zeros(series.shape, dtype=bool)
    if (starts := series.shape[-1] - width + 1) > 0:
        hits = accepts(np.stack([series[..., offset : offset + starts] for offset in range(width)]))
        for offset in range(width):
            member[..., offset : offset + starts] |= hits
    return member
