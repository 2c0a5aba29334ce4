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

_AT_MOST = 2.0
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
    offset, both, sums = np.zeros(weight.shape[1]), weight.sum(axis=0), left.sum(axis=0)
    spans = crossed.codes[-1] if crossed.time else None
    for group in [*((i,) for i in dimensions), *combinations(dimensions, 2)]:
        known, place = _places(crossed.codes[list(group)])
        counted = both[known] * (_calm(both[known], place, spans[known]) if spans is not None else 1.0)
        size = np.bincount(place, weights=counted)
        above = np.divide(sums[known], both[known], out=np.zeros(known.size), where=both[known] > 0) - offset[known]
        mean = np.bincount(place, weights=counted * above) / size
        found = tau_squared(mean, variance / size)
        between = float(found.tau_squared)
        if found.p_value < _CHANCE:
            offset[known] += (mean * between / (between + variance / size))[place]
    return floats(total - weight * offset)


def _calm(weight: Floats, place: Codes, span: Codes) -> Floats:
    """How much of each cell counts: a span with more than twice its value's usual records counts as twice.

    Else a week in which answers were begged for would pass for what its employee always has.
    """
    spans = int(span.max(initial=0)) + 1
    each = np.bincount(place * spans + span, weights=weight, minlength=(int(place.max(initial=0)) + 1) * spans)
    whole = each.reshape(-1, spans).sum(axis=1, keepdims=True)
    usual = (whole - each.reshape(-1, spans)) / max(spans - 1, 1)
    most = np.where(usual > 0, _AT_MOST * usual, np.inf).ravel()
    counted = np.minimum(1.0, np.divide(most, each, out=np.ones_like(each), where=each > 0))
    return floats(counted[place * spans + span])


def _places(codes: Codes) -> tuple[Codes, Codes]:
    """The cells that have a value in each of the dimensions, and the number of the crossing each is in."""
    known = np.flatnonzero((codes >= 0).all(axis=0))
    flat = np.ravel_multi_index(tuple(codes[:, known]), tuple(codes.max(axis=1) + 1))
    return known, np.unique(flat, return_inverse=True)[1].astype(np.intp)
