"""Jumps: candidates with many more records than their other weeks, or the other cells, let expect."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cxmetrics.judge.crossing import Candidates, Codes, Crossed, Label
from cxmetrics.stats.arrays import Floats, floats
from cxmetrics.stats.volume import volume

_CHANCE = 0.01
_TIMES = 2.0


def expected(crossed: Crossed, found: Candidates) -> Floats:
    """The records that each candidate should have had, NaN where their number did not jump."""
    records = _Records(crossed)
    rows = [records.around(label, found.members(i)) for i, label in enumerate(found.labels)]
    here, own, others_here, others = floats(rows).reshape(-1, 4).T
    tested = volume(here, own, others_here, others)
    jumped = (tested.p_value * len(rows) < _CHANCE) & (here >= _TIMES * tested.expected)
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
