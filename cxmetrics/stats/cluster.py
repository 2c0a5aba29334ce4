"""The error of a difference when respondents, agents or locations repeat, within or across the two periods.

Sources: the linearised cluster variance of survey sampling, Binder (1983), International Statistical Review 51,
279-292, as in R survey::svyglm; for few or unequal keys cr2.py. One formula covers repeats, paired panels and agents
present in both periods.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cxmetrics.stats.arrays import Floats, floats
from cxmetrics.stats.cr2 import corrected


class Clusters(NamedTuple):
    """What repeated keys make of the error of one difference or of many, numbers or arrays of one shape.

    variance: of mean after minus mean before, in the squared unit of y. corrected: the same with CR2's correction for
    few and unequal keys, never below it; an interval is drawn from it with df degrees of freedom, which are 0 where one
    key alone answered a period. groups: distinct keys over both periods. shared: whether any occurs in both periods.
    """

    variance: ArrayLike
    corrected: ArrayLike
    df: ArrayLike
    groups: ArrayLike
    shared: ArrayLike


class Clustered(NamedTuple):
    """The same for the records of one difference. repeats: whether any key occurs twice at all."""

    variance: float
    corrected: float
    df: float
    groups: int
    shared: bool
    repeats: bool


def clustered(y: ArrayLike, later: ArrayLike, key: NDArray[Any], weight: ArrayLike = 1.0) -> Clustered:
    """Of one number y per record, whether the record is of the later period, and its key; both periods have records.

    weight: where the figure of a period is the sum of y by that of weights, such as exposures.
    """
    n, total = sums(y, later, key, weight)
    return of_keys(n, total)._replace(repeats=n.shape[1] < np.size(y))


def of_keys(n: Floats, total: Floats) -> Clustered:
    """Of the records of each key and the sum of their y: shape (2, keys), (before, after) first."""
    variance, wide, df, groups, shared = (float(floats(number)) for number in of_sums(n, total))
    return Clustered(variance, wide, df, int(groups), bool(shared), repeats=bool((n.sum(axis=0) > 1).any()))


def sums(y: ArrayLike, later: ArrayLike, key: NDArray[Any], weight: ArrayLike = 1.0) -> tuple[Floats, Floats]:
    """The weight of each key's records and the sum of their y, both of shape (2, keys), (before, after) first.

    y is measured from its mean, so that no digit is lost where all of it is large.
    """
    values, after = floats(y), np.asarray(later, dtype=bool)
    weights = np.broadcast_to(floats(weight), values.shape)
    keys, group = np.unique(key, return_inverse=True)
    centred = values - weights * (values.sum() / weights.sum())
    return (
        floats([np.bincount(group[side], weights[side], minlength=keys.size) for side in (~after, after)]),
        floats([np.bincount(group[side], centred[side], minlength=keys.size) for side in (~after, after)]),
    )


def of_sums(n: Floats, total: Floats) -> Clusters:
    """Of the records of each key and the sum of their y: shape (2, keys, ...), the first axis being (before, after).

    A key's influence on the difference is e = sum (y - mean2)/n2 over its later records minus sum (y - mean1)/n1 over
    its earlier ones, and the variance is G/(G-1) sum e^2. It is 0 where a single key answered everything.

    How much alike the records of one key are is not known, and CR2's degrees of freedom depend on it: there are too
    many where they are taken to have nothing in common, too few where they are taken to be all the same. The geometric
    mean of the two is halfway.
    """
    size = n.sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        before, after = (total - n * (total.sum(axis=1, keepdims=True) / size)) / size
    present = n > 0
    groups = present.any(axis=0).sum(axis=0)
    variance = groups / np.maximum(groups - 1, 1) * ((after - before) ** 2).sum(axis=0)
    few = corrected(n, total)
    return Clusters(
        variance=variance,
        corrected=np.fmax(variance, few.variance),
        df=np.nan_to_num(np.minimum(groups - 1, np.sqrt(few.df_apart * few.df_alike))),
        groups=groups,
        shared=present.all(axis=0).any(axis=0),
    )
