"""Volume: whether a cell has more records than its share of the others lets expect, as where answers are begged for.

Source: the conditional test of two Poisson counts, Przyborowski & Wilenski (1940), Biometrika 31, 313-323.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc

from cxmetrics.stats.arrays import Floats, floats


class Volume(NamedTuple):
    """expected: records, had the cell grown as the others did. p_value: of so many or more, by chance alone."""

    expected: Floats
    p_value: Floats


def volume(here: ArrayLike, elsewhere: ArrayLike, others_here: ArrayLike, others_elsewhere: ArrayLike) -> Volume:
    """Records of a cell in one span of time and outside it, and those of all others; arrays of one shape.

    Of all its records, as many fall into the span by chance as the others' share there: a binomial.
    """
    own, rest, others, beyond = np.broadcast_arrays(*map(floats, (here, elsewhere, others_here, others_elsewhere)))
    with np.errstate(divide="ignore", invalid="ignore"):
        share = others / (others + beyond)
        expected = np.where(beyond > 0, rest * others / beyond, np.nan)
        tail = np.where(own > 0, betainc(np.maximum(own, 1), rest + 1, share), 1.0)
    return Volume(floats(expected), floats(np.where(np.isnan(expected), 1.0, tail)))
