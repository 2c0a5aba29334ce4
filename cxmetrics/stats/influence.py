"""Who moved it: how far the change goes without each agent, location or week, and whether the first of them is chance.

Sources: deletion diagnostics, Cook (1977), Technometrics 19, 15-18; the permutation test of Pitman (1937), with the
p-value of Phipson & Smyth (2010), Statistical Applications in Genetics and Molecular Biology 9, 39; for its normal form
Hoeffding (1951), Annals of Mathematical Statistics 22, 558-566.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cxmetrics.stats.arrays import Floats, floats

_SHUFFLES, _DEALS = 999, 9_999
_SEED = 20_240_601
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Largest:
    """The key whose leaving changes the change most, by how much, and how often chance makes a first like it."""

    key: Any
    influence: float
    p_value: float


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
        return _influences(floats([np.bincount(cells, weights=v, minlength=keys.size) for v, cells in dealt]), rest)

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


def largest_of_cells(
    weight: ArrayLike, total: ArrayLike, spread: ArrayLike, deals: int = _DEALS, seed: int = _SEED
) -> tuple[int, float, float] | None:
    """The same where only sums are known: (position, influence, p-value); None where no cell can be left out.

    weight, total: of each cell in both periods, shape (2, cells); the sum of totals by that of weights is the figure of
    a period. spread: the variance that one unit of weight adds to the total, in each period. Instead of being
    shuffled, totals are dealt as the central limit theorem has it of shuffled records: normal, with a variance that
    grows with the weight, and adding up to what they do.
    """
    size, sums = floats(weight), floats(total)
    whole = size.sum(axis=1, keepdims=True)
    if not (whole > 0).all():
        return None
    rest = _without_each(size)
    observed = _influences(sums - size * (sums.sum(axis=1, keepdims=True) / whole), rest)
    if np.isnan(observed).all():
        return None
    first = int(np.nanargmax(np.abs(observed)))
    dealt = np.sqrt(size * floats(spread)[:, np.newaxis]) * np.random.default_rng(seed).standard_normal(
        (deals, *size.shape)
    )
    dealt -= size / whole * dealt.sum(axis=-1, keepdims=True)
    chance = np.nanmax(np.abs(_influences(np.moveaxis(dealt, 1, 0), rest[:, np.newaxis])), axis=-1)
    as_far = 1 + np.count_nonzero(chance >= abs(observed[first]) * (1 - _ROUNDING))
    return first, float(observed[first]), float(as_far / (deals + 1))


def _influences(total: Floats, rest: Floats) -> Floats:
    """By cell, periods first. Both periods' totals add up to 0, so that the others' sum is the negative of its own."""
    mean = _per(-total, rest)
    return floats(mean[0] - mean[1])


def _without_each(values: Floats) -> Floats:
    """The sum over all other cells, added from both ends because subtracting would lose digits."""
    zero = np.zeros_like(values[..., :1])
    before = np.concatenate([zero, np.cumsum(values[..., :-1], axis=-1)], axis=-1)
    behind = np.concatenate([zero, np.cumsum(values[..., :0:-1], axis=-1)], axis=-1)[..., ::-1]
    return floats(before + behind)


def _per(total: Floats, n: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(n > 0, total / n, np.nan)
