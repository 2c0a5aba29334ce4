"""What a figure does from one period to the next anyway, learned from earlier periods of the same length."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from cxmetrics.judge import sampling
from cxmetrics.judge.cells import Cells, cells
from cxmetrics.judge.noise import Swings
from cxmetrics.model import Kind, Moments, Policy, Swing
from cxmetrics.stats.overdispersion import tau_squared

FEWEST_PERIODS = 8
"""Closed periods before the compared ones, below which their swing is not known."""


def swing_of(kind: Kind, earlier: Sequence[Moments], policy: Policy) -> Swing | None:
    """The swing between closed periods that hold neither side of the comparison; None where it cannot be learned."""
    if not earlier:
        return None
    found = swings(kind, cells(kind, earlier), policy)
    squared = float(np.asarray(found.squared))
    return None if math.isnan(squared) else Swing(math.sqrt(squared), int(np.asarray(found.periods)))


def swings(kind: Kind, earlier: Cells, policy: Policy) -> Swings:
    """The same for many metrics or segments at once, periods on the first axis; NaN where it cannot be learned.

    One answer is taken to vary alike in all periods, so that a period whose few answers happen to agree is not
    mistaken for a certain one. Periods with too few answers do not count.
    """
    each = sampling.sample(kind, earlier)
    enough = (each.n > 0) if kind is Kind.RATE else (each.n >= policy.minimum_n)
    sizes = np.where(enough, each.n, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.where(enough, sizes * each.variance, 0.0).sum(axis=0) / sizes.sum(axis=0)
        variance = variance * sampling.scatter(kind, earlier)
        found = tau_squared(np.where(enough, each.value, np.nan), variance / np.where(enough, each.n, np.nan))
    periods = found.df + 1
    return Swings(np.where(periods >= FEWEST_PERIODS, found.tau_squared, np.nan), periods)
