"""Whether one group has more cases than all others together: exact, because cases are often few and groups are many.

Source: Fisher (1935), Journal of the Royal Statistical Society 98, 39-82; for records of one person that are alike the
design effect of Kish (1965), Survey Sampling, by which counts are divided as in Rao & Scott (1992), Biometrics 48,
577-585.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from cxmetrics.stats.arrays import Floats, floats


def p_of_more(events: ArrayLike, n: ArrayLike, design_effect: ArrayLike = 1.0) -> Floats:
    """The chance of so many events in the first group, or more, if both groups had the same share: one-sided.

    events, n: first axis (group, all others). design_effect: of both. Counts that it divides are rounded against the
    group, so that the test is never too quick. NaN where either group is empty.
    """
    from scipy.stats import hypergeom

    x, size, wider = np.broadcast_arrays(floats(events), floats(n), np.maximum(floats(design_effect), 1.0))
    left = np.rint(size / wider)
    kept = np.stack([np.floor(x[0] / wider[0] + 1e-9), np.minimum(np.ceil(x[1] / wider[1] - 1e-9), left[1])])
    known = (size > 0).all(axis=0)
    found = hypergeom.sf(kept[0] - 1, left.sum(axis=0), kept.sum(axis=0), left[0])
    return floats(np.where(known, found, np.nan))


def design_effect(
    n: ArrayLike,
    events: ArrayLike,
    groups: ArrayLike,
    squares: ArrayLike,
    products: ArrayLike,
    events_squared: ArrayLike,
) -> Floats:
    """How many times more a share varies because records of one person are alike; never below 1.

    groups: persons. squares, products, events_squared: sums over persons of n^2, n events and events^2. 1 where nothing
    varies or nobody is in it twice.
    """
    size, x, g = floats(n), floats(events), floats(groups)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = x / size
        between = floats(events_squared) - 2 * share * floats(products) + share**2 * floats(squares)
        effect = between * g / (g - 1) / (size * share * (1 - share))
    return floats(np.where((g > 1) & (g < size) & np.isfinite(effect), np.maximum(effect, 1.0), 1.0))
