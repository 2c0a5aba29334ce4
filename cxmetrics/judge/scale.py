"""The scale a kind is judged on: its own unit, except durations and amounts, which are judged as logarithms."""

from __future__ import annotations

import math
from collections.abc import Callable

from cxmetrics.model import Interval, Kind
from cxmetrics.stats.arrays import Floats


def value_in_units(kind: Kind, value: float | Floats) -> float | None:
    """A value on the scale as people read it: seconds, money, a share; None where it is not finite."""
    return _finite(math.exp, value) if kind.relative else _finite(float, value)


def change_in_units(kind: Kind, change: float | Floats) -> float | None:
    """A change on the scale as people read it: ratio - 1 where that is relative; None where it is not finite."""
    return _finite(math.expm1, change) if kind.relative else _finite(float, change)


def change_on_scale(kind: Kind, change: float) -> float:
    """The inverse of change_in_units; minus infinity where nothing is left."""
    if not kind.relative:
        return change
    return math.log1p(change) if change > -1 else -math.inf


def interval_in_units(kind: Kind, lower: float | Floats, upper: float | Floats, *, of_change: bool) -> Interval | None:
    """Both limits of a value or of a change as people read them; None where either is not finite."""
    convert = change_in_units if of_change else value_in_units
    low, high = convert(kind, lower), convert(kind, upper)
    return None if low is None or high is None else (low, high)


def interval_on_scale(kind: Kind, interval: Interval) -> Interval:
    """The limits of a change, on the scale."""
    return change_on_scale(kind, interval[0]), change_on_scale(kind, interval[1])


def _finite(convert: Callable[[float], float], number: float | Floats) -> float | None:
    try:
        result = convert(float(number))
    except OverflowError:
        return None
    return result if math.isfinite(result) else None


def typed_scale(kind: Kind) -> int:
    """What a change is multiplied by where people read or type it: percent, or cases per thousand."""
    return 100 if kind.relative else {Kind.PROPORTION: 100, Kind.RATE: 1000}.get(kind, 1)
