"""One period's estimate, and the comparison of two: what changed, how surely, and what would be needed to know."""

from __future__ import annotations

import math
from typing import Protocol

from cxmetrics.judge import sampling
from cxmetrics.judge.cells import Figures, cells, squared_unit
from cxmetrics.judge.noise import Swings, noise
from cxmetrics.judge.scale import change_in_units, change_on_scale, interval_in_units, value_in_units
from cxmetrics.model import Comparison, Dependence, Estimate, Interval, Kind, Moments, Policy, Published, Swing
from cxmetrics.stats.arrays import Floats
from cxmetrics.stats.cluster import Clustered, Clusters
from cxmetrics.stats.power import POWER, answers_per_period, detectable_change

ONE_SIDED_95 = 0.90
"""The level whose two limits are the one-sided 95 % bounds that margins are held against."""

USUAL = Policy()

_BEYOND_COUNTING = 10**15
_SEQUENCE = ", stretched to an asymptotic confidence sequence"


class Basis(Protocol):
    """What other comparisons are planned from: a `Comparison`, or planning's `Present`."""

    @property
    def kind(self) -> Kind: ...

    @property
    def answer_variance(self) -> float | None: ...

    @property
    def tau(self) -> float | None: ...


def estimate(kind: Kind, figures: Figures, level: float = 0.95) -> Estimate:
    """One period's figure with its interval.

    NPS in points, shares as fractions, durations as geometric means in seconds. n counts answers, customers for a
    ratio, and whole units of exposure, rounded up, for a rate. Raises BadInput where anything but a Net Promoter
    Score comes as a published score.
    """
    alone = cells(kind, [figures])
    one, (lower, upper) = sampling.sample(kind, alone), sampling.interval(kind, alone, level)
    return _estimate(kind, _printed(figures, one.value[0]), one.n[0], lower[0], upper[0])


def compare(
    kind: Kind,
    before: Figures,
    after: Figures,
    policy: Policy = USUAL,
    dependence: Dependence | None = None,
    swing: Swing | None = None,
    still_open: bool = False,
) -> Comparison:
    """Two periods of one metric, after against before, in the units of `estimate`.

    Durations change relatively (ratio - 1); their standard error, the variance of their dependence and their swing are
    those of the logarithm of the ratio. Published scores are taken at the largest variance they allow, with the range
    of standard errors beside. The standard error, and all that follows from it, is None where no answer differs from
    another within its period; dependence and swing then change nothing. still_open: whether a period still runs; the
    intervals are then those of a confidence sequence. Raises BadInput as `estimate` does.
    """
    found = noise(
        kind,
        cells(kind, (before, after)),
        [policy.level, ONE_SIDED_95],
        _clusters(dependence) if dependence else None,
        Swings(swing.tau**2, swing.periods) if swing else None,
        still_open,
    )
    two, bars, limits = found.sample, found.bars, found.limits
    values = _printed(before, two.value[0]), _printed(after, two.value[1])
    change, error, effect = values[1] - values[0], math.sqrt(found.squared_error), float(found.design_effect)
    restless = 2 * swing.tau**2 if swing else 0.0
    needed = answers_per_period(two.variance.sum() * effect, change, policy.level, swing=restless)
    known = error > 0
    return Comparison(
        kind=kind,
        before=_estimate(kind, values[0], two.n[0], bars.lower[0, 0], bars.upper[0, 0]),
        after=_estimate(kind, values[1], two.n[1], bars.lower[1, 0], bars.upper[1, 0]),
        change=change_in_units(kind, change),
        interval=interval_in_units(kind, limits.lower[0], limits.upper[0], of_change=True),
        interval_90=interval_in_units(kind, limits.lower[1], limits.upper[1], of_change=True),
        standard_error=error if known else None,
        p_value=None if math.isnan(found.p_value) else float(found.p_value),
        detectable_change=change_in_units(kind, detectable_change(error, policy.level)) if known else None,
        n_needed=_whole(needed) if known else None,
        answer_variance=float(two.variance[0]) * effect if known and two.variance[0] > 0 else None,
        method=_method(kind, float(found.df), dependence, swing) + (_SEQUENCE if still_open else ""),
        dependence=dependence,
        tau=swing.tau if swing else None,
        range_of_se=_range_of_error(kind, before, after, error),
        still_open=still_open,
    )


def dependence_of(kind: Kind, key: str, found: Clustered) -> Dependence:
    """What was found of repeated keys, on the scale of the kind; y is that of the kind's `Moments`."""
    unit = squared_unit(kind)
    return Dependence(key, found.groups, found.variance * unit, found.corrected * unit, found.df, found.shared)


def answers_needed(basis: Basis, change: float, level: float = 0.95, power: float = POWER) -> int | None:
    """Answers per period that would show any other change, such as the margin, with 80 % power unless asked otherwise.

    change: in the unit of a comparison's change, of either sign. A later period is not known beforehand, so both are
    given the earlier one's variance; repeated respondents keep the weight they have in the comparison. For a ratio
    customers are meant, for a rate units of exposure. None where nothing varies, the change is 0, or periods swing so
    much that no number of answers would show it.
    """
    if basis.answer_variance is None:
        return None
    restless = 2 * (basis.tau or 0.0) ** 2
    wanted = change_on_scale(basis.kind, change)
    return _whole(answers_per_period(2 * basis.answer_variance, wanted, level, power, restless))


def detectable_at_best(basis: Basis, level: float = 0.95) -> float | None:
    """The change that no number of answers would make detectable, in the unit of the change; None without a swing."""
    if not basis.tau:
        return None
    return change_in_units(basis.kind, detectable_change(math.sqrt(2) * basis.tau, level))


def _clusters(dependence: Dependence) -> Clusters:
    return Clusters(dependence.variance, dependence.corrected, dependence.df, dependence.groups, dependence.shared)


def _method(kind: Kind, df: float, dependence: Dependence | None, swing: Swing | None) -> str:
    """What was done, in words; df is infinite where neither keys nor a swing made a difference."""
    independent = sampling.METHODS[kind]
    if math.isinf(df):
        return independent
    parts = [f"clustered by {dependence.key}" if dependence else independent]
    if swing and swing.tau:
        parts.append(f"the swing between {swing.periods} earlier periods added")
    parts.append(f"t with {df:.0f} degrees of freedom" + (" (CR2)" if dependence else ""))
    if dependence and not dependence.shared:
        parts.append(f"never narrower than {independent}")
    return ", ".join(parts)


def _range_of_error(kind: Kind, before: Figures, after: Figures, largest: float) -> Interval | None:
    """The standard errors that published scores allow; None where the counts are known."""
    if isinstance(before, Moments) and isinstance(after, Moments):
        return None
    smallest = sampling.sample(kind, cells(kind, (before, after), least_varied=True)).squared_error
    return math.sqrt(smallest.sum()), largest


def _whole(answers: Floats) -> int | None:
    return math.ceil(float(answers)) if 0 < answers < _BEYOND_COUNTING else None


def _printed(figures: Figures, value: Floats) -> float:
    """A published score as it was published, without what arithmetic made of its last digit."""
    return figures.nps if isinstance(figures, Published) else float(value)


def _estimate(kind: Kind, value: float, n: Floats, lower: Floats, upper: Floats) -> Estimate:
    return Estimate(
        value=value_in_units(kind, value),
        interval=interval_in_units(kind, lower, upper, of_change=False),
        n=math.ceil(n),
    )
