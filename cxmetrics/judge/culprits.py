"""Who or what carries a change: every cell and every crossing of two and three tried, and few named.

A cell is named where it is more than the largest of all that chance would make, and decides something: without it more
than half of the change is gone, the verdict is another one, or the change another by more than half of what matters.
There are two searches, each with 2 of the allowed 5 %: among all cells, and among those whose number of records
jumped, who are few. These are chosen without looking at any answer, so that the second search is as honest. What a
value always has is no suspicion (see levels.py), so that both look for changes within; a value whose growing or
shrinking alone carries the change comes from the split of its dimension, with the last 1 %.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cxmetrics.judge import sampling
from cxmetrics.judge.cells import POINTS, Cells
from cxmetrics.judge.compare import USUAL, compare
from cxmetrics.judge.crossing import Candidates, Codes, Crossed, candidates, merged, moments
from cxmetrics.judge.explain import Split, weights
from cxmetrics.judge.levels import levelled
from cxmetrics.judge.scale import change_on_scale
from cxmetrics.judge.verdict import judge
from cxmetrics.model import Direction, Kind, Policy, Verdict
from cxmetrics.stats import search
from cxmetrics.stats.arrays import Floats, floats
from cxmetrics.stats.volume import volume

Label = tuple[tuple[str, str], ...]
"""Dimensions and their values."""

_CHANCE_OF_EACH_SEARCH = 0.02
_CHANCE_OF_A_JUMP = 0.01
_JUMP = 2.0
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
    scores = [search.scores(field.block, change) for field in fields]
    everything = [np.ones(field.block.candidates, dtype=bool) for field in fields]
    jumped = [~np.isnan(field.expected) for field in fields]
    bars = search.by_chance([field.block for field in fields], [everything, jumped], change)
    every, few = (
        [np.where(mask, search.p_values(score, bar), 1.0) for score, mask in zip(scores, masks, strict=True)]
        for bar, masks in zip(bars, (everything, jumped), strict=True)
    )
    p_values = [np.minimum(one, other) for one, other in zip(every, few, strict=True)]
    asked = _Asked(kind, whole, change, margin, good_direction, policy)
    named = [*_named(asked, fields, scores, p_values, bars)]
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


def _named(
    asked: _Asked,
    fields: Sequence[_Field],
    scores: Sequence[Floats],
    p_values: Sequence[Floats],
    bars: Sequence[Floats],
) -> Iterator[Contributor]:
    """Of the cells beyond chance those that decide something; each next one also without those before it."""
    ranked = sorted(
        (
            (-scores[f][i], f, int(i))
            for f, field in enumerate(fields)
            for i in np.flatnonzero(p_values[f] < _CHANCE_OF_EACH_SEARCH)
        )
    )
    named, taken = 0, np.zeros(fields[0].block.weight.shape[1], dtype=bool)
    for _, f, i in ranked[:_MOST_TRIED]:
        field = fields[f]
        if named and (f > 0 or not _still_beyond_chance(asked, field, i, taken, bars)):
            continue
        found = _contributor(
            asked,
            field.crossed.cells,
            field.candidates.members(i),
            field.candidates.labels[i],
            float(p_values[f][i]),
            float(field.expected[i]),
        )
        if found is None:
            continue
        yield found
        named += 1
        if named == _MOST_NAMED or f > 0:
            return
        taken[field.candidates.members(i)] = True


def _still_beyond_chance(
    asked: _Asked, field: _Field, i: int, taken: NDArray[np.bool_], bars: Sequence[Floats]
) -> bool:
    """Whether a cell still carries the change once the cells of those named before are left out."""
    left, block, mine = ~taken, field.block, field.candidates.members(i)
    n = field.crossed.cells.n[:, mine]
    rest = block._replace(
        weight=block.weight * left,
        total=block.total * left,
        cell=mine,
        candidate=np.zeros(mine.size, dtype=np.intp),
        candidates=1,
    )
    if not (rest.weight.sum(axis=1) > 0).all() or n[:, left[mine]].sum() < n.sum() / 2:
        return False
    bar = bars[0] if np.isnan(field.expected[i]) else bars[1]
    return bool(search.p_values(search.scores(rest, asked.change), bar)[0] < _CHANCE_OF_EACH_SEARCH)


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
    return _Field(crossed, found, _block(kind, crossed, found, whole), _expected(crossed, found))


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


def _expected(crossed: Crossed, found: Candidates) -> Floats:
    """The records that each candidate should have had, NaN where their number did not jump."""
    records = _Records(crossed)
    rows = [records.around(label, found.members(i)) for i, label in enumerate(found.labels)]
    here, own, others_here, others = floats(rows).reshape(-1, 4).T
    tested = volume(here, own, others_here, others)
    jumped = (tested.p_value * len(rows) < _CHANCE_OF_A_JUMP) & (here >= _JUMP * tested.expected)
    return np.where(jumped, tested.expected, np.nan)


class _Records:
    """How many records a candidate and all others have, within a span of time and outside it."""

    def __init__(self, crossed: Crossed) -> None:
        self.crossed, self.n, self.both = crossed, crossed.cells.n, crossed.cells.n.sum(axis=0)
        self.periods = self.n.sum(axis=1)
        self.spans = self._by_span(slice(None)) if crossed.time else floats([])
        self.own: dict[Label, Floats] = {}

    def around(self, label: Label, mine: Codes) -> tuple[float, float, float, float]:
        """Of a candidate in its span of time (the later period, if none is its own) and outside it, and of others."""
        if label[-1][0] != self.crossed.time:
            before, after = self.n[:, mine].sum(axis=1)
            return after, before, self.periods[1] - after, self.periods[0] - before
        if len(label) == 1:
            return 0.0, 0.0, 0.0, 0.0
        if label[:-1] not in self.own:
            codes = self.crossed.codes[[self.crossed.names.index(name) for name, _ in label[:-1]]]
            self.own[label[:-1]] = self._by_span((codes == codes[:, mine[:1]]).all(axis=0))
        own, span = self.own[label[:-1]], self.crossed.codes[-1, mine[0]]
        here, whole = own[span], own.sum()
        others_here = self.spans[span] - here
        return here, whole - here, others_here, self.spans.sum() - whole - others_here

    def _by_span(self, cells: NDArray[np.bool_] | slice) -> Floats:
        spans = len(self.crossed.values[-1])
        return floats(np.bincount(self.crossed.codes[-1, cells], weights=self.both[cells], minlength=spans))
