"""Many segments looked at at once: which stand out, so that at most one in twenty of those named is a false alarm.

Source: Benjamini & Hochberg (1995), Journal of the Royal Statistical Society B 57, 289-300; statsmodels calls it
multipletests(method="fdr_bh").
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from cxmetrics.stats.arrays import Floats, floats


def benjamini_hochberg(p_values: ArrayLike) -> Floats:
    """Adjusted p-values of (tests,) in the order given; a NaN was no test: it stays NaN and does not count."""
    p = floats(p_values)
    adjusted = np.full_like(p, np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    falling = tested[np.argsort(-p[tested], kind="stable")]
    rank = np.arange(falling.size, 0, -1)
    adjusted[falling] = np.minimum(np.minimum.accumulate(p[falling] * falling.size / rank), 1.0)
    return adjusted
