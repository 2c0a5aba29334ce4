"""The error of a difference when respondents, agents or locations repeat, within or across the two periods.

Source: the linearised cluster variance of survey sampling, Binder (1983), International Statistical Review 51,
279-292, as in R survey::svyglm. One formula covers repeats, paired panels and agents present in both periods.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cxmetrics.stats.arrays import floats


class Clustered(NamedTuple):
    """groups: distinct keys over both periods. variance: of mean after minus mean before, in the squared unit of y.

    shared: whether any key occurs in both periods. repeats: whether any key occurs twice at all.
    """

    groups: int
    variance: float
    shared: bool
    repeats: bool


def clustered(y: ArrayLike, later: ArrayLike, key: NDArray[Any]) -> Clustered:
    """Of one number y per record, whether the record is of the later period, and its key; both periods have records.

    A key's influence on the difference is e = sum (y - mean2)/n2 over its later records minus sum (y - mean1)/n1 over
    its earlier ones, and the variance is G/(G-1) sum e^2. It is 0 where a single key answered everything.
    """
    values, after = floats(y), np.asarray(later, dtype=bool)
    keys, group = np.unique(key, return_inverse=True)
    influence = np.zeros(values.size)
    for period, sign in ((after, 1), (~after, -1)):
        influence[period] = sign * (values[period] - values[period].mean()) / np.count_nonzero(period)
    per_key = np.bincount(group, weights=influence, minlength=keys.size)
    in_both = np.isin(group[after], group[~after])
    return Clustered(
        groups=keys.size,
        variance=float(keys.size / max(keys.size - 1, 1) * (per_key**2).sum()),
        shared=bool(in_both.any()),
        repeats=keys.size < values.size,
    )
