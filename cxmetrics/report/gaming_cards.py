"""What the tables of Gamed? show, as plain text: signs, parts of the change, agents, and answers afterwards."""

from __future__ import annotations

import math
from dataclasses import dataclass

from cxmetrics.judge.compare import USUAL
from cxmetrics.judge.gaming import Answered, Gaming, Split
from cxmetrics.judge.signs import Share, Sign, Trace
from cxmetrics.model import Comparison, Kind, Verdict, Word
from cxmetrics.report import figures
from cxmetrics.report.cards import SHAPES, STYLES
from cxmetrics.report.figures import THIN
from cxmetrics.report.gaming_words import contacts, events, label, percent
from cxmetrics.report.wording import facts, verdict_sentence

_SHOWN = 8
"""Agents and signs that are listed where fewer stand out."""


@dataclass(frozen=True, slots=True)
class Row:
    """One sign between the two periods, as text."""

    name: str
    before: str
    after: str
    people: str
    word: str
    shape: str
    style: str
    which: str
    change: str


def signs(gaming: Gaming) -> list[Row]:
    """Every sign with its verdict."""
    return [_row(label(sign, gaming), verdict) for sign, verdict in gaming.signs.items()]


def _row(name: str, verdict: Verdict) -> Row:
    told, c = facts(verdict, "%"), verdict.comparison
    counted = [
        f"{figures.count(events(each.value, each.n))} of {figures.count(each.n)}" for each in (c.before, c.after)
    ]
    return Row(
        name=name,
        before=told.before,
        after=told.after,
        people=f"{counted[0]}, then {counted[1]}",
        word=verdict.word,
        shape=SHAPES[verdict.word],
        style=STYLES[verdict.word],
        which={Word.DECLINED: "higher is worse", Word.IMPROVED: "lower is better"}.get(verdict.word, ""),
        change=f"{told.change} ({told.interval})",
    )


def parts(gaming: Gaming) -> list[tuple[str, str]]:
    """Where the change comes from, as rows of a name and a text; empty where it cannot be split."""
    split = gaming.split
    if split is None or gaming.short_s is None:
        return []
    many = contacts(gaming)
    named = (
        (f"More or fewer {many} under {gaming.short_s:g} s", split.share),
        (f"{many.capitalize()} under {gaming.short_s:g} s, longer or shorter", split.short),
        (f"All other {many}, longer or shorter", split.rest),
    )
    real = gaming.verdict.word in (Word.IMPROVED, Word.DECLINED)
    rows = [(name, _part(split, part) if real else _relative(part)) for name, part in named]
    rows.append(("Together", _relative(split.change)))
    return [*rows, (f"Without {many} under {gaming.short_s:g} s", _without(gaming, split))]


def _part(split: Split, part: float) -> str:
    """A part with its share of the change, which says nothing of a change that may be luck."""
    of_all = f"{part / split.change * 100:.0f}".replace("-", figures.MINUS)
    return f"{_relative(part)}, {of_all}{THIN}% of it"


def _without(gaming: Gaming, split: Split) -> str:
    return verdict_sentence(split.without, gaming.metric.label, gaming.metric.unit)


@dataclass(frozen=True, slots=True)
class Line:
    """One agent under one sign, as text."""

    agent: str
    sign: str
    after: str
    others: str
    more: str
    before: str
    evidence: str
    named: bool


def agents(gaming: Gaming) -> list[Line]:
    """All that stand out, else those closest to it."""
    found = [trace for trace in gaming.traces if trace.named]
    rest = [trace for trace in gaming.traces if not trace.named][: max(_SHOWN - len(found), 0)]
    return [_line(trace, gaming) for trace in (*found, *rest)]


def _line(trace: Trace, gaming: Gaming) -> Line:
    low, high = (figures.change(Kind.PROPORTION, end, "", 0).removesuffix(" pp") for end in trace.interval)
    return Line(
        agent=trace.agent,
        sign=label(trace.sign, gaming),
        after=_of(trace.after),
        others=_of(trace.others),
        more=f"{low} to {high} pp",
        before=_before(trace),
        evidence="stands out" if trace.named else "chance allows it",
        named=trace.named,
    )


def _before(trace: Trace) -> str:
    if not trace.before.n:
        return "not counted" if trace.sign is Sign.AT_TARGET else "none"
    return _of(trace.before) if trace.before.n >= USUAL.minimum_n else "too few"


def answered(gaming: Gaming) -> list[tuple[str, str]]:
    """What customers said afterwards, as rows of a name and a text; empty where nothing could be joined."""
    found = gaming.answered
    if found is None:
        return []
    share = figures.percent(found.followed / found.contacts)
    return [
        (
            "Joined",
            f"{figures.count(found.followed)} of {figures.count(found.contacts)} {contacts(gaming)} ({share}) are "
            f"followed by an answer of the same customer within {found.days} days. Each answer counts for the last "
            f"{contacts(gaming).removesuffix('s')} before it. Who answers chooses to.",
        ),
        *((name, _said(found, comparison)) for name, comparison in found.agents.items()),
        ("Everybody", f"{found.metric.label}: {_value(found, found.whole.value, found.whole.interval)}"),
    ]


def _said(found: Answered, comparison: Comparison) -> str:
    one, others = comparison.after, comparison.before
    if one.n < USUAL.minimum_n:
        return f"{figures.count(one.n)} answers: too few to say anything."
    return (
        f"{found.metric.label} {_value(found, one.value, one.interval)} from {figures.count(one.n)} answers; "
        f"everybody else's customers {_value(found, others.value, others.interval)} from {figures.count(others.n)}."
    )


def _value(found: Answered, value: float | None, interval: tuple[float, float] | None) -> str:
    digits = figures.decimals(found.metric.kind, interval)
    shown, *ends = (
        figures.value(found.metric.kind, number, found.metric.unit, digits) for number in (value, *(interval or ()))
    )
    return f"{shown} ({' to '.join(ends)})"


def _of(share: Share) -> str:
    return f"{figures.count(share.events)} of {figures.count(share.n)} ({percent(share)})"


def _relative(part: float) -> str:
    return figures.change(Kind.DURATION, math.expm1(part), "", 3)
