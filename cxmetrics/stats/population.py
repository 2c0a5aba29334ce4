"""When nearly everybody answered: the correction of a variance for a population that is finite.

Source: Cochran (1977), Sampling Techniques, section 2.6. It belongs to questions about these accounts now, never to
whether a process changed: a process would have drawn other accounts.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from cxmetrics.stats.arrays import Floats, floats


def correction(n: ArrayLike, population: ArrayLike) -> Floats:
    """What multiplies a squared standard error with divisor n - 1: 1 - n/N; NaN where more answered than there are.

    After a census it is 0, and no interval is left to be read.
    """
    answered, everybody = floats(n), floats(population)
    possible = (everybody > 0) & (answered <= everybody)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(possible, 1 - answered / everybody, np.nan)
