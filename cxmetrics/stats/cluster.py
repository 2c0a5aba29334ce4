"""The error of a difference when respondents, agents or locations repeat, within or across the two periods.

Source: the linearised cluster variance of survey sampling, Binder (1983), International Statistical Review 51,
279-292, as in R survey::svyglm. One formula covers repeats, paired panels and agents present in both periods.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cxmetrics.stats.arrays import Floats, floats


class Clusters(NamedTuple):
    """What repeated keys make of the error of one difference or of many, numbers or arrays of one shape.

    variance: of mean after minus mean before, in the squared unit of y. groups: distinct keys over both periods.
    shared: whether any key occurs in both periods.
    """

    variance: ArrayLike
    groups: ArrayLike
    shared: ArrayLike


class Clustered(NamedTuple):
    """The same for the records of one difference. repeats: whether any key occurs twice at all."""

    groups: int
    variance: float
    shared: bool
    repeats: bool


def clustered(y: ArrayLike, later: ArrayLike, key: NDArray[Any]) -> Clustered:
    """Of one number y per record, whether the record is of the later period, and its key; both periods have records."""
    values, after = floats(y), np.asarray(later, dtype=bool)
    keys, group = np.unique(key, return_inverse=True)
    # Measured from their mean, so that no digit is lost where all of them are large.
    centred = values - values.mean()
    sides = [(side, group[side]) for side in (~after, after)]
    found = of_sums(
        n=floats([np.bincount(keyed, minlength=keys.size) for _, keyed in sides]),
        total=floats([np.bincount(keyed, centred[side], minlength=keys.size) for side, keyed in sides]),
    )
    return Clustered(keys.size, float(floats(found.variance)), bool(found.shared), repeats=keys.size < values.size)


def of_sums(n: Floats, total: Floats) -> Clusters:
    """Of the records of each key and the sum of their y: shape (2, keys, ...), the first axis being (before, after).

    A key's influence on the difference is e = sum (y - mean2)/n2 over its later records minus sum (y - mean1)/n1 over
    its earlier ones, and the variance is G/(G-1) sum e^2. It is 0 where a single key answered everything.
    """
    size = n.sum(axis=1, keepdims=True)
    before, after = (total - n * (total.sum(axis=1, keepdims=True) / size)) / size
    present = n > 0
    groups = present.any(axis=0).sum(axis=0)
    return Clusters(
        variance=groups / np.maximum(groups - 1, 1) * ((after - before) ** 2).sum(axis=0),
        groups=groups,
        shared=present.all(axis=0).any(axis=0),
    )
