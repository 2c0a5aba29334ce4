"""The line-up: the real series of a figure hidden among others drawn from "nothing changed", with as many answers.

What is shown is heights between 0 and 1 and nothing else, on one scale for all panels, so that neither numbers nor
their digits give the real one away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from cxmetrics.judge import sampling
from cxmetrics.judge.cells import Cells, cells
from cxmetrics.model import Kind, Moments
from cxmetrics.stats.arrays import Floats
from cxmetrics.stats.lineup import dealt, redrawn

PANELS = 20
FEWEST_PERIODS = 3

_DIGITS = 3
"""Of a height: finer than a screen can draw."""


class Mark(IntEnum):
    """What a point of the series is to the comparison."""

    OTHER = 0
    EARLIER = 1
    LATER = 2


@dataclass(frozen=True, slots=True)
class Lineup:
    """panels: heights of each panel's points, from 0 to 1. marks: of each point. real: position of the real panel.

    rank: the place of the real panel by the size of its step from the earlier to the later marked points, 1 where no
    other has a larger one.
    """

    panels: tuple[tuple[float, ...], ...]
    marks: tuple[Mark, ...]
    real: int
    rank: int


def lineup(
    kind: Kind,
    periods: Sequence[Moments],
    marks: Sequence[Mark],
    rng: np.random.Generator,
    design_effect: float = 1.0,
    tau: float = 0.0,
) -> Lineup:
    """Of periods in order of time that all have answers, some marked as earlier and some as later.

    design_effect: by how much repeated respondents multiply the variance of the answers. tau: the swing of one period
    on the scale of the kind. The place of the real panel is drawn first, so that it stays where it is when figures are
    restated.
    """
    real = int(rng.integers(PANELS))
    each = cells(kind, periods)
    one = sampling.sample(kind, each)
    shown = [_null(kind, each, design_effect, tau, rng) for _ in range(PANELS)]
    shown[real] = one.value
    steps = np.abs([_step(values, one.n, marks) for values in shown])
    low, high = np.min(shown), np.max(shown)
    heights = (np.asarray(shown) - low) / (high - low) if high > low else np.full(np.shape(shown), 0.5)
    return Lineup(
        panels=tuple(tuple(row) for row in np.round(heights, _DIGITS).tolist()),
        marks=tuple(marks),
        real=real,
        rank=1 + int((steps > steps[real] * (1 + 1e-9)).sum()),
    )


def _null(kind: Kind, each: Cells, design_effect: float, tau: float, rng: np.random.Generator) -> Floats:
    """The values of a series like the real one in which nothing changed."""
    one = sampling.sample(kind, each)
    variance = _pooled(one.variance, one.n)
    wider = max(design_effect, 1.0) + (tau**2 * one.n / variance if variance > 0 else 0.0)
    if kind in (Kind.NPS, Kind.PROPORTION):
        counts = np.stack([each.positive, each.negative, each.n - each.positive - each.negative], axis=1)
        up, down, rest = dealt(np.rint(counts), wider, rng).T
        size = up + down + rest
        return sampling.sample(kind, Cells.of_counts(size, up, down)).value
    if not variance > 0:
        return one.value
    values = redrawn(one.value, variance * sampling.scatter(kind, each) / one.n * wider, rng)
    if kind is Kind.MEAN and np.array_equal(each.total, np.rint(each.total)):
        return np.rint(values * one.n) / one.n  # whole answers add up to whole sums
    return values


def _pooled(variance: Floats, n: Floats) -> float:
    """Of one answer, over all periods."""
    known = np.isfinite(variance) & (n > 1)
    if not known.any():
        return 0.0
    return float(np.average(variance[known], weights=(n - 1)[known]))


def _step(values: Floats, n: Floats, marks: Sequence[Mark]) -> float:
    earlier, later = (
        np.average(values[chosen], weights=n[chosen])
        for mark in (Mark.EARLIER, Mark.LATER)
        for chosen in (np.equal(marks, mark),)
    )
    return float(later - earlier)
