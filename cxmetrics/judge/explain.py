"""What moved a figure, over the values of one dimension: mix against rate, who decided it, and who answered.

Everything is on the scale the kind is judged on (durations and amounts: logarithms), where parts add up to the change.
They say what a change is associated with, never what caused it.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cxmetrics.judge import sampling
from cxmetrics.judge.cells import Cells, grid
from cxmetrics.judge.compare import USUAL
from cxmetrics.judge.rules import WORDS
from cxmetrics.judge.scale import change_in_units, change_on_scale
from cxmetrics.judge.segments import judge_cells
from cxmetrics.model import Comparison, Direction, Interval, Kind, Moments, Policy, Word
from cxmetrics.stats import influence, mix, nonresponse
from cxmetrics.stats.arrays import Floats
from cxmetrics.stats.quantiles import critical_value

Cell = tuple[Moments, Moments]
"""One value of a dimension, before and after."""

_CHANCE = 0.05


@dataclass(frozen=True, slots=True)
class Part:
    """One value of the dimension. before, after: its figures, None where nobody answered.

    mix, rate: what it adds to the change by growing or shrinking, and by its own change. without: the change of the
    others alone, None where nobody is left; word_without: their verdict. decisive: without it the verdict is another
    one, or the change another by more than half of what matters.
    """

    name: str
    n: tuple[int, int]
    before: float | None
    after: float | None
    mix: float
    rate: float
    without: float | None
    word_without: Word
    decisive: bool


@dataclass(frozen=True, slots=True)
class Reweighted:
    """The change had the later answers come in the earlier mix; covered: the part of these that has both periods."""

    change: float
    interval: Interval
    covered: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """The change between the sums of all parts; mix + rate = change, and so do the parts.

    rate_error: standard error of the rate part. simpson: the parts moved against the whole. first: the part whose
    leaving changes the change most, with how often chance alone makes a first like it; it is named as a cause to look
    at only where `named`.
    """

    change: float
    mix: float
    rate: float
    rate_error: float
    simpson: bool
    parts: tuple[Part, ...]
    first: str | None
    first_p_value: float | None
    reweighted: Reweighted | None

    @property
    def named(self) -> str | None:
        """The first part, where luck makes one like it in less than one case of twenty."""
        return self.first if self.first_p_value is not None and self.first_p_value < _CHANCE else None


def explain(
    kind: Kind, cells: Mapping[str, Cell], margin: float, good_direction: Direction, policy: Policy = USUAL
) -> Explanation | None:
    """Of the answers that have a value of the dimension; None where a period has none.

    margin: the smallest change that matters, in the unit of a comparison's change. Answers are taken as independent.
    """
    if not cells:
        return None
    periods = [[cell[period] for cell in cells.values()] for period in (0, 1)]
    whole = grid([[_sum(period)] for period in periods])
    one, each = sampling.sample(kind, whole), grid(periods)
    weight, values, squared = _weights(kind, each), sampling.sample(kind, each).value, _squared_errors(kind, each)
    split = mix.decompose(weight, values, squared)
    if split is None:
        return None
    matters = change_on_scale(kind, margin)
    all_words = judge_cells(kind, whole, matters, good_direction, policy, correct=_alone).words
    rest = judge_cells(
        kind, grid([_without_each(period) for period in periods]), matters, good_direction, policy, correct=_alone
    )
    change = float(one.value[1, 0] - one.value[0, 0])
    decisive = (rest.words != all_words[0]) | (np.abs(change - rest.change) > matters / 2)
    first = _first(kind, weight, values, whole)
    names = list(cells)
    return Explanation(
        change=change,
        mix=split.mix,
        rate=split.rate,
        rate_error=split.rate_error,
        simpson=split.simpson,
        parts=tuple(
            Part(
                name=name,
                n=(cells[name][0].n, cells[name][1].n),
                before=_known(values[0, i]),
                after=_known(values[1, i]),
                mix=float(split.mix_parts[i]),
                rate=float(split.rate_parts[i]),
                without=_known(rest.change[i]),
                word_without=WORDS[rest.words[i]],
                decisive=bool(decisive[i]),
            )
            for i, name in enumerate(names)
        ),
        first=names[first[0]] if first else None,
        first_p_value=first[2] if first else None,
        reweighted=_reweighted(weight, values, squared, policy),
    )


def tipping_point(comparison: Comparison, response_rate: float) -> float | None:
    """The change among those who did not answer that cancels the one seen, in its unit; None where there is none."""
    if comparison.change is None:
        return None
    seen = change_on_scale(comparison.kind, comparison.change)
    return change_in_units(comparison.kind, nonresponse.tipping_change(seen, response_rate))


def _reweighted(weight: Floats, values: Floats, squared: Floats, policy: Policy) -> Reweighted | None:
    found = nonresponse.reweighted(weight, values, squared)
    if found is None:
        return None
    half = float(critical_value(policy.level)) * found.standard_error
    return Reweighted(found.change, (found.change - half, found.change + half), found.covered)


def _first(kind: Kind, weight: Floats, values: Floats, whole: Cells) -> tuple[int, float, float] | None:
    """The most influential cell; the spread of one unit of weight is what the error of the whole makes of it."""
    error = sampling.scatter(kind, whole) * sampling.sample(kind, whole).squared_error
    spread = (error * _weights(kind, whole))[:, 0]
    if not (spread > 0).all():
        return None
    return influence.largest_of_cells(weight, weight * np.nan_to_num(values), spread)


def _weights(kind: Kind, cells: Cells) -> Floats:
    """What the figure of a whole weighs those of its parts by."""
    return cells.x_total if kind in (Kind.RATIO, Kind.RATE) else cells.n


def _squared_errors(kind: Kind, cells: Cells) -> Floats:
    """Of each cell; one answer alone is taken to vary as all answers of its period do around their own cells."""
    one = sampling.sample(kind, cells)
    known = np.isfinite(one.variance) & (one.n > 1)
    degrees = np.where(known, one.n - 1, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        pooled = (degrees * np.where(known, one.variance, 0.0)).sum(axis=1, keepdims=True) / degrees.sum(
            axis=1, keepdims=True
        )
        return np.where(known, one.variance, pooled) / np.where(one.n > 0, one.n, np.nan)


def _without_each(cells: Sequence[Moments]) -> list[Moments]:
    """All but one, for each: sums from both ends, so that nothing is subtracted and no digit lost."""
    before = list(itertools.accumulate(cells, initial=Moments()))
    behind = list(itertools.accumulate(reversed(cells), initial=Moments()))[::-1]
    return [one + other for one, other in zip(before[:-1], behind[1:], strict=True)]


def _sum(cells: Sequence[Moments]) -> Moments:
    return sum(cells, Moments())


def _known(number: float) -> float | None:
    return float(number) if np.isfinite(number) else None


def _alone(p_values: NDArray[np.float64]) -> NDArray[np.float64]:
    """No correction for many looks: what is asked of the others is whether the verdict on the whole still stands."""
    return p_values
