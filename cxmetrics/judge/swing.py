"""What a figure does from one period to the next anyway, learned from earlier periods of the same length."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cxmetrics.judge import medians, sampling
from cxmetrics.judge.cells import Cells, Figures, cells
from cxmetrics.judge.noise import Swings
from cxmetrics.judge.sampling import Sample
from cxmetrics.model import Kind, Ordered, Policy, Swing
from cxmetrics.stats.overdispersion import tau_squared

FEWEST_PERIODS = 8
"""Closed periods before the compared ones, below which their swing is not known."""


def swing_of(kind: Kind, earlier: Sequence[Figures], policy: Policy) -> Swing | None:
    """The swing between closed periods that hold neither side of the comparison; None where it cannot be learned.

    Published scores are taken at the smallest variance they allow, which leaves most to the swing.
    """
    if not earlier:
        return None
    if kind is Kind.MEDIAN:
        each = medians.sample([period for period in earlier if isinstance(period, Ordered)])
        found = _between(each, (each.n >= policy.minimum_n) & (each.variance > 0), 1.0)
    else:
        found = swings(kind, cells(kind, earlier, least_varied=True), policy)
    squared = float(np.asarray(found.squared))
    return None if math.isnan(squared) else Swing(math.sqrt(squared), int(np.asarray(found.periods)))


def swings(kind: Kind, earlier: Cells, policy: Policy) -> Swings:
    """The same for many metrics or segments at once, periods on the first axis; NaN where it cannot be learned.

    Periods with too few answers do not count.
    """
    each = sampling.sample(kind, earlier)
    enough = (each.n > 0) if kind is Kind.RATE else (each.n >= policy.minimum_n)
    return _between(each, enough, sampling.scatter(kind, earlier))


def _between(each: Sample, enough: NDArray[np.bool_], scatter: ArrayLike) -> Swings:
    found = tau_squared(np.where(enough, each.value, np.nan), sampling.pooled_error(each, enough, scatter))
    periods = found.df + 1
    return Swings(np.where(periods >= FEWEST_PERIODS, found.tau_squared, np.nan), periods)
