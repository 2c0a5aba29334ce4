"""One period's estimate, and the comparison of two: what changed, how surely, and what would be needed to know."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from cxmetrics.judge import sampling
from cxmetrics.judge.sampling import Figures, Sample
from cxmetrics.judge.scale import change_in_units, change_on_scale, interval_in_units, value_in_units
from cxmetrics.model import Comparison, Dependence, Estimate, Interval, Kind, Moments, Policy
from cxmetrics.stats.arrays import Floats, Limits
from cxmetrics.stats.power import answers_per_period, detectable_change
from cxmetrics.stats.quantiles import critical_value, two_sided_p

ONE_SIDED_95 = 0.90
"""The level whose two limits are the one-sided 95 % bounds that margins are held against."""

USUAL = Policy()

_FARTHEST = {Kind.NPS: 2 * sampling.POINTS, Kind.PROPORTION: 1.0}
_CANCELLED = 1e-12
"""The part of the independent variance below which that of clusters is nothing but rounding."""
_BEYOND_COUNTING = 10**15


class _Noise(NamedTuple):
    """The noise of a change on the scale of its kind; limits hold the policy's level and ONE_SIDED_95."""

    standard_error: float
    limits: Limits
    p_value: float
    method: str


def estimate(kind: Kind, figures: Figures, level: float = 0.95) -> Estimate:
    """One period's figure with its interval.

    NPS in points, shares as fractions, durations as geometric means in seconds. n counts answers, customers for a
    ratio, and whole units of exposure, rounded up, for a rate. Raises BadInput where anything but a Net Promoter
    Score comes as a published score.
    """
    one = sampling.sample(kind, figures)
    lower, upper = sampling.interval(kind, figures, level)
    return _estimate(kind, one, lower, upper)


def compare(
    kind: Kind, before: Figures, after: Figures, policy: Policy = USUAL, dependence: Dependence | None = None
) -> Comparison:
    """Two periods of one metric, after against before, in the units of `estimate`.

    Durations change relatively (ratio - 1); their standard error and the variance of their dependence are those of
    the logarithm of the ratio. Published scores are taken at the largest variance they allow, with the range of
    standard errors beside. The standard error, and all that follows from it, is None where no answer differs from
    another within its period. A dependence whose keys cancel out exactly says nothing about noise and changes
    nothing. Raises BadInput as `estimate` does.
    """
    pair = sampling.sample(kind, before), sampling.sample(kind, after)
    found = sampling.difference(kind, before, after, [policy.level, ONE_SIDED_95])
    change = pair[1].value - pair[0].value
    error = math.sqrt(sampling.scatter(kind, before, after) * _squared_error(pair))
    noise = _Noise(error, found.limits, float(found.p_value), sampling.METHODS[kind])
    if dependence and error > 0 and dependence.variance > _CANCELLED * error**2:
        noise = _clustered(kind, change, noise, dependence, policy)
    error = noise.standard_error
    known = error > 0
    design_effect = error**2 / _squared_error(pair) if known else 1.0
    spread = pair[0].variance + pair[1].variance
    return Comparison(
        kind=kind,
        before=_estimate(kind, pair[0], found.bars.lower[0, 0], found.bars.upper[0, 0]),
        after=_estimate(kind, pair[1], found.bars.lower[1, 0], found.bars.upper[1, 0]),
        change=change_in_units(kind, change),
        interval=interval_in_units(kind, noise.limits.lower[0], noise.limits.upper[0], of_change=True),
        interval_90=interval_in_units(kind, noise.limits.lower[1], noise.limits.upper[1], of_change=True),
        standard_error=error if known else None,
        p_value=None if math.isnan(noise.p_value) else noise.p_value,
        detectable_change=change_in_units(kind, detectable_change(error, policy.level)) if known else None,
        n_needed=_whole(answers_per_period(spread * design_effect, change, policy.level)) if known else None,
        answer_variance=pair[0].variance * design_effect if known else None,
        method=noise.method,
        dependence=dependence,
        range_of_se=_range_of_error(kind, before, after, error),
    )


def answers_needed(comparison: Comparison, change: float, level: float = 0.95) -> int | None:
    """Answers per period that would show any other change, such as the margin, with 80 % power.

    change: in the unit of `comparison.change`, of either sign. A later period is not known beforehand, so both are
    given the earlier one's variance; repeated respondents keep the weight they have in this comparison. For a ratio
    customers are meant, for a rate units of exposure. None where nothing varies or the change is 0.
    """
    if comparison.answer_variance is None:
        return None
    return _whole(answers_per_period(2 * comparison.answer_variance, change_on_scale(comparison.kind, change), level))


def _clustered(kind: Kind, change: float, independent: _Noise, dependence: Dependence, policy: Policy) -> _Noise:
    """Layer C in place of layer B, with one degree of freedom less than there are keys.

    Without a key in both periods it may only widen: an apparent gain in precision would be luck.
    """
    df = dependence.groups - 1
    error = math.sqrt(dependence.variance)
    half = critical_value([policy.level, ONE_SIDED_95], df) * error
    lower, upper = change - half, change + half
    p_value = float(two_sided_p(change / error, df))
    method = f"clustered by {dependence.key}, t with {df} degrees of freedom"
    if not dependence.shared:
        lower, upper = np.minimum(lower, independent.limits.lower), np.maximum(upper, independent.limits.upper)
        error, p_value = max(error, independent.standard_error), max(p_value, independent.p_value)
        method += f", never narrower than {independent.method}"
    farthest = _FARTHEST.get(kind, math.inf)
    return _Noise(error, Limits(np.maximum(lower, -farthest), np.minimum(upper, farthest)), p_value, method)


def _range_of_error(kind: Kind, before: Figures, after: Figures, largest: float) -> Interval | None:
    """The standard errors that published scores allow; None where the counts are known."""
    if isinstance(before, Moments) and isinstance(after, Moments):
        return None
    smallest = [sampling.sample(kind, figures, least_varied=True) for figures in (before, after)]
    return math.sqrt(_squared_error(smallest)), largest


def _whole(answers: Floats) -> int | None:
    return math.ceil(float(answers)) if 0 < answers < _BEYOND_COUNTING else None


def _squared_error(pair: Sequence[Sample]) -> float:
    return sum(one.squared_error for one in pair)


def _estimate(kind: Kind, one: Sample, lower: float | Floats, upper: float | Floats) -> Estimate:
    return Estimate(
        value=value_in_units(kind, one.value),
        interval=interval_in_units(kind, lower, upper, of_change=False),
        n=math.ceil(one.n),
    )
