"""Control charts: a series with a centre and limits that are frozen from a baseline and redrawn only at marked points.

Sources: Shewhart (1931); Wheeler (1993), Understanding Variation; for screening moving ranges Nelson (1982), Journal
of Quality Technology 14, 172-173.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from cxmetrics.stats.arrays import Floats, Limits, floats
from cxmetrics.stats.signals import LIMIT, Words, signals

FEWEST_FROZEN = 12
"""Points that a baseline has at least before limits are frozen from it."""

FEW_POINTS = 13
"""Below so many points behind its limits a chart should be read with a warning."""

D2 = 1.128
"""The mean moving range of independent normal values of standard deviation 1."""

_SCREEN = 3.267


@dataclass(frozen=True, slots=True, eq=False)
class Chart:
    """values, centre and both limits in the unit of the series, and the Signal of each point: shape (..., points).

    Limits are NaN where nothing varies in their baseline: noise that cannot be seen is not no noise. behind: of each
    stretch from one rebase mark to the next, how many points its centre and limits were computed from.
    """

    values: Floats
    centre: Floats
    limits: Limits
    signals: Words
    behind: tuple[int, ...]


def chart(
    values: Floats,
    process: Callable[[slice, slice], tuple[Floats, Floats]],
    baseline: int | None = None,
    rebased_at: Sequence[int] = (),
    within: tuple[float, float] = (-np.inf, np.inf),
) -> Chart:
    """A chart of (..., points), each stretch judged against limits of its own.

    process: of a stretch and of its baseline, the centre and sigma at the stretch's points. baseline: how many first
    points of a stretch its limits are frozen from, all of them where None. rebased_at: positions, from 0, of points
    that open a new stretch. within: what limits cannot pass. Raises ValueError for a baseline of fewer than 12 points
    and for marks that are not ascending inside the series.
    """
    size = values.shape[-1]
    marks = [0, *rebased_at, size]
    if baseline is not None and baseline < FEWEST_FROZEN:
        raise ValueError(f"Limits are frozen from at least {FEWEST_FROZEN} points, not {baseline}.")
    if rebased_at and any(later <= earlier for earlier, later in itertools.pairwise(marks)):
        raise ValueError(f"Rebase marks must ascend from 1 to {size - 1}, not {list(rebased_at)}.")
    centre, sigma, behind = np.empty_like(values), np.empty_like(values), []
    words: list[Words] = []
    for first, end in itertools.pairwise(marks):
        frozen = end if baseline is None else min(first + baseline, end)
        stretch = slice(first, end)
        centre[..., stretch], sigma[..., stretch] = process(stretch, slice(first, frozen))
        words.append(signals(values[..., stretch], centre[..., stretch], sigma[..., stretch]))
        behind.append(frozen - first)
    limits = Limits(np.clip(centre - LIMIT * sigma, *within), np.clip(centre + LIMIT * sigma, *within))
    return Chart(values, centre, limits, np.concatenate(words, axis=-1), tuple(behind))


def deviations(found: Chart) -> Floats:
    """The points' distances from their centre in sigmas; NaN where there are no limits."""
    sigma = np.fmax(found.limits.upper - found.centre, found.centre - found.limits.lower) / LIMIT
    with np.errstate(divide="ignore", invalid="ignore"):
        return floats((found.values - found.centre) / np.where(sigma > 0, sigma, np.nan))


def mean(values: ArrayLike) -> Floats:
    """Over the last axis, which stays; missing values are left out, and NaN where there are none."""
    y = floats(values)
    known = ~np.isnan(y)
    with np.errstate(invalid="ignore"):
        return floats(np.where(known, y, 0.0).sum(axis=-1, keepdims=True) / known.sum(axis=-1, keepdims=True))


def typical_range(ranges: ArrayLike, screened: bool = True) -> Floats:
    """The mean of (..., ranges), screened of those above 3.267 times their mean; NaN where it is 0."""
    size = floats(ranges)
    average = mean(size)
    if screened:
        average = mean(np.where(size > _SCREEN * average, np.nan, size))
    return np.where(average > 0, average, np.nan)
