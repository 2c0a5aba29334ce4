"""Who paid for it? A headline read against the metrics that may not be paid with."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from cxmetrics.judge.bounds import Bounds, bounds
from cxmetrics.judge.scale import change_on_scale
from cxmetrics.model import CounterVerdict, Direction, Guard, Reading, Scorecard, Verdict, Word
from cxmetrics.stats.holm import holm
from cxmetrics.stats.power import chance_inside

_ALPHA = 0.05


def scorecard(headline: Verdict, counters: Mapping[str, Verdict | None]) -> Scorecard:
    """The headline with every counter-metric's guard and what they say together.

    counters: a verdict for each key, None where there is no data. Holm's correction runs over the counters that can
    be judged. One stopped by a gate (too few answers, an open period) is neither safe nor harmed, whatever its
    interval looks like; one that is only too vague for a word still has bounds that hold, and is guarded by them.
    """
    judged = {key: verdict for key, verdict in counters.items() if verdict and not verdict.gated}
    harm = dict(zip(judged, holm([_p_of_harm(verdict) for verdict in judged.values()]), strict=True))
    guarded = tuple(CounterVerdict(key, _guard(verdict, harm.get(key)), verdict) for key, verdict in counters.items())
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


def _guard(verdict: Verdict | None, adjusted_p: float | None) -> Guard:
    """Safe if the one-sided 95 % bound stays inside the margin; else harmed if surely worse; else not proven safe."""
    if verdict is None:
        return Guard.MISSING
    limits = bounds(verdict.comparison)
    if adjusted_p is None or limits is None:
        return Guard.NOT_PROVEN_SAFE
    worst, best = _worst_and_best(limits, verdict.good_direction)
    if worst < change_on_scale(verdict.comparison.kind, verdict.margin):
        return Guard.SAFE
    return Guard.HARMED if best > 0 and adjusted_p <= _ALPHA else Guard.NOT_PROVEN_SAFE


def _worst_and_best(limits: Bounds, good_direction: Direction) -> tuple[float, float]:
    """The one-sided 95 % bounds as harm: positive is bad."""
    low, high = limits.one_sided
    return (-low, -high) if good_direction is Direction.UP else (high, low)


def _p_of_harm(verdict: Verdict) -> float:
    """The one-sided p-value of a change for the worse; it agrees with the 90 % interval."""
    change, p_value = verdict.comparison.change, verdict.comparison.p_value
    if change is None or p_value is None:
        return 1.0
    worse = (change < 0) == (verdict.good_direction is Direction.UP)
    return p_value / 2 if worse else 1 - p_value / 2


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
