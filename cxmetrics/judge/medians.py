"""Medians: the one kind that moments cannot tell, judged from the single answers of both periods.

The standard error of a median is taken from the width of its order-statistic interval, as in Price & Bonett (2002),
Journal of Statistical Computation and Simulation 72, 119-124. Planning and the swing between periods need it; the
interval of a change is MOVER's and does not.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cxmetrics.judge.noise import Layers, Noise, Swings, layered
from cxmetrics.judge.sampling import Sample
from cxmetrics.model import Kind, Ordered
from cxmetrics.stats import quantile
from cxmetrics.stats.arrays import Difference, Floats, Limits, floats
from cxmetrics.stats.quantiles import critical_value, two_sided_p

_LEVEL = 0.95
"""Of the interval that a standard error is taken from."""


def noise(
    before: Ordered, after: Ordered, levels: Sequence[float], swings: Swings | None = None, still_open: bool = False
) -> Noise:
    """The noise of after minus before, as `noise.noise` has it for everything else."""
    two = sample((before, after))
    found = quantile.difference(before.values, after.values, levels)
    unknown = Limits(np.full(len(levels), np.nan), np.full(len(levels), np.nan))
    limits, p_value = (_seen(found.limits), found.p_value) if found else (unknown, np.nan)
    change, each = floats(two.value[1] - two.value[0]), bars((before, after), levels)

    def difference(inflation: Floats) -> Difference:
        wide = np.sqrt(inflation)
        stretched = Limits(change - wide * (change - limits.lower), change + wide * (limits.upper - change))
        return Difference(two.value, each, change, stretched, two_sided_p(critical_value(1 - p_value) / wide))

    return layered(Kind.MEDIAN, two, difference, levels, Layers(two.n.sum(), swings=swings, still_open=still_open))


def sample(periods: Sequence[Ordered]) -> Sample:
    """The medians, and what the variance of one answer would have to be for means with the same errors."""
    n = floats([len(period.values) for period in periods])
    lower, upper = bars(periods, [_LEVEL])
    errors = ((upper - lower) / (2 * critical_value(_LEVEL)))[:, 0]
    value = [np.median(period.values) if period.values else np.nan for period in periods]
    return Sample(floats(value), n * np.where(np.isfinite(errors), errors, np.nan) ** 2, n)


def bars(periods: Sequence[Ordered], levels: Sequence[float]) -> Limits:
    """The limits of each median, levels on the last axis."""
    found = [_seen(quantile.interval(period.values, levels)) for period in periods]
    return Limits(floats([bar.lower for bar in found]), floats([bar.upper for bar in found]))


def _seen(limits: Limits) -> Limits:
    """NaN where there are too few answers, and where they are so alike that no noise is to be seen."""
    seen = np.isfinite(limits.lower) & np.isfinite(limits.upper) & (limits.lower < limits.upper)
    return Limits(np.where(seen, limits.lower, np.nan), np.where(seen, limits.upper, np.nan))
