"""Checks of two compared periods of one metric, made with the verdict: volume, mix, units, and a last day cut short."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cxmetrics.judge.findings import Finding, spell_day
from cxmetrics.model import Kind
from cxmetrics.period import Period

_FEW = 10
_ENOUGH = 100
_SURELY = 4
"""Standard errors: with dozens of values looked at, fewer turn up by luck."""
_UNITS = (
    (1000.0, "1,000", "milliseconds for seconds"),
    (3600.0, "3,600", "hours for seconds"),
    (60.0, "60", "minutes for seconds"),
)


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last day of a metric, its records, and those of the same weekday in the four weeks before."""

    day: date
    records: int
    usual: Sequence[int]


@dataclass(frozen=True, slots=True)
class PairFacts:
    """What is known of two compared periods of one metric. typical: of durations, geometric means in seconds.

    mix: dimension -> value -> (records before, records after).
    """

    kind: Kind
    before: Period
    after: Period
    n_before: int
    n_after: int
    typical: tuple[float, float] | None = None
    mix: Mapping[str, Mapping[str, tuple[int, int]]] = field(default_factory=dict)
    last_day: LastDay | None = None


def volume(facts: PairFacts) -> Iterator[Finding]:
    if min(facts.n_before, facts.n_after) < _ENOUGH:
        return
    ratio = (facts.n_after / facts.after.days) / (facts.n_before / facts.before.days)
    if ratio >= 1.5 or ratio <= 1 / 1.5:
        times = f"{ratio:.1f} times as many" if ratio > 1 else f"{ratio:.0%} as many"
        yield Finding(
            "volume",
            f"There are {times} records a day as in the earlier period.",
            "Check whether more was asked, or only elsewhere, before trusting a change.",
        )


def mix(facts: PairFacts) -> Iterator[Finding]:
    for dimension, values in facts.mix.items():
        before, after = (sum(counts[i] for counts in values.values()) for i in (0, 1))
        if min(before, after) < _ENOUGH:
            continue
        shifts = {value: counts[1] / after - counts[0] / before for value, counts in values.items()}
        moved = sum(map(abs, shifts.values())) / 2
        value = max(shifts, key=lambda each: abs(shifts[each]))
        one, two = values[value][0] / before, values[value][1] / after
        both = sum(values[value]) / (before + after)
        error = math.sqrt(both * (1 - both) * (1 / before + 1 / after))
        if moved >= 0.15 and abs(shifts[value]) >= max(0.1, _SURELY * error):
            yield Finding(
                "mix",
                f"{dimension.capitalize()} changed its mix: {value} went from {one:.0%} to {two:.0%} of the records.",
                "Compare each by itself before saying that all of it changed.",
            )


def unit_jump(facts: PairFacts) -> Iterator[Finding]:
    if facts.kind is not Kind.DURATION or facts.typical is None:
        return
    one, two = facts.typical
    if one <= 0 or two <= 0:
        return
    for factor, shown, mistake in _UNITS:
        if any(abs(math.log(ratio / factor)) < math.log(1.2) for ratio in (two / one, one / two)):
            yield Finding(
                "unit_jump",
                f"One period is about {shown} times the other, which is what reading {mistake} does.",
                "Check the unit of that column in both exports.",
            )


def cut_last_day(facts: PairFacts) -> Iterator[Finding]:
    last = facts.last_day
    if last is None or not facts.after.start <= last.day <= facts.after.end or len(last.usual) < 3:
        return
    usual = sorted(last.usual)[len(last.usual) // 2]
    if usual >= _FEW and last.records < usual / 2 - 2 * math.sqrt(usual):
        yield Finding(
            "cut_last_day",
            f"The last day, {spell_day(last.day)}, has {last.records:,} records where such a weekday has about "
            f"{usual:,}: the export was probably made before the day was over.",
            "Export again after it, and append.",
        )
