"""A change split over one dimension: mix against rate, what each value carries, and what the earlier mix would show.

Everything is on the scale the kind is judged on (durations and amounts: logarithms), where parts add up to the change.
They say what a change is associated with, never what caused it.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cxmetrics.judge import sampling
from cxmetrics.judge.cells import Cells, grid
from cxmetrics.judge.compare import USUAL
from cxmetrics.judge.scale import change_in_units, change_on_scale
from cxmetrics.model import Comparison, Interval, Kind, Moments, Policy
from cxmetrics.stats import mix, nonresponse
from cxmetrics.stats.arrays import Floats
from cxmetrics.stats.overdispersion import tau_squared
from cxmetrics.stats.quantiles import critical_value, two_sided_p

Cell = tuple[Moments, Moments]
"""One value of a dimension, before and after."""

_CHANCE_OF_MIX = 0.005
_CHANCE_THAT_VALUES_DIFFER = 0.001


@dataclass(frozen=True, slots=True)
class Part:
    """One value of the dimension. before, after: its figures, None where nobody answered.

    mix, rate: what it adds to the change by growing or shrinking, and by its own change; error: the standard error of
    the latter, None where it has none. without: the change of the others alone, None where nobody is left.
    """

    name: str
    n: tuple[int, int]
    before: float | None
    after: float | None
    mix: float
    rate: float
    error: float | None
    without: float | None


@dataclass(frozen=True, slots=True)
class Reweighted:
    """The change had the later answers come in the earlier mix; covered: the part of these that has both periods."""

    change: float
    interval: Interval
    covered: float


@dataclass(frozen=True, slots=True)
class Split:
    """The change over the values of one dimension; mix + rate = change, and so do the parts.

    before: the earlier figure. rate_error: standard error of the rate part. mix_p_value: how often chance alone makes
    such a mix part where the values do differ, corrected for the dimensions looked at; 1 where they need not. simpson:
    the parts moved against the whole, and by more than chance.
    """

    dimension: str
    before: float
    change: float
    mix: float
    rate: float
    rate_error: float
    mix_p_value: float
    simpson: bool
    parts: tuple[Part, ...]
    reweighted: Reweighted | None

    @property
    def mix_is_sure(self) -> bool:
        """Whether the sizes of the parts changed by more than chance, and to some effect."""
        return self.mix_p_value < _CHANCE_OF_MIX


def split(
    kind: Kind, dimension: str, cells: Mapping[str, Cell], policy: Policy = USUAL, looks: int = 1
) -> Split | None:
    """Over the values of a dimension, answers taken as independent; None where a period has none.

    looks: dimensions that are looked at together, for which Simpson's paradox is corrected.
    """
    if not cells:
        return None
    periods = [[cell[period] for cell in cells.values()] for period in (0, 1)]
    each = grid(periods)
    weight, values, squared = weights(kind, each), sampling.sample(kind, each).value, _squared_errors(kind, each)
    found = mix.decompose(weight, values, squared)
    if found is None:
        return None
    weight_share = (weight / weight.sum(axis=1, keepdims=True)).mean(axis=0)
    whole = sampling.sample(kind, grid([[_sum(period)] for period in periods])).value[:, 0]
    rest = sampling.sample(kind, grid([_without_each(period) for period in periods])).value
    sure = float(critical_value(1 - (1 - policy.level) / looks))
    return Split(
        dimension=dimension,
        before=float(whole[0]),
        change=float(whole[1] - whole[0]),
        mix=found.mix,
        rate=found.rate,
        rate_error=found.rate_error,
        mix_p_value=min(looks * _mix_p_value(kind, cells, found), 1.0),
        simpson=found.simpson and abs(found.rate) > sure * found.rate_error,
        parts=tuple(
            Part(
                name=name,
                n=(cell[0].n, cell[1].n),
                before=_known(values[0, i]),
                after=_known(values[1, i]),
                mix=float(found.mix_parts[i]),
                rate=float(found.rate_parts[i]),
                error=_known(weight_share[i] * np.sqrt(squared[:, i].sum())),
                without=_known(rest[1, i] - rest[0, i]),
            )
            for i, (name, cell) in enumerate(cells.items())
        ),
        reweighted=_reweighted(weight, values, squared, policy),
    )


def tipping_point(comparison: Comparison, response_rate: float) -> float | None:
    """The change among those who did not answer that cancels the one seen, in its unit; None where there is none."""
    if comparison.change is None:
        return None
    seen = change_on_scale(comparison.kind, comparison.change)
    return change_in_units(comparison.kind, nonresponse.tipping_change(seen, response_rate))


def weights(kind: Kind, cells: Cells) -> Floats:
    """What the figure of a whole weighs those of its parts by."""
    return cells.x_total if kind in (Kind.RATIO, Kind.RATE) else cells.n


def _mix_p_value(kind: Kind, cells: Mapping[str, Cell], found: mix.Mix) -> float:
    pooled = grid([[before + after for before, after in cells.values()]])
    values, errors = sampling.sample(kind, pooled).value[0], _squared_errors(kind, pooled)[0]
    differ = tau_squared(values, errors).p_value < _CHANCE_THAT_VALUES_DIFFER
    return float(two_sided_p(found.mix / found.mix_error)) if differ and found.mix_error > 0 else 1.0


def _reweighted(weight: Floats, values: Floats, squared: Floats, policy: Policy) -> Reweighted | None:
    found = nonresponse.reweighted(weight, values, squared)
    if found is None:
        return None
    half = float(critical_value(policy.level)) * found.standard_error
    return Reweighted(found.change, (found.change - half, found.change + half), found.covered)


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
