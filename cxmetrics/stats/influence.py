"""Who moved it: the change recomputed without each agent, location or week, and whether the first of them is chance.

Sources: deletion diagnostics, Cook (1977), Technometrics 19, 15-18; the parallel-variance formula of Chan, Golub &
LeVeque (1979); the permutation test of Pitman (1937), with the p-value of Phipson & Smyth (2010), Statistical
Applications in Genetics and Molecular Biology 9, 39.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cxmetrics.stats.arrays import Floats, floats

_SHUFFLES = 999
_SEED = 20_240_601
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class LeftOut:
    """Both periods without each cell: n, mean and centred sum of squares m2, shape (2, cells).

    change: after minus before without the cell. influence: how much of the whole change goes with it. Both of shape
    (cells,), and NaN where a period would be empty.
    """

    n: Floats
    mean: Floats
    m2: Floats
    change: Floats
    influence: Floats


@dataclass(frozen=True, slots=True)
class Largest:
    """The key whose leaving changes the change most, by how much, and how often chance makes a first like it."""

    key: Any
    influence: float
    p_value: float


def leave_one_out(n: ArrayLike, total: ArrayLike, m2: ArrayLike) -> LeftOut:
    """From the moments of each cell in both periods, shape (2, cells); exactly what a refit without the cell gives."""
    size, sums, squares = floats(n), floats(total), floats(m2)
    # Measured from the overall mean, so that a large offset costs no digits.
    offset = _per(sums.sum(axis=-1, keepdims=True), size.sum(axis=-1, keepdims=True))
    centred = np.where(size > 0, sums - size * offset, 0.0)
    rest, rest_sum = _without_each(size), _without_each(centred)
    mean = _per(rest_sum, rest)
    around_offset = squares + np.divide(centred**2, size, out=np.zeros_like(size), where=size > 0)
    whole = offset[1] - offset[0]
    change = (offset[1] + mean[1]) - (offset[0] + mean[0])
    return LeftOut(
        n=rest,
        mean=offset + mean,
        m2=np.maximum(_without_each(around_offset) - rest * mean**2, 0.0),
        change=change,
        influence=whole - change,
    )


def largest(
    y: ArrayLike, later: ArrayLike, key: NDArray[Any], shuffles: int = _SHUFFLES, seed: int = _SEED
) -> Largest | None:
    """Of one number y per record, whether it is of the later period, and its key; None where no key can be left out.

    Keys are shuffled within each period, so that the change and the number of records of every key stay as they are
    and only who gave which answer is left to chance. The same seed gives the same p-value, in any order of records.
    """
    values, after = floats(y), np.asarray(later, dtype=bool)
    keys, cell = np.unique(key, return_inverse=True)
    if values.size == 0 or after.all() or not after.any():
        return None
    periods = [(values[period] - values[period].mean(), cell[period]) for period in (~after, after)]
    rest = _without_each(floats([np.bincount(cells, minlength=keys.size) for _, cells in periods]))

    def influences(dealt: list[tuple[Floats, NDArray[np.intp]]]) -> Floats:
        total = floats([np.bincount(cells, weights=v, minlength=keys.size) for v, cells in dealt])
        # Both means are 0 now, so that the others' sum is the negative of a key's own.
        mean = _per(-total, rest)
        return floats(mean[0] - mean[1])

    observed = influences(periods)
    if np.isnan(observed).all():
        return None
    first = np.nanargmax(np.abs(observed))
    bar = abs(observed[first]) * (1 - _ROUNDING)
    pools = [(np.sort(v), np.sort(cells)) for v, cells in periods]
    rng = np.random.default_rng(seed)
    as_far = 1
    for _ in range(shuffles):
        for v, _cells in pools:
            rng.shuffle(v)
        as_far += bool(np.nanmax(np.abs(influences(pools))) >= bar)
    return Largest(keys[first], float(observed[first]), as_far / (shuffles + 1))


def _without_each(values: Floats) -> Floats:
    """The sum over all other cells, added from both ends because subtracting would lose digits."""
    zero = np.zeros_like(values[..., :1])
    before = np.concatenate([zero, np.cumsum(values[..., :-1], axis=-1)], axis=-1)
    behind = np.concatenate([zero, np.cumsum(values[..., :0:-1], axis=-1)], axis=-1)[..., ::-1]
    return floats(before + behind)


def _per(total: Floats, n: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(n > 0, total / n, np.nan)
