"""Several tests read together without more false alarms than one test has.

Source: Holm (1979), Scandinavian Journal of Statistics 6, 65-70; statsmodels calls it multipletests(method="holm").
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from cxmetrics.stats.arrays import Floats, floats


def holm(p_values: ArrayLike) -> Floats:
    """Adjusted p-values in the order given, each to be held against the error rate of the whole family."""
    p = floats(p_values)
    order = np.argsort(p, kind="stable")
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(np.maximum.accumulate(p[order] * np.arange(p.size, 0, -1)), 1.0)
    return adjusted
