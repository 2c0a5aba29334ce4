"""What is taken where nobody chose: the smallest change that matters, and which way is good."""

from __future__ import annotations

from collections.abc import Mapping

from cxmetrics.errors import BadInput
from cxmetrics.judge.cells import Figures
from cxmetrics.judge.compare import estimate
from cxmetrics.model import Direction, Kind

DEFAULT_MARGINS: Mapping[Kind, float] = {
    Kind.NPS: 5.0,
    Kind.PROPORTION: 0.03,
    Kind.MEAN: 0.2,
    Kind.DURATION: 0.05,
    Kind.AMOUNT: 0.05,
    Kind.MEDIAN: 0.05,
    Kind.RATIO: 0.1,
    Kind.RATE: 0.1,
}
"""The suggested smallest change that matters where nobody chose one: in points, as a share, in units of the scale, and
for the others as a fraction of the earlier value."""

FRACTIONS_OF_EARLIER = frozenset({Kind.MEDIAN, Kind.RATIO, Kind.RATE})
"""Kinds without a unit of their own, whose suggested change is a fraction of the earlier value, in its unit."""

DEFAULT_DIRECTIONS: Mapping[Kind, Direction] = {
    Kind.NPS: Direction.UP,
    Kind.PROPORTION: Direction.UP,
    Kind.MEAN: Direction.UP,
    Kind.DURATION: Direction.DOWN,
    Kind.AMOUNT: Direction.UP,
    Kind.MEDIAN: Direction.DOWN,
    Kind.RATIO: Direction.DOWN,
    Kind.RATE: Direction.DOWN,
}
"""Which way is good where nobody said: waiting, repeat contacts per ticket and complaints per order should fall."""


def default_margin(kind: Kind, before: Figures) -> float:
    """The suggested smallest change that matters; raises BadInput where it would be a fraction of nothing."""
    if kind not in FRACTIONS_OF_EARLIER:
        return DEFAULT_MARGINS[kind]
    value = estimate(kind, before).value
    if not value:
        raise BadInput(
            f"Say the 'margin' of this {kind}: the usual one is a part of the earlier value, which is nothing here."
        )
    return DEFAULT_MARGINS[kind] * abs(value)
