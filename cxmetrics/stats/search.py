"""Who moved it: the cells whose leaving takes most of a change away, and how far chance alone would take the first.

Sources: deletion diagnostics, Cook (1977), Technometrics 19, 15-18; the permutation test of Pitman (1937) with the
p-value of Phipson & Smyth (2010), Statistical Applications in Genetics and Molecular Biology 9, 39; for its normal form
Hoeffding (1951), Annals of Mathematical Statistics 22, 558-566; the largest of all candidates as the bar for each of
them, Westfall & Young (1993), Resampling-Based Multiple Testing, chapter 2.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cxmetrics.stats.arrays import Floats, floats

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_SEED = 20_240_601
_MOST_DEALS, _FEWEST_DEALS = 999, 199
_DEALT = 4_000_000
"""Cells that are dealt to altogether, in as many deals as that makes."""
SHUFFLED = 10_000
"""Answers in a period up to which those of -1, 0 and 1 are shuffled as they are."""

_AT_ONCE = 2_000_000
_ROUNDING = 1e-12

Bools = NDArray[np.bool_]


class Block(NamedTuple):
    """Cells that share no record, and the candidates made up of them.

    weight, total: of each cell in both periods, shape (2, cells); the sum of totals by that of weights is the figure of
    a period. spread: the variance that one unit of weight adds to the total, shape (2,). ups, downs: records of +1 and
    of -1 in each period, shape (2,), where every weight is a number of records and all others are 0; else None. cell,
    candidate: which cells belong to which of so many candidates, a pair of equal length.
    """

    weight: Floats
    total: Floats
    spread: Floats
    ups: NDArray[np.intp] | None
    downs: NDArray[np.intp] | None
    cell: NDArray[np.intp]
    candidate: NDArray[np.intp]
    candidates: int


def scores(block: Block, towards: float) -> Floats:
    """How far the leaving of each candidate takes the change back, in standard errors of that under shuffled answers.

    towards: the change, of which only the sign counts. NaN where nobody would be left in a period.
    """
    members = _members(block)
    rest = _Rest(block, members)
    return rest.scores(members, _centred(block)[np.newaxis], towards)[:, 0]


def by_chance(
    blocks: Sequence[Block], chosen: Sequence[Sequence[Bools]], towards: float, seed: int = _SEED
) -> list[Floats]:
    """For each choice of candidates, a mask for each block: the largest score of any of them in every deal of chance.

    Which answer belongs to which cell is left to chance within each period, so that the change and the number of
    answers of every cell stay as they are. Answers of -1, 0 and 1 are shuffled where they are few; others are dealt as
    the central limit theorem has it: normal, with a variance that grows with the weight, and adding up to what they do.
    Blocks are dealt independently, which can only raise the largest.
    """
    cells = sum(block.weight.shape[1] for block in blocks)
    deals = int(np.clip(_DEALT // max(cells, 1), _FEWEST_DEALS, _MOST_DEALS))
    largest = [np.full(deals, -np.inf) for _ in chosen]
    for i, block in enumerate(blocks):
        if not block.candidates:
            continue
        members = _members(block)
        rest, done = _Rest(block, members), 0
        for dealt in _deals(block, deals, np.random.default_rng([seed, i])):
            found = np.nan_to_num(rest.scores(members, dealt, towards), nan=-np.inf)
            for maxima, masks in zip(largest, chosen, strict=True):
                if masks[i].any():
                    part = slice(done, done + dealt.shape[0])
                    maxima[part] = np.maximum(maxima[part], found[masks[i]].max(axis=0))
            done += dealt.shape[0]
    return largest


def p_values(score: Floats, largest: Floats) -> Floats:
    """How often chance alone makes a first candidate like each; 1 where there is no score."""
    bar = np.where(np.isnan(score), -np.inf, score - np.abs(score) * _ROUNDING)
    as_far = largest.size - np.searchsorted(np.sort(largest), bar, side="left")
    return floats((as_far + 1) / (largest.size + 1))


class _Rest:
    """What is left of both periods without each candidate."""

    def __init__(self, block: Block, members: csr_matrix) -> None:
        whole = block.weight.sum(axis=1, keepdims=True)
        own = floats((members @ block.weight.T).T)
        self.weight = np.where(whole - own > _ROUNDING * whole, whole - own, np.nan)
        squared = block.spread[:, np.newaxis] * own / (whole * self.weight)
        with np.errstate(divide="ignore", invalid="ignore"):
            self.errors = np.sqrt(squared.sum(axis=0))

    def scores(self, members: csr_matrix, centred: NDArray[np.floating[Any]], towards: float) -> Floats:
        """centred: totals around the mean of their period, shape (deals, 2, cells); found: (candidates, deals)."""
        before, after = (floats(members @ centred[:, period].T) for period in (0, 1))
        influence = after / self.weight[1][:, np.newaxis] - before / self.weight[0][:, np.newaxis]
        with np.errstate(divide="ignore", invalid="ignore"):
            return floats(np.sign(towards) * influence / self.errors[:, np.newaxis])


def _members(block: Block) -> csr_matrix:
    from scipy.sparse import csr_matrix

    shape = (block.candidates, block.weight.shape[1])
    return csr_matrix((np.ones(block.cell.size), (block.candidate, block.cell)), shape=shape)


def _centred(block: Block) -> Floats:
    mean = block.total.sum(axis=1, keepdims=True) / block.weight.sum(axis=1, keepdims=True)
    return floats(block.total - block.weight * mean)


def _deals(block: Block, deals: int, rng: np.random.Generator) -> Iterator[NDArray[np.floating[Any]]]:
    """Totals by chance, centred: shape (some deals, 2, cells), so many at a time that memory stays small."""
    whole = block.weight.sum(axis=1, keepdims=True)
    exact = block.ups is not None and whole.max() <= SHUFFLED
    some = max(1, int(_AT_ONCE / (whole.max() if exact else 2 * block.weight.shape[1])))
    for start in range(0, deals, some):
        count = min(some, deals - start)
        if exact:
            dealt = np.empty((count, *block.weight.shape))
            for period in (0, 1):
                dealt[:, period] = _shuffled(block, period, count, rng)
            yield dealt
        else:
            dealt = rng.standard_normal((count, *block.weight.shape), dtype=np.float32)
            dealt *= np.sqrt(block.weight * block.spread[:, np.newaxis])
            dealt -= block.weight / whole * dealt.sum(axis=-1, keepdims=True)
            yield dealt


def _shuffled(block: Block, period: int, count: int, rng: np.random.Generator) -> Floats:
    """The very answers of one period dealt to cells of the sizes they have."""
    assert block.ups is not None
    assert block.downs is not None
    size = block.weight[period].astype(np.intp)
    answers = np.zeros(size.sum(), dtype=np.int8)
    ups, downs = int(block.ups[period]), int(block.downs[period])
    answers[:ups], answers[ups : ups + downs] = 1, -1
    dealt = rng.permuted(np.broadcast_to(answers, (count, answers.size)), axis=1)
    filled = size > 0
    sums = np.zeros((count, size.size))
    starts = np.concatenate([[0], np.cumsum(size[filled])[:-1]])
    sums[:, filled] = np.add.reduceat(dealt, starts, axis=1, dtype=np.int64)
    return floats(sums - size * ((ups - downs) / answers.size))
