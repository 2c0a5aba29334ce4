"""How far a change may reach: the limits that rules hold against 0 and against the smallest change that matters."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import NamedTuple

from cxmetrics.judge.scale import change_on_scale, interval_on_scale
from cxmetrics.model import Comparison, Interval


class Bounds(NamedTuple):
    """Limits of a change on the scale of its kind.

    one_sided: the two one-sided 95 % bounds. widest, narrowest: the interval at the policy's level. They differ only
    for published scores: the widest has the largest standard error and the rounding of the printed scores in it, the
    narrowest the smallest standard error and nothing else.
    """

    one_sided: Interval
    widest: Interval
    narrowest: Interval


def bounds(comparison: Comparison) -> Bounds | None:
    """The limits of a comparison, None where it has no interval."""
    if comparison.interval is None or comparison.interval_90 is None or comparison.change is None:
        return None
    interval = interval_on_scale(comparison.kind, comparison.interval)
    one_sided = interval_on_scale(comparison.kind, comparison.interval_90)
    if comparison.range_of_se is None:
        return Bounds(one_sided, interval, interval)
    change = change_on_scale(comparison.kind, comparison.change)
    smallest, largest = comparison.range_of_se
    shrink = smallest / largest if largest > 0 else 1.0
    slack = rounding(comparison)
    return Bounds(
        one_sided=_stretch(one_sided, slack),
        widest=_stretch(interval, slack),
        narrowest=(change - shrink * (change - interval[0]), change + shrink * (interval[1] - change)),
    )


def rounding(comparison: Comparison) -> float:
    """How far the rounding of two published scores alone may have moved their difference, in points."""
    return sum(
        _half_a_digit(period.value) for period in (comparison.before, comparison.after) if period.value is not None
    )


def reachable(score: float, n: int) -> bool:
    """Whether so many answers can have a score that is printed like this."""
    slack = _half_a_digit(score) * (1 + 1e-9)
    return math.floor((score + slack) * n / 100) >= (score - slack) * n / 100


def _half_a_digit(score: float) -> float:
    exponent = Decimal(str(score)).normalize().as_tuple().exponent
    return 0.5 * 10.0 ** min(int(exponent), 0)


def _stretch(interval: Interval, slack: float) -> Interval:
    return interval[0] - slack, interval[1] + slack
