"""Who or what carries a change: every cell and every crossing of two and three tried, and few named.

A cell is named where it is more than the largest of all that chance would make, and decides something: without it more
than half of the change is gone, the verdict is another one, or the change another by more than half of what matters.
There are two searches, each of which chance gets through 1.25 times in a hundred: among all cells, and among those
whose number of records jumped, who are few. These are chosen without looking at any answer, so that the second search
is as honest. What a value always has is no suspicion (see levels.py), so that both look for changes within; a value
whose growing or shrinking alone carries the change comes from the split of its dimension.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cxmetrics.judge import sampling
from cxmetrics.judge.cells import POINTS, Cells
from cxmetrics.judge.compare import USUAL, compare
from cxmetrics.judge.crossing import Candidates, Codes, Crossed, Label, candidates, merged, moments
from cxmetrics.judge.explain import Split, weights
from cxmetrics.judge.jumps import expected
from cxmetrics.judge.levels import levelled
from cxmetrics.judge.scale import change_on_scale
from cxmetrics.judge.verdict import judge
from cxmetrics.model import Direction, Kind, Policy, Verdict
from cxmetrics.stats import search
from cxmetrics.stats.arrays import Floats, floats

_CHANCE_OF_EACH_SEARCH = 0.0125
_MOST_NAMED, _MOST_TRIED = 3, 24
_NORMAL = 5.0


@dataclass(frozen=True, slots=True)
class Contributor:
    """A cell that carries a change. n: its records in both periods. own: the comparison of its records alone.

    without: the verdict on all others. flips: without it the change goes the other way or has another word. share: the
    part of the change that is gone without it, None where the change is 0. expected: the records it would have had,
    where their number jumped.
    """

    cell: Label
    n: tuple[int, int]
    own: Verdict
    without: Verdict
    flips: bool
    share: float | None
    p_value: float
    expected: float | None


@dataclass(frozen=True, slots=True)
class Culprits:
    """named: first the one that chance explains least. looked_at: cells and crossings that were tried."""

    named: tuple[Contributor, ...]
    looked_at: int


@dataclass(frozen=True, slots=True, eq=False)
class _Field:
    """One table of cells with its candidates. expected: records, NaN where their number did not jump."""

    crossed: Crossed
    candidates: Candidates
    block: search.Block
    expected: Floats

    def without(self, taken: NDArray[np.bool_]) -> _Field:
        """The cells that are left, and the candidates that still have most of their records."""
        if not taken.any():
            return self
        n, left = self.crossed.cells.n.sum(axis=0), ~taken
        kept = np.bincount(self.block.candidate, weights=(n * left)[self.block.cell], minlength=self.block.candidates)
        all_of_them = np.bincount(self.block.candidate, weights=n[self.block.cell], minlength=self.block.candidates)
        weight, total = self.block.weight * left, self.block.total * left
        mostly = (kept >= all_of_them / 2)[self.block.candidate]
        block = self.block._replace(
            weight=weight, total=total, cell=self.block.cell[mostly], candidate=self.block.candidate[mostly]
        )
        return replace(self, block=block)


def culprits(
    kind: Kind,
    tables: Sequence[Crossed],
    margin: float,
    good_direction: Direction,
    policy: Policy = USUAL,
    splits: Sequence[Split] = (),
) -> Culprits:
    """tables: all dimensions crossed, then those by themselves of which not all could be crossed.

    margin: the smallest change that matters, in the unit of a comparison's change. splits: of the same change.
    """
    first = tables[0]
    whole = merged(first.cells, np.zeros(first.cells.n.shape[1], dtype=np.intp), 1)
    if not (whole.n > 0).all():
        return Culprits((), 0)
    change = float(np.diff(sampling.sample(kind, whole).value[:, 0])[0])
    fields = [_field(kind, table, whole, policy) for table in _without_doubles(tables)]
    looked_at = sum(len(field.candidates.labels) for field in fields)
    if change == 0 or not looked_at:
        return Culprits((), looked_at)
    everything = [np.ones(field.block.candidates, dtype=bool) for field in fields]
    jumped = [~np.isnan(field.expected) for field in fields]
    bars = search.by_chance([field.block for field in fields], [everything, jumped], change)
    asked = _Asked(kind, whole, change, margin, good_direction, policy)
    named = [*_named(asked, fields, bars)]
    known = {value for one in named for value in one.cell}
    grown = [one for one in (_grown(asked, tables, split) for split in splits) if one and one.cell[0] not in known]
    return Culprits(tuple([*named, *grown][:_MOST_NAMED]), looked_at)


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """The change that is to be explained."""

    kind: Kind
    whole: Cells
    change: float
    margin: float
    good_direction: Direction
    policy: Policy

    def verdict(self, cells: Cells) -> Verdict:
        before, after = moments(cells, 0)
        return judge(compare(self.kind, before, after, self.policy), self.margin, self.good_direction, self.policy)


def _named(asked: _Asked, fields: Sequence[_Field], bars: Sequence[Floats]) -> Iterator[Contributor]:
    """Of the cells beyond chance those that decide something; each next one is found without those before it."""
    crossed, *alone = fields
    taken = np.zeros(crossed.block.weight.shape[1], dtype=bool)
    for _ in range(_MOST_NAMED):
        here = [crossed.without(taken), *(() if taken.any() else alone)]
        if not (here[0].block.weight.sum(axis=1) > 0).all() or not (
            found := next(_beyond_chance(asked, here, bars), None)
        ):
            return
        one, field, mine = found
        yield one
        if field is not here[0]:  # which of the crossed records are its own is not known
            return
        taken[mine] = True


def _beyond_chance(
    asked: _Asked, fields: Sequence[_Field], bars: Sequence[Floats]
) -> Iterator[tuple[Contributor, _Field, Codes]]:
    """The contributors, the one that chance explains least first, each with its field and cells."""
    every, few = bars
    ranked = []
    for f, field in enumerate(fields):
        scores = search.scores(field.block, asked.change)
        among_few = np.where(np.isnan(field.expected), 1.0, search.p_values(scores, few))
        p_values = np.minimum(search.p_values(scores, every), among_few)
        ranked += [
            (-scores[i], f, int(i), float(p_values[i])) for i in np.flatnonzero(p_values < _CHANCE_OF_EACH_SEARCH)
        ]
    for _, f, i, p_value in sorted(ranked)[:_MOST_TRIED]:
        field, mine = fields[f], fields[f].candidates.members(i)
        one = _contributor(
            asked, field.crossed.cells, mine, field.candidates.labels[i], p_value, float(field.expected[i])
        )
        if one:
            yield one, field, mine


def _grown(asked: _Asked, tables: Sequence[Crossed], split: Split) -> Contributor | None:
    """The value whose growing or shrinking carries most of the change; None where no mix does."""
    if not split.mix_is_sure or split.mix / asked.change < 0.5:
        return None
    value = max(split.parts, key=lambda part: part.mix * np.sign(asked.change)).name
    for table in (*tables[1:], tables[0]):  # complete where there is one
        if split.dimension in table.names and split.dimension != table.time:
            i = table.names.index(split.dimension)
            if value in table.values[i]:
                mine = np.flatnonzero(table.codes[i] == table.values[i].index(value))
                return _contributor(asked, table.cells, mine, ((split.dimension, value),), split.mix_p_value, np.nan)
    return None


def _contributor(
    asked: _Asked, cells: Cells, mine: Codes, label: Label, p_value: float, expected: float
) -> Contributor | None:
    """None where the cells that are somebody's decide nothing."""
    group = np.zeros(cells.n.shape[1], dtype=np.intp)
    group[mine] = 1
    both = merged(cells, group, 2)
    own, rest = asked.verdict(_only(both, 1)), asked.verdict(_only(both, 0))
    if rest.comparison.change is None:
        return None
    change_without = change_on_scale(asked.kind, rest.comparison.change)
    flips = change_without * asked.change <= 0 or rest.word is not asked.verdict(asked.whole).word
    share = (asked.change - change_without) / asked.change
    moved = abs(asked.change - change_without) > change_on_scale(asked.kind, asked.margin) / 2
    if not (flips or share > 0.5 or moved):
        return None
    n = both.n[:, 1]
    return Contributor(
        cell=label,
        n=(int(n[0]), int(n[1])),
        own=own,
        without=rest,
        flips=flips,
        share=share,
        p_value=p_value,
        expected=None if np.isnan(expected) else expected,
    )


def _only(cells: Cells, i: int) -> Cells:
    return Cells(*(getattr(cells, name)[:, i : i + 1] for name in Cells.__dataclass_fields__))


def _without_doubles(tables: Sequence[Crossed]) -> Iterator[Crossed]:
    """A value that is crossed with others already is looked at there and not by itself again."""
    yield tables[0]
    for table in tables[1:]:
        crossed = set(tables[0].values[tables[0].names.index(table.names[0])])
        here = np.array([value not in crossed for value in table.values[0]] + [False])
        codes = np.where(here[table.codes], table.codes, -1)
        yield Crossed(table.names, table.values, codes, table.cells, table.time)


def _field(kind: Kind, crossed: Crossed, whole: Cells, policy: Policy) -> _Field:
    found = candidates(crossed, max(policy.minimum_n, _enough(kind, whole)))
    return _Field(crossed, found, _block(kind, crossed, found, whole), expected(crossed, found))


def _enough(kind: Kind, whole: Cells) -> int:
    """Records from which a count is normal, where there are too many to be shuffled: 5 of the rarest answer."""
    if kind not in (Kind.NPS, Kind.PROPORTION) or whole.n.max() <= search.SHUFFLED:
        return 0
    counts = floats([whole.positive.sum(), whole.negative.sum() if kind is Kind.NPS else 0, 0])
    counts[2] = whole.n.sum() - counts.sum()
    return math.ceil(_NORMAL * float(whole.n.sum()) / float(counts[counts > 0].min()))


def _block(kind: Kind, crossed: Crossed, found: Candidates, whole: Cells) -> search.Block:
    """In the unit of the cells themselves, because only ratios of errors count."""
    cells, signs = crossed.cells, kind in (Kind.NPS, Kind.PROPORTION)
    one, unit = sampling.sample(kind, whole), POINTS**2 if kind is Kind.NPS else 1.0
    spread = floats((sampling.scatter(kind, whole) * one.squared_error * weights(kind, whole))[:, 0] / unit)
    weight = weights(kind, cells)
    total = cells.positive - cells.negative if kind is Kind.NPS else cells.positive if signs else cells.total
    return search.Block(
        weight=weight,
        total=levelled(crossed, weight, total, spread),
        spread=spread,
        ups=whole.positive[:, 0].astype(np.intp) if signs else None,
        downs=(whole.negative[:, 0] if kind is Kind.NPS else np.zeros(2)).astype(np.intp) if signs else None,
        cell=found.cell,
        candidate=found.candidate,
        candidates=len(found.labels),
    )
