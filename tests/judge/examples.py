"""Comparisons and verdicts made to measure, so that a rule can be tried without hunting for counts that meet it."""

from __future__ import annotations

from typing import Any

from cxmetrics.judge.compare import ONE_SIDED_95
from cxmetrics.judge.verdict import judge
from cxmetrics.model import Comparison, Dependence, Direction, Estimate, Kind, Moments, Verdict
from cxmetrics.stats.quantiles import critical_value, two_sided_p

WITH_MOMENTS = [kind for kind in Kind if kind is not Kind.MEDIAN]
"""A median takes the single answers, everything else adds up."""


def nps(promoters: int, passives: int, detractors: int) -> Moments:
    return Moments(n=promoters + passives + detractors, positive=promoters, negative=detractors)


def share(events: int, n: int) -> Moments:
    return Moments(n=n, positive=events)


def equal_keys(key: str, groups: int, variance: float, shared: bool) -> Dependence:
    """Keys with as many answers each, which need no correction."""
    return Dependence(key, groups, variance, variance, groups - 1, shared)


def comparison_with(change: float, half: float, n: int = 400, **more: Any) -> Comparison:
    """A normal comparison with this change and half-width of its 95 % interval."""
    error = half / float(critical_value(0.95))
    half_90 = float(critical_value(ONE_SIDED_95)) * error
    usual: dict[str, Any] = {
        "kind": Kind.MEAN,
        "before": Estimate(4.0, (3.9, 4.1), n),
        "after": Estimate(4.0 + change, (3.9 + change, 4.1 + change), n),
        "change": change,
        "interval": (change - half, change + half),
        "interval_90": (change - half_90, change + half_90),
        "standard_error": error,
        "p_value": float(two_sided_p(change / error)),
        "detectable_change": 2.8 * error,
        "n_needed": None,
        "answer_variance": None,
        "method": "made up",
    }
    return Comparison(**usual | more)


def verdict_with(
    change: float, half: float, margin: float, good_direction: Direction = Direction.UP, n: int = 400, **more: Any
) -> Verdict:
    return judge(comparison_with(change, half, n), margin, good_direction, **more)
