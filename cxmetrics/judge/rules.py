"""The rules of a verdict on numbers alone, for one comparison or for ten thousand at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cxmetrics.model import Direction, Kind, Word
from cxmetrics.stats.arrays import Floats, floats

FEWEST_KEYS = 5
"""Distinct respondents, agents or locations below which their spread says nothing."""

FEWEST_DEGREES = 3.5
"""The same for unequal ones: degrees of freedom. Five equal keys, all of them in both periods, have 4."""

Pair = tuple[ArrayLike, ArrayLike]

WORDS = tuple(Word)
"""A verdict in an array is the number of its word here."""

_FEWEST_EXPECTED = 1 - 1e-9  # one, but for rounding


def words(
    one_sided: Pair,
    widest: Pair,
    narrowest: Pair,
    margin: ArrayLike,
    good_direction: Direction,
    significant: ArrayLike = True,
) -> NDArray[np.intp]:
    """The first rule that fits: surely too small to matter; surely not 0; too vague; within noise. No gates.

    The three pairs are those of `Bounds`, as numbers or arrays. significant: False where a correction for many looks
    takes back a change that its own interval calls sure.
    """
    matters = floats(margin)
    (worst, best), (low, high), (near, far) = ((floats(a), floats(b)) for a, b in (one_sided, widest, narrowest))
    moved = excludes_zero(low, high)
    real = np.where((low > 0) == (good_direction is Direction.UP), _NUMBER[Word.IMPROVED], _NUMBER[Word.DECLINED])
    unsettled = (excludes_zero(near, far) & ~moved) | ((far - near) / 2 > 2 * matters)
    return np.select(
        [
            np.isnan(low) | np.isnan(high),
            (-matters < worst) & (best < matters),
            moved & np.asarray(significant),
            unsettled,
        ],
        [_NUMBER[Word.NOT_ENOUGH_DATA], _NUMBER[Word.NO_MEANINGFUL_CHANGE], real, _NUMBER[Word.NOT_ENOUGH_DATA]],
        _NUMBER[Word.WITHIN_NOISE],
    )


def excludes_zero(low: ArrayLike, high: ArrayLike) -> NDArray[np.bool_]:
    """Whether an interval lies wholly on one side of 0."""
    return (floats(low) > 0) | (floats(high) < 0)


def too_few(kind: Kind, n: ArrayLike, minimum_n: int) -> NDArray[np.bool_]:
    """Whether a period has too few answers; never for a rate, whose n is exposure in a unit of any size."""
    return np.asarray(floats(n) < (minimum_n if kind is not Kind.RATE else 0))


def too_few_keys(groups: ArrayLike, df: ArrayLike) -> NDArray[np.bool_]:
    """Whether repeated keys are so few, or so unequal, that their spread says nothing; df as in `Clusters`."""
    return np.asarray((floats(groups) < FEWEST_KEYS) | (floats(df) < FEWEST_DEGREES))


def too_rare(kind: Kind, values: Floats, sizes: Floats) -> NDArray[np.bool_]:
    """Whether fewer than one event, or non-event of a share, was to be expected in the smaller of two periods.

    values, sizes: first axis (before, after); expected had nothing changed.
    """
    if kind not in (Kind.PROPORTION, Kind.RATE):
        return np.zeros(values.shape[1:], dtype=bool)
    with np.errstate(divide="ignore", invalid="ignore"):
        pooled = (values * sizes).sum(axis=0) / sizes.sum(axis=0)
    rarer = np.minimum(pooled, 1 - pooled) if kind is Kind.PROPORTION else pooled
    return np.asarray(~(rarer * sizes.min(axis=0) >= _FEWEST_EXPECTED))


_NUMBER = {word: number for number, word in enumerate(WORDS)}
