"""Who paid for it? A headline read against the metrics that may not be paid with."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace

from cxmetrics.judge.bounds import Bounds, bounds
from cxmetrics.judge.scale import change_on_scale
from cxmetrics.model import CounterVerdict, Direction, Guard, Kind, Reading, Scorecard, Verdict, Word
from cxmetrics.stats import rare
from cxmetrics.stats.holm import holm
from cxmetrics.stats.power import chance_inside

_ALPHA = 0.05

_DOUBTED = (
    "With so few cases in the smaller period the one-sided bound is too sure of itself, and a test that allows for "
    "that does not agree: neither safe nor harmed. More answers in that period would settle it."
)


def scorecard(headline: Verdict, counters: Mapping[str, Verdict | None]) -> Scorecard:
    """The headline with every counter-metric's guard and what they say together.

    counters: a verdict for each key, None where there is no data. Holm's correction runs over the counters that can
    be judged. One stopped by a gate (too few answers, an open period) is neither safe nor harmed, whatever its
    interval looks like; one that is only too vague for a word still has bounds that hold, and is guarded by them. A
    share is safe or harmed only where `rare.p_of_less` agrees with its bound, and a caveat tells where it does not.
    """
    judged = {key: verdict for key, verdict in counters.items() if verdict and not verdict.gated}
    harm = dict(zip(judged, holm([_p_of_harm(verdict) for verdict in judged.values()]), strict=True))
    guarded = tuple(_guarded(key, verdict, harm.get(key)) for key, verdict in counters.items())
    return Scorecard(
        headline, guarded, _reading(headline, (counter.guard for counter in guarded)), _joint_power(judged.values())
    )


def _joint_power(judged: Iterable[Verdict]) -> float | None:
    """The chance that all counters that can be judged are shown safe if nothing changed; None where none can.

    Counters are taken as independent of one another.
    """
    powers = [power for power in map(_power, judged) if power is not None]
    return math.prod(powers) if powers else None


def _power(verdict: Verdict) -> float | None:
    """The chance that the bound on the bad side stays inside the margin if nothing changed; None without an error."""
    comparison, limits = verdict.comparison, bounds(verdict.comparison)
    if limits is None or comparison.standard_error is None or comparison.change is None:
        return None
    change = change_on_scale(comparison.kind, comparison.change)
    harm = -change if verdict.good_direction is Direction.UP else change
    worst, _ = _worst_and_best(limits, verdict.good_direction)
    margin = change_on_scale(comparison.kind, verdict.margin)
    return float(chance_inside(margin, worst - harm, comparison.standard_error))


def _guarded(key: str, verdict: Verdict | None, adjusted_p: float | None) -> CounterVerdict:
    """Safe if the one-sided 95 % bound stays inside the margin; else harmed if surely worse; else not proven safe."""
    if verdict is None:
        return CounterVerdict(key, Guard.MISSING, None)
    limits = bounds(verdict.comparison)
    if adjusted_p is None or limits is None:
        return CounterVerdict(key, Guard.NOT_PROVEN_SAFE, verdict)
    worst, best = _worst_and_best(limits, verdict.good_direction)
    inside = worst < change_on_scale(verdict.comparison.kind, verdict.margin)
    if inside and (_p_of_cases(verdict, verdict.margin, more=False) or 0.0) <= _ALPHA:
        return CounterVerdict(key, Guard.SAFE, verdict)
    if best > 0 and adjusted_p <= _ALPHA:
        return CounterVerdict(key, Guard.HARMED, verdict)
    if inside or (best > 0 and _p_of_harm(verdict) > _ALPHA):
        verdict = replace(verdict, caveats=(*verdict.caveats, _DOUBTED))
    return CounterVerdict(key, Guard.NOT_PROVEN_SAFE, verdict)


def _worst_and_best(limits: Bounds, good_direction: Direction) -> tuple[float, float]:
    """The one-sided 95 % bounds as harm: positive is bad."""
    low, high = limits.one_sided
    return (-low, -high) if good_direction is Direction.UP else (high, low)


def _p_of_harm(verdict: Verdict) -> float:
    """The one-sided p-value of a change for the worse: that of the 90 % interval, or a share's other one if larger."""
    change, p_value = verdict.comparison.change, verdict.comparison.p_value
    if change is None or p_value is None:
        return 1.0
    worse = (change < 0) == (verdict.good_direction is Direction.UP)
    return max(p_value / 2 if worse else 1 - p_value / 2, _p_of_cases(verdict, 0.0, more=True) or 0.0)


def _p_of_cases(verdict: Verdict, harm: float, more: bool) -> float | None:
    """The chance of as much harm as was seen, or more (less), if the true one is so much.

    None unless a share of different people. The bounds of rare shares in a small period against a far larger one are
    wrong up to twice as often as they say.
    """
    comparison = verdict.comparison
    before, after = comparison.before, comparison.after
    paired = comparison.dependence is not None and comparison.dependence.shared
    if comparison.kind is not Kind.PROPORTION or paired or before.value is None or after.value is None:
        return None
    bad = [1 - share if verdict.good_direction is Direction.UP else share for share in (before.value, after.value)]
    cases, n = (round(bad[0] * before.n), round(bad[1] * after.n)), (before.n, after.n)
    return rare.p_of_less(cases[::-1], n[::-1], -harm) if more else rare.p_of_less(cases, n, harm)


def _reading(headline: Verdict, guards: Iterable[Guard]) -> Reading:
    """Healthy takes a real improvement and at least one counter-metric, all of them safe.

    A headline that really declined is not healthy because nothing else declined: it has a reading of its own.
    """
    seen = set(guards)
    if headline.word is Word.DECLINED:
        return Reading.WORSE
    if headline.word is not Word.IMPROVED:
        return Reading.NOISE
    if Guard.HARMED in seen:
        return Reading.AT_A_COST
    return Reading.HEALTHY if seen == {Guard.SAFE} else Reading.UNPROVEN
