"""Levels: how much higher or lower each value of a dimension always lies, which explains no change.

A channel that always scores low makes each of its weeks look like a culprit. So what a value, or a pair of values, has
in both periods together is taken off before anybody is suspected, as far as values differ beyond chance: each is drawn
to the mean of all by the part of its distance that sampling explains (empirical Bayes).

Source: Morris (1983), Journal of the American Statistical Association 78, 47-55; the variance between values by
DerSimonian & Laird (1986), see stats/overdispersion.py; one after another as in Breiman & Friedman (1985), ibid. 80,
580-598.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from cxmetrics.judge.crossing import Codes, Crossed, different
from cxmetrics.stats.arrays import Floats, floats
from cxmetrics.stats.overdispersion import tau_squared

_CHANCE = 0.01
"""Values that differ no more than this by chance are taken to be alike."""


def levelled(crossed: Crossed, weight: Floats, total: Floats, spread: Floats) -> Floats:
    """The totals of cells without what their values always have, coarse dimensions first, then pairs of them.

    weight, total: shape (2, cells). spread: the variance that one unit of weight adds to a total, shape (2,).
    """
    whole = weight.sum()
    if whole <= 0:
        return total
    variance = float((spread * weight.sum(axis=1)).sum() / whole)
    left = total - weight * (total.sum(axis=1, keepdims=True) / weight.sum(axis=1, keepdims=True))
    dimensions = sorted(
        (i for i in different(crossed) if crossed.names[i] != crossed.time), key=lambda i: len(crossed.values[i])
    )
    offset = np.zeros(weight.shape[1])
    for group in [*((i,) for i in dimensions), *combinations(dimensions, 2)]:
        known, place = _places(crossed.codes[list(group)])
        size = np.bincount(place, weights=weight.sum(axis=0)[known])
        mean = np.bincount(place, weights=(left.sum(axis=0) - weight.sum(axis=0) * offset)[known]) / size
        found = tau_squared(mean, variance / size)
        between = float(found.tau_squared)
        if found.p_value < _CHANCE:
            offset[known] += (mean * between / (between + variance / size))[place]
    return floats(total - weight * offset)


def _places(codes: Codes) -> tuple[Codes, Codes]:
    """The cells that have a value in each of the dimensions, and the number of the crossing each is in."""
    known = np.flatnonzero((codes >= 0).all(axis=0))
    flat = np.ravel_multi_index(tuple(codes[:, known]), tuple(codes.max(axis=1) + 1))
    return known, np.unique(flat, return_inverse=True)[1].astype(np.intp)
