"""A change less the one that comes every year: (this - last) minus the same pair of periods a year ago.

It is for figures with a season of which too little is known to take it out of every month; with two years of months the
course of the figure does that, and the plain comparison is with the same period last year.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cxmetrics.judge import sampling
from cxmetrics.judge.cells import grid
from cxmetrics.judge.compare import ONE_SIDED_95, USUAL, compare
from cxmetrics.judge.rules import WORDS, words
from cxmetrics.judge.scale import change_in_units, change_on_scale, interval_in_units
from cxmetrics.judge.verdict import gates
from cxmetrics.model import Comparison, Direction, Interval, Kind, Moments, Policy, Swing, Word
from cxmetrics.stats.season import difference_in_seasons

Pair = tuple[Moments, Moments]
"""One figure, before and after."""


@dataclass(frozen=True, slots=True)
class SeasonalVerdict:
    """How much more a figure changed than a year ago, in the units of `Comparison`.

    year_ago, now: both changes by themselves. change: the later less the earlier one (durations and amounts: the ratio
    of both ratios, less 1). standard_error: four variances added, on the scale of the kind. caveats are sentences.
    """

    year_ago: Comparison
    now: Comparison
    word: Word
    change: float | None
    interval: Interval | None
    interval_90: Interval | None
    standard_error: float | None
    p_value: float | None
    caveats: tuple[str, ...]


def judge_seasons(
    kind: Kind,
    year_ago: Pair,
    now: Pair,
    margin: float,
    good_direction: Direction,
    policy: Policy = USUAL,
    swing: Swing | None = None,
) -> SeasonalVerdict:
    """By the rules of `judge`, on closed periods, answers taken as independent; margin as there.

    swing: of one period, added four times, with the degrees of freedom it was learned with.
    """
    cells = grid([[year_ago[0], now[0]], [year_ago[1], now[1]]])
    four = sampling.sample(kind, cells)
    squared = four.squared_error * sampling.scatter(kind, cells) + (swing.tau**2 if swing else 0.0)
    # The exposure behind a rate is in a unit of any size, and no number of answers.
    n = np.full_like(four.n, np.inf) if kind is Kind.RATE else four.n
    found = difference_in_seasons(
        four.value.T, squared.T, n.T, [policy.level, ONE_SIDED_95], swing.periods - 1 if swing and swing.tau else np.inf
    )
    (low, worst), (high, best) = found.limits
    changes = tuple(compare(kind, *pair, policy) for pair in (year_ago, now))
    stopped = tuple(
        f"{when}: {sentence}"
        for when, comparison in zip(("A year ago", "This year"), changes, strict=True)
        for sentence in gates(comparison, policy)
    )
    known = not np.isnan(low)
    number = words((worst, best), (low, high), (low, high), change_on_scale(kind, margin), good_direction)
    return SeasonalVerdict(
        year_ago=changes[0],
        now=changes[1],
        word=Word.NOT_ENOUGH_DATA if stopped or not known else WORDS[int(number)],
        change=change_in_units(kind, float(found.change)),
        interval=interval_in_units(kind, low, high, of_change=True),
        interval_90=interval_in_units(kind, worst, best, of_change=True),
        standard_error=float(np.sqrt(squared.sum())) if known else None,
        p_value=float(found.p_value) if known else None,
        caveats=stopped,
    )
