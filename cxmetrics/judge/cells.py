"""Cells: the moments of one comparison or of ten thousand, side by side, so that all are judged by the same code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike

from cxmetrics.errors import BadInput
from cxmetrics.model import Kind, Moments, Ordered, Published
from cxmetrics.stats import published
from cxmetrics.stats.arrays import Floats, floats

Figures = Moments | Published | Ordered

POINTS = 100.0
"""A Net Promoter Score is counted from -100 to 100."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The fields of `Moments` as arrays of one shape; the first axis is time: (before, after), or a run of periods."""

    n: Floats
    positive: Floats
    negative: Floats
    total: Floats
    m2: Floats
    x_total: Floats
    x_m2: Floats
    cross: Floats

    @classmethod
    def of(cls, rows: ArrayLike) -> Cells:
        """From an array whose last axis is the fields in their order."""
        return cls(*np.moveaxis(floats(rows), -1, 0))

    @classmethod
    def of_counts(cls, n: ArrayLike, positive: ArrayLike, negative: ArrayLike = 0.0) -> Cells:
        """Of answers that are only counted: shares, and Net Promoter Scores with their detractors."""
        size, up, down = np.broadcast_arrays(floats(n), floats(positive), floats(negative))
        nothing = np.zeros_like(size)
        return cls(size, up, down, up - down, nothing, nothing, nothing, nothing)


def grid(periods: Sequence[Sequence[Moments]]) -> Cells:
    """Several comparisons, or runs of periods, one of each for each place: arrays of shape (periods, places)."""
    return Cells.of([[_fields(moments) for moments in period] for period in periods])


def squared_unit(kind: Kind) -> float:
    """What a squared error of the mean of y is multiplied by to be on the scale of the kind."""
    return POINTS**2 if kind is Kind.NPS else 1.0


_FIELDS = tuple(field.name for field in fields(Cells))


def cells(kind: Kind, periods: Sequence[Figures], *, least_varied: bool = False) -> Cells:
    """The figures of one comparison, or of a run of periods: arrays of shape (periods,).

    A published score is taken at its largest possible variance, or at its smallest. Raises BadInput where anything but
    a Net Promoter Score comes as a published score, and where anything comes as single answers.
    """
    return Cells.of([_row(kind, figures, least_varied) for figures in periods])


def _row(kind: Kind, figures: Figures, least_varied: bool) -> tuple[float, ...]:
    if isinstance(figures, Moments):
        return _fields(figures)
    if isinstance(figures, Ordered):
        raise BadInput("Only a median can be judged from ordered answers.")
    if kind is not Kind.NPS:
        raise BadInput("Only a Net Promoter Score can be judged from its published value and number of answers.")
    bound = published.least_varied if least_varied else published.most_varied
    up, down = map(float, bound(figures.nps / POINTS, figures.n))
    return figures.n, up, down, up - down, 0.0, 0.0, 0.0, 0.0


def _fields(moments: Moments) -> tuple[float, ...]:
    return tuple(getattr(moments, name) for name in _FIELDS)
