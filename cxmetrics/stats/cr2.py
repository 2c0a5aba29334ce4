"""The error of a difference from few or unequal keys, corrected for how much each key pulls its period's mean.

Sources: Bell & McCaffrey (2002), Survey Methodology 28, 169-181; Pustejovsky & Tipton (2018), Journal of Business &
Economic Statistics 36, 672-683, who call it CR2. For a difference of two means their matrices have a closed form: a
key with the share h of a period's records has its residuals there divided by sqrt(1 - h).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from cxmetrics.stats.arrays import Floats


class Corrected(NamedTuple):
    """variance: of mean after minus mean before, in the squared unit of y.

    df_apart, df_alike: Satterthwaite's degrees of freedom if records of one key have nothing in common, and if those of
    one key and period are all the same. Everything is NaN where one key alone answered a period.
    """

    variance: Floats
    df_apart: Floats
    df_alike: Floats


def corrected(n: Floats, total: Floats) -> Corrected:
    """Of the records of each key and the sum of their y: shape (2, keys, ...), the first axis being (before, after)."""
    size = n.sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = n / size
        adjustment = 1 / np.sqrt(np.where(share < 1, 1 - share, np.nan))
        residual = (total - share * total.sum(axis=1, keepdims=True)) / size
        before, after = adjustment * residual
        pull = adjustment * share
        # Between two keys either matrix is a sum of products, one or two for each period.
        unequal = np.sqrt((share**2).sum(axis=1, keepdims=True))
        inner, outer = pull * share / unequal, pull * unequal
        return Corrected(
            variance=((after - before) ** 2).sum(axis=0),
            df_apart=_satterthwaite((adjustment * pull / size).sum(axis=0), subtracted=[*(pull / np.sqrt(size))]),
            df_alike=_satterthwaite((pull**2).sum(axis=0), subtracted=[*inner], added=[*(outer - inner)]),
        )


def _satterthwaite(diagonal: Floats, subtracted: Sequence[Floats], added: Sequence[Floats] = ()) -> Floats:
    """tr(M)^2 / tr(M^2) of a diagonal plus and minus products of vectors with themselves; keys on the first axis."""
    vectors = [*((-1, vector) for vector in subtracted), *((1, vector) for vector in added)]
    trace = diagonal.sum(axis=0) + sum(sign * (vector**2).sum(axis=0) for sign, vector in vectors)
    squares = (diagonal**2).sum(axis=0)
    for sign, vector in vectors:
        squares = squares + 2 * sign * (diagonal * vector**2).sum(axis=0)
        for other_sign, other in vectors:
            squares = squares + sign * other_sign * (vector * other).sum(axis=0) ** 2
    return np.asarray(trace**2 / squares)
