"""One period's estimate, and the comparison of two: what changed, how surely, and what would be needed to know."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Protocol

import numpy as np

from cxmetrics.errors import BadInput
from cxmetrics.judge import medians, pairs, sampling
from cxmetrics.judge.cells import Figures, cells, squared_unit
from cxmetrics.judge.noise import Noise, Swings, noise
from cxmetrics.judge.pairs import Pairs
from cxmetrics.judge.sampling import Sample
from cxmetrics.judge.scale import change_in_units, change_on_scale, interval_in_units, value_in_units
from cxmetrics.model import Comparison, Dependence, Estimate, Interval, Kind, Moments, Ordered, Policy, Published, Swing
from cxmetrics.stats.arrays import Floats, floats
from cxmetrics.stats.cluster import Clustered, Clusters
from cxmetrics.stats.population import correction
from cxmetrics.stats.power import POWER, answers_per_period, detectable_change

ONE_SIDED_95 = 0.90
"""The level whose two limits are the one-sided 95 % bounds that margins are held against."""

USUAL = Policy()

_BEYOND_COUNTING = 10**15
_SEQUENCE = ", stretched to an asymptotic confidence sequence"
_MCNEMAR = "McNemar's test with Tango's score interval, paired"
_DIVISOR_N = (Kind.NPS, Kind.PROPORTION)

PAIR = "pair"
"""What a dependence is called where the answers of both periods come in the same order from the same people."""


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
    if isinstance(figures, Ordered):
        one, (lower, upper) = medians.sample([figures]), medians.bars([figures], [level])
    else:
        alone = cells(kind, [figures])
        one, (lower, upper) = sampling.sample(kind, alone), sampling.interval(kind, alone, level)
    return _estimate(kind, figures, one, 0, (lower.flat[0], upper.flat[0]))


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
    levels = [policy.level, ONE_SIDED_95]
    swings = Swings(swing.tau**2, swing.periods) if swing else None
    if isinstance(before, Ordered) and isinstance(after, Ordered):
        found = medians.noise(before, after, levels, swings, still_open)
    else:
        clusters = _clusters(dependence) if dependence else None
        found = noise(kind, cells(kind, (before, after)), levels, clusters, swings, still_open)
    comparison = _comparison(kind, before, after, found, policy, dependence, swing, still_open)
    return replace(comparison, range_of_se=_range_of_error(kind, before, after, math.sqrt(found.squared_error)))


def compare_pairs(
    table: Pairs, policy: Policy = USUAL, swing: Swing | None = None, still_open: bool = False
) -> Comparison:
    """The shares of the same people who say yes in two periods. n_needed counts people asked twice."""
    swings = Swings(swing.tau**2, swing.periods) if swing else None
    found = pairs.noise(table, [policy.level, ONE_SIDED_95], swings, still_open)
    error = float(found.squared_error)
    dependence = Dependence(PAIR, table.n, error, error, table.n - 1, shared=True)
    return _comparison(Kind.PROPORTION, *table.periods, found, policy, dependence, swing, still_open)


def compare_finite(kind: Kind, before: Moments, after: Moments, population: int, policy: Policy = USUAL) -> Comparison:
    """The change among these accounts and no others, of which so many there are; never of a process.

    Both periods' variances shrink by 1 - n/N, with divisor n - 1. How many more answers would be needed is not told, as
    there are only so many. Raises BadInput where not everybody could have answered, or everybody did.
    """
    sizes = floats([before.n, after.n])
    if sizes.max(initial=0) >= population:
        raise BadInput(
            f"A 'population' of {population:,} must be larger than the answers of either period; where everybody "
            "answered, the change is what it is and there is no noise to judge."
        )
    two = cells(kind, (before, after))
    divisor = sizes / np.maximum(sizes - 1, 1) if kind in _DIVISOR_N else 1.0
    finite = correction(sizes, population) * divisor
    found = noise(kind, two, [policy.level, ONE_SIDED_95], finite=finite)
    comparison = _comparison(kind, before, after, found, policy, None, None, still_open=False)
    method = f"{comparison.method}, corrected for a population of {population:,}"
    return replace(comparison, method=method, n_needed=None, answer_variance=None)


def _comparison(
    kind: Kind,
    before: Figures,
    after: Figures,
    found: Noise,
    policy: Policy,
    dependence: Dependence | None,
    swing: Swing | None,
    still_open: bool,
) -> Comparison:
    two, bars, limits = found.sample, found.bars, found.limits
    change = _printed(after, two.value[1]) - _printed(before, two.value[0])
    error, effect = math.sqrt(found.squared_error), float(found.design_effect)
    restless = 2 * swing.tau**2 if swing else 0.0
    needed = answers_per_period(two.variance.sum() * effect, change, policy.level, swing=restless)
    known = error > 0
    return Comparison(
        kind=kind,
        before=_estimate(kind, before, two, 0, (bars.lower[0, 0], bars.upper[0, 0])),
        after=_estimate(kind, after, two, 1, (bars.lower[1, 0], bars.upper[1, 0])),
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
        still_open=still_open,
        lopsided=bool(sampling.lopsided(kind, two, found.p_value, policy.level)),
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
    paired = dependence is not None and dependence.key == PAIR
    independent = _MCNEMAR if paired and kind is Kind.PROPORTION else sampling.METHODS[kind]
    if math.isinf(df):
        return independent
    parts = [independent]
    if dependence:
        parts = ["paired" if paired else f"clustered by {dependence.key}"]
    if swing and swing.tau:
        parts.append(f"the swing between {swing.periods} earlier periods added")
    parts.append(f"t with {df:.0f} degrees of freedom" + (" (CR2)" if dependence else ""))
    if dependence and not dependence.shared:
        parts.append(f"never narrower than {independent}")
    return ", ".join(parts)


def _range_of_error(kind: Kind, before: Figures, after: Figures, largest: float) -> Interval | None:
    """The standard errors that published scores allow; None where the counts are known."""
    if not isinstance(before, Published) and not isinstance(after, Published):
        return None
    smallest = sampling.sample(kind, cells(kind, (before, after), least_varied=True)).squared_error
    return math.sqrt(smallest.sum()), largest


def _whole(answers: Floats) -> int | None:
    return math.ceil(float(answers)) if 0 < answers < _BEYOND_COUNTING else None


def _printed(figures: Figures, value: Floats) -> float:
    """A published score as it was published, without what arithmetic made of its last digit."""
    return figures.nps if isinstance(figures, Published) else float(value)


def _estimate(kind: Kind, figures: Figures, found: Sample, period: int, bar: Interval) -> Estimate:
    return Estimate(
        value=value_in_units(kind, _printed(figures, found.value[period])),
        interval=interval_in_units(kind, *bar, of_change=False),
        n=math.ceil(found.n[period]),
        mean=_plain_mean(kind, figures),
    )


def _plain_mean(kind: Kind, figures: Figures) -> float | None:
    """Of the seconds or the money behind logarithms, None where these are not known."""
    if not kind.relative or not isinstance(figures, Moments) or not figures.x_total > 0:
        return None
    return figures.x_total / figures.n
