"""The noise of a change: sampling alone, or with what repeated respondents and restless periods add to it.

Sources: for clusters Binder (1983) and, where they are few, Bell & McCaffrey (2002), see stats/cluster.py; Kish (1965),
Survey Sampling, for the number of answers that clustered ones are worth; for the swing between periods DerSimonian &
Laird (1986), see stats/overdispersion.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from cxmetrics.judge import sampling
from cxmetrics.judge.cells import POINTS, Cells
from cxmetrics.judge.sampling import Sample
from cxmetrics.model import Kind
from cxmetrics.stats import sequence
from cxmetrics.stats.arrays import Difference, Floats, Limits, floats
from cxmetrics.stats.cluster import Clusters
from cxmetrics.stats.quantiles import critical_value, two_sided_p

_FARTHEST = {Kind.NPS: 2 * POINTS, Kind.PROPORTION: 1.0}
_CANCELLED = 1e-12
"""The part of the independent variance below which that of clusters is nothing but rounding."""


class Swings(NamedTuple):
    """Extra variance of one period's value on the scale of the kind, and the periods it was learned from."""

    squared: ArrayLike
    periods: ArrayLike


class Noise(NamedTuple):
    """Of each comparison, on the scale of its kind; limits have the levels on a new last axis.

    sample, bars: both periods alone, first axis (before, after). squared_error: of the change, all layers.
    design_effect: by how much repeated keys multiply the variance of independent answers. df: of Student's t, infinite
    where answers are independent and periods do not swing.
    """

    sample: Sample
    bars: Limits
    change: Floats
    squared_error: Floats
    limits: Limits
    p_value: Floats
    design_effect: Floats
    df: Floats


class Layers(NamedTuple):
    """What comes on top of each period's own noise. answers: of both periods. scatter: multiplies their variance."""

    answers: Floats
    scatter: ArrayLike = 1.0
    clusters: Clusters | None = None
    swings: Swings | None = None
    still_open: bool = False


class _Sampled(NamedTuple):
    """Squared errors of sampling alone: as printed, and as intervals are drawn from it by t with df degrees."""

    squared_error: Floats
    of_interval: Floats
    df: Floats


def noise(
    kind: Kind,
    cells: Cells,
    levels: ArrayLike,
    clusters: Clusters | None = None,
    swings: Swings | None = None,
    still_open: bool = False,
    finite: ArrayLike = 1.0,
) -> Noise:
    """The noise of after minus before; clusters on the scale of the kind.

    finite: multiplies the variance of each period, first axis (before, after), where a population is finite. The rest
    is as in `layered`.
    """
    one, shrunk = sampling.sample(kind, cells), floats(finite)
    # Events of a rate, because its exposure is in a unit of any size.
    answers = floats((cells.total if kind is Kind.RATE else cells.n).sum(axis=0))
    return layered(
        kind,
        one._replace(variance=one.variance * shrunk),
        lambda inflation: sampling.difference(kind, cells, levels, shrunk * inflation),
        levels,
        Layers(answers, sampling.scatter(kind, cells), clusters, swings, still_open),
    )


def layered(
    kind: Kind, two: Sample, difference: Callable[[Floats], Difference], levels: ArrayLike, layers: Layers
) -> Noise:
    """The noise of after minus before, all layers.

    two: both periods, first axis (before, after). difference: the kind's own method at these levels, with the variance
    of both periods multiplied.

    Repeated keys replace the variance; without a key in both periods they may only widen it, as an apparent gain in
    precision would be luck. A swing adds twice its own. Either makes a t interval that is nowhere narrower than the
    kind's own method on as many answers as are left by that variance, which keeps it honest where events are rare.
    Keys that cancel out exactly say nothing about noise, nor does a swing where no answer differs from another.

    While a period is open the limits are stretched to those of a confidence sequence, so that they hold at every look
    taken until it ends, and the p-value agrees with those of the first level.
    """
    independent = floats(layers.scatter * two.squared_error.sum(axis=0))
    found = difference(np.ones_like(independent))
    sampled, of_interval, df = _sampled(independent, layers.clusters)
    restless = np.zeros_like(independent)
    if swings := layers.swings:
        moved = (independent > 0) & (floats(swings.squared) > 0)
        restless = np.where(moved, 2 * floats(swings.squared), 0.0)
        df = np.where(moved, np.fmin(df, floats(swings.periods) - 1), df)
    with np.errstate(divide="ignore", invalid="ignore"):
        design_effect = np.where(independent > 0, sampled / independent, 1.0)
        inflation = np.where(independent > 0, (of_interval + restless) / independent, 1.0)
    limits, p_value = found.limits, found.p_value
    if np.isfinite(df).any():
        limits, p_value = _by_t(kind, of_interval + restless, df, difference(inflation), levels)
    if layers.still_open:
        limits, p_value = _at_every_look(kind, found.change, limits, floats(levels), layers.answers)
    return Noise(two, found.bars, found.change, sampled + restless, limits, p_value, design_effect, df)


def _sampled(independent: Floats, clusters: Clusters | None) -> _Sampled:
    """independent: the squared error if every answer stood for itself."""
    if clusters is None:
        return _Sampled(independent, independent, np.full_like(independent, np.inf))
    known = (independent > 0) & (floats(clusters.variance) > _CANCELLED * independent)

    def replaced(variance: ArrayLike) -> Floats:
        never_narrower = np.where(clusters.shared, variance, np.fmax(floats(variance), independent))
        return np.where(known, never_narrower, independent)

    return _Sampled(
        replaced(clusters.variance), replaced(clusters.corrected), np.where(known, floats(clusters.df), np.inf)
    )


def _by_t(kind: Kind, squared_error: Floats, df: Floats, guard: Difference, levels: ArrayLike) -> tuple[Limits, Floats]:
    """Student's interval where df is finite, never narrower than the guard's; else the guard's."""
    t = np.isfinite(df)
    half = np.where(t, np.sqrt(squared_error), 0.0)[..., np.newaxis] * critical_value(levels, df[..., np.newaxis])
    farthest = _FARTHEST.get(kind, np.inf)
    centre = guard.change[..., np.newaxis]
    with np.errstate(divide="ignore", invalid="ignore"):
        p_value = np.where(t, two_sided_p(guard.change / np.sqrt(squared_error), df), 0.0)
    return (
        Limits(
            np.minimum(guard.limits.lower, np.maximum(centre - half, -farthest)),
            np.maximum(guard.limits.upper, np.minimum(centre + half, farthest)),
        ),
        np.maximum(guard.p_value, p_value),
    )


def _at_every_look(
    kind: Kind, change: Floats, limits: Limits, levels: Floats, answers: Floats
) -> tuple[Limits, Floats]:
    """An ordinary interval of any method, stretched by what a confidence sequence is wider than the normal one."""
    critical = critical_value(levels)
    stretch = sequence.critical_value(answers[..., np.newaxis], levels) / critical
    centre, farthest = change[..., np.newaxis], _FARTHEST.get(kind, np.inf)
    wide = Limits(
        np.maximum(centre - stretch * (centre - limits.lower), -farthest),
        np.minimum(centre + stretch * (limits.upper - centre), farthest),
    )
    towards_zero = np.where(change > 0, change - limits.lower[..., 0], limits.upper[..., 0] - change)
    with np.errstate(divide="ignore", invalid="ignore"):
        standard_errors = np.where(change == 0, 0.0, critical[0] * change / towards_zero)
    return wide, sequence.p_value(standard_errors, answers, levels[0])
