"""The same people asked twice: Student's paired t, and McNemar's test of those who changed their answer.

Sources: Student (1908), Biometrika 6, 1-25; McNemar (1947), Psychometrika 12, 153-157; for the mid-p-value Fagerland,
Lydersen & Laake (2013), BMC Medical Research Methodology 13, 91. The interval of a paired difference of two shares is
Tango's, nps.interval of those who gained, those who lost and all pairs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import bdtr

from cxmetrics.stats.arrays import Floats, Limits, floats
from cxmetrics.stats.quantiles import critical_value, two_sided_p


@dataclass(frozen=True, slots=True, eq=False)
class PairedDifference:
    """change: the mean of after minus before over the complete pairs, which are counted; limits: shape (levels,)."""

    change: float
    limits: Limits
    p_value: float
    pairs: int


def difference(before: ArrayLike, after: ArrayLike, levels: ArrayLike) -> PairedDifference | None:
    """Of two values per person, shape (people,), NaN where missing; None below two pairs or where all moved alike."""
    moves = floats(after) - floats(before)
    moves = moves[~np.isnan(moves)]
    # Equal moves may differ by rounding, whose spread is no noise.
    if moves.size < 2 or np.ptp(moves) <= 1e-12 * np.abs(moves).max():
        return None
    change = float(moves.mean())
    error = float(moves.std(ddof=1) / np.sqrt(moves.size))
    half = critical_value(levels, moves.size - 1) * error
    p_value = float(two_sided_p(change / error, moves.size - 1))
    return PairedDifference(change, Limits(change - half, change + half), p_value, moves.size)


def mcnemar(gained: ArrayLike, lost: ArrayLike, *, mid: bool = True) -> Floats:
    """The two-sided p-value, given how many said no and then yes, and yes and then no; these broadcast.

    Twice the smaller binomial tail, less the chance of what was seen where the mid-p-value is asked for: the exact
    test errs well below its level, the mid-p hardly ever above. It is 1 where nobody changed.
    """
    up, down = np.asarray(gained, dtype=np.int64), np.asarray(lost, dtype=np.int64)
    fewer, changed = np.minimum(up, down), up + down
    tail = bdtr(fewer, changed, 0.5)
    if mid:
        tail = (tail + np.where(fewer > 0, bdtr(np.maximum(fewer - 1, 0), changed, 0.5), 0.0)) / 2
    return floats(np.minimum(2 * tail, 1.0))
