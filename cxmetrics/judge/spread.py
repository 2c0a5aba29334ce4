"""The spread of one period: how far each segment is from the others, which of them stand out, and who is worst served.

Every segment of every dimension is one look, and Benjamini & Hochberg's correction is made over all of them, so that
where no segment differs a company is told of one in at most one case of twenty. Answers of one customer, or about one
employee, are never taken for answers of many.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from cxmetrics.judge import sampling
from cxmetrics.judge.cells import grid
from cxmetrics.judge.compare import USUAL, estimate
from cxmetrics.judge.looks import Cut, Looks, look, standing_out
from cxmetrics.judge.rules import excludes_zero
from cxmetrics.judge.scale import change_in_units, interval_in_units
from cxmetrics.model import Direction, Estimate, Interval, Kind, Moments, Policy, Segment
from cxmetrics.period import Period
from cxmetrics.stats import mix
from cxmetrics.stats.fdr import benjamini_hochberg
from cxmetrics.stats.quantiles import critical_value

_CHANCE = 5
"""Answers up to which two segments may well have the same numbers by chance."""


class Standing(StrEnum):
    """Where a segment stands against the others of its dimension."""

    WORSE = "worse than the others"
    BETTER = "better than the others"
    ALIKE = "not told apart"
    TOO_FEW = "too few to say"


@dataclass(frozen=True, slots=True)
class Served:
    """One segment against everybody else who has a value of its dimension, in the metric's unit.

    others: without the segments of the dimension that stand out more. gap: segment minus others; durations and amounts:
    relative to the others. interval: of the gap, for one look.
    adjusted_p_value: corrected for all looks of the page; None where a rule forbids to say anything. by_employee: the
    interval is drawn from how employees differ, because that is wider than from how customers do. same: segments of
    other dimensions that are the very same records, which are looked at once.
    """

    segment: Segment
    figure: Estimate
    others: Estimate
    gap: float | None
    interval: Interval | None
    adjusted_p_value: float | None
    standing: Standing
    by_employee: bool = False
    same: tuple[Segment, ...] = ()


@dataclass(frozen=True, slots=True)
class Reversal:
    """Simpson's paradox: the values of a dimension moved one way, and the whole the other, because the mix changed.

    whole: the change of the whole between the two periods; within: what the values' own changes add up to in an even
    mix, with its interval. Both in the unit of a comparison's change.
    """

    dimension: str
    whole: float
    within: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class Spread:
    """A metric in one period, cut in every way its records can be.

    whole: everybody the filters leave. filters: at most two segments that must both hold. crossing: those of the
    filters against everybody else, a look somebody chose, so without correction; None without filters. important: the
    values that somebody calls important against the others, likewise.
    """

    period: Period
    whole: Estimate
    filters: tuple[Segment, ...]
    crossing: Served | None
    served: tuple[Served, ...]
    important: Served | None
    reversals: tuple[Reversal, ...]

    @property
    def judged(self) -> tuple[Served, ...]:
        """The segments of which something can be said; each was one look."""
        return tuple(served for served in self.served if served.standing is not Standing.TOO_FEW)

    @property
    def worst(self) -> Served | None:
        """The segment that is surely worse served than the others, by the strongest evidence."""
        return next((served for served in self.served if served.standing is Standing.WORSE), None)


def against_others(
    kind: Kind,
    cuts: Sequence[Cut],
    good_direction: Direction,
    policy: Policy = USUAL,
    still_open: bool = False,
) -> tuple[Served, ...]:
    """Every segment, the strongest evidence first, and those of which nothing can be said last, the largest first.

    still_open: whether the period still runs; then nothing is said of any.

    A segment far from all others moves what they are compared with, so that each of them seems to stand out on the
    other side. So the strongest of each dimension, and whoever stands out like it, leaves the others, and these are
    compared anew with who is left, until nobody more stands out. Where nothing differs that changes nothing.
    """
    among = [cut for cut in cuts if len(cut.values) > 1]
    if not among:
        return ()
    left = [np.ones(len(cut.values), dtype=np.bool_) for cut in among]
    looks = look(kind, among, left, good_direction, policy, still_open)
    while (leaving := standing_out(among, looks, np.concatenate(left), policy)).any():
        left = np.split(np.concatenate(left) & ~leaving, np.cumsum([len(cut.values) for cut in among])[:-1])
        anew = look(kind, among, left, good_direction, policy, still_open)
        enough = np.array([others.n >= policy.minimum_n for others in anew.others])
        looks = looks.replaced(anew, np.concatenate(left) & enough)
    segments = [Segment(cut.dimension, value) for cut in among for value in cut.values]
    each = [moments for cut in among for moments in cut.moments]
    twins = _twins(among)
    adjusted = benjamini_hochberg(np.where([i in twins for i in range(len(each))], looks.p_value, np.nan))
    return tuple(
        replace(
            _served(kind, segments[i], each[i], looks, i, float(adjusted[i]), good_direction, policy),
            same=tuple(segments[twin] for twin in twins[i]),
        )
        for i in sorted(twins, key=lambda i: _rank(looks, each, i))
    )


def reversals(
    kind: Kind, dimensions: Mapping[str, Sequence[tuple[Moments, Moments]]], policy: Policy = USUAL
) -> tuple[Reversal, ...]:
    """The dimensions whose values surely moved against the whole, corrected for the dimensions there are.

    dimensions: name -> (before, after) of each value; of two that say the very same the first is told. Answers are
    taken as independent.
    """
    level = 1 - (1 - policy.level) / max(len(dimensions), 1)
    found: list[Reversal] = []
    for name, values in dimensions.items():
        two = sampling.sample(kind, grid([[value[period] for value in values] for period in (0, 1)]))
        split = mix.decompose(two.n, two.value, two.squared_error)
        if split is None or not split.simpson:
            continue
        half = float(critical_value(level)) * split.rate_error
        whole, within = (change_in_units(kind, change) for change in (split.after - split.before, split.rate))
        interval = interval_in_units(kind, split.rate - half, split.rate + half, of_change=True)
        if whole is None or within is None or interval is None or abs(split.rate) <= half:
            continue
        if not any(math.isclose(within, one.within) and math.isclose(whole, one.whole) for one in found):
            found.append(Reversal(name, whole, within, interval))
    return tuple(found)


def _twins(cuts: Sequence[Cut]) -> dict[int, list[int]]:
    """The number of each segment that is the first to hold its records -> those of other cuts that hold the very same.

    They do where they have as many answers from every group of customers; of a few answers that would be chance.
    """
    first: dict[object, tuple[int, Cut]] = {}
    found: dict[int, list[int]] = {}
    numbers = itertools.count()
    for cut in cuts:
        whole, keys = sum(moments.n for moments in cut.moments), cut.customers or cut.employees
        for value, moments in enumerate(cut.moments):
            number = next(numbers)
            held = keys.n[:, value].tobytes() if keys and moments.n > _CHANCE else number
            twin, of = first.setdefault((whole, moments.n, moments.positive, held), (number, cut))
            if twin == number or of is cut:
                found[number] = []
            else:
                found[twin].append(number)
    return found


def _served(
    kind: Kind,
    segment: Segment,
    figures: Moments,
    looks: Looks,
    i: int,
    adjusted: float,
    good_direction: Direction,
    policy: Policy,
) -> Served:
    low, high = float(looks.lower[i]), float(looks.upper[i])
    if math.isnan(adjusted):
        standing = Standing.TOO_FEW
    elif adjusted <= 1 - policy.level and excludes_zero(low, high):
        standing = Standing.BETTER if (low > 0) is (good_direction is Direction.UP) else Standing.WORSE
    else:
        standing = Standing.ALIKE
    return Served(
        segment=segment,
        figure=estimate(kind, figures, policy.level),
        others=estimate(kind, looks.others[i], policy.level),
        gap=change_in_units(kind, looks.change[i]),
        interval=interval_in_units(kind, low, high, of_change=True),
        adjusted_p_value=None if math.isnan(adjusted) else adjusted,
        standing=standing,
        by_employee=bool(looks.by_employee[i]),
    )


def _rank(looks: Looks, figures: Sequence[Moments], i: int) -> tuple[bool, float, float]:
    """By p-value; among equal ones, as where both are next to nothing, by the gap in half-widths of its interval."""
    if math.isnan(looks.p_value[i]):
        return True, 0.0, -figures[i].n
    return False, float(looks.p_value[i]), -float(looks.evidence[i])
