"""Whether the segments moved or only their sizes: a change of a weighted mean split into mix and rate.

Source: Kitagawa (1955), Components of a difference between two rates, Journal of the American Statistical Association
50, 1168-1194, in its symmetric form, which is exact and does not depend on which period comes first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from cxmetrics.stats.arrays import Floats, floats

_ROUNDING = 1e-12
"""The part of the largest value below which a difference of two sums is nothing but rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class Mix:
    """before, after: the totals. mix + rate = after - before.

    mix_parts, rate_parts: shape (segments,); a segment adds to the mix by growing while it is better than the average
    of both totals. rate_error: the standard error of the rate part, the weights taken as they are. mix_error: that of
    the mix part, the values taken as they are and the sizes as chance draws them from one and the same mix. simpson:
    mix outweighs rate, so that the total moves against its segments. NaN is the error where a segment's is.
    """

    before: float
    after: float
    mix: float
    rate: float
    rate_error: float
    mix_error: float
    mix_parts: Floats
    rate_parts: Floats
    simpson: bool


def decompose(n: ArrayLike, values: ArrayLike, squared_errors: ArrayLike) -> Mix | None:
    """All three of shape (2, segments), (before, after) first; None where a period has no answers at all.

    A segment without answers in one period has no value there: it can only have changed the mix, and is taken as if
    it had not moved.
    """
    size, known, squared = floats(n), floats(values), floats(squared_errors)
    if (size.sum(axis=-1) <= 0).any():
        return None
    weights = size / size.sum(axis=-1, keepdims=True)
    seen = size > 0
    both = seen.all(axis=0)
    value = np.where(seen, known, np.where(seen[::-1], known[::-1], 0.0))
    before, after = (weights * value).sum(axis=-1)
    weight, height = weights.mean(axis=0), value.mean(axis=0)
    mix_parts = (weights[1] - weights[0]) * (height - (before + after) / 2)
    rate_parts = np.where(both, weight * (value[1] - value[0]), 0.0)
    mix, rate = float(mix_parts.sum()), float(rate_parts.sum())
    scale = _ROUNDING * float(np.abs(value).max())
    return Mix(
        before=float(before),
        after=float(after),
        mix=mix,
        rate=rate,
        rate_error=float(np.sqrt((weight[both] ** 2 * squared[:, both].sum(axis=0)).sum())),
        mix_error=float(np.sqrt((weight * (height - weight @ height) ** 2).sum() * (1 / size.sum(axis=-1)).sum())),
        mix_parts=mix_parts,
        rate_parts=rate_parts,
        simpson=bool(rate * (after - before) < 0 and min(abs(rate), abs(after - before)) > scale),
    )
