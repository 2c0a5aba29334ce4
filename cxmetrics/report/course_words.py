"""A course in words: what its chart and its year say, and how often a stable figure would say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cxmetrics.judge.course import Charted
from cxmetrics.judge.drip import Year
from cxmetrics.model import EVERYBODY, Metric, Segment, Word
from cxmetrics.period import Period
from cxmetrics.report import figures
from cxmetrics.report.wording import day, listed, spell

_WEEK = 7

RULES = (
    ("Outside", "A point outside the limits."),
    ("Run", "Seven points in a row on one side of the centre."),
    ("Slope", "Seven points that rise, or fall, without a pause."),
    ("Close", "Two of three points beyond two thirds of the way to a limit, on one side."),
    (
        "Slow drift",
        "CUSUM and EWMA add up small deviations from the centre. With limits that are known for sure they speak "
        "falsely once in 465 and 500 points.",
    ),
)
"""What makes a point a signal, as rows of the small print."""


@dataclass(frozen=True, slots=True)
class Row:
    """One metric in the table of the year."""

    label: str
    ends: str
    change: str
    interval: str
    word: Word
    evidence: str


def kicker(charted: Charted, segment: Segment) -> str:
    """What is charted, in the line above the first sentence."""
    who = "everybody" if segment == EVERYBODY else f"{segment.dimension}: {segment.value}"
    if not charted.periods:
        return f"Over time · {who}"
    return f"Over time · {len(charted.periods)} {_each(charted.periods)}, {_span(charted.periods)} · {who}"


def say(metric: Metric, charted: Charted, year: Year | None) -> str:
    """The first sentence: the year where it moved, else the signals with how often luck makes one, else nothing."""
    if year and year.real:
        return _of_year(metric, year, _each(charted.periods))
    signals = [i for i, step in enumerate(charted.course.steps) if step.signal]
    if not charted.periods:
        return f"Nothing to chart yet: no period of {metric.label} is over."
    if signals:
        last = signals[-1]
        shows = "a signal" if len(signals) == 1 else "signals, the last"
        return (
            f"{metric.label} shows {shows} in {when(charted.periods[last])}: {charted.course.steps[last].signal}. "
            f"{_luck(charted)} of stable series this long show one."
        )
    if charted.course.drift_rate is not None:
        return (
            f"{metric.label} stays within its limits, but its small deviations add up to a signal of slow drift. "
            f"{figures.percent(charted.course.drift_rate)} of stable series this long show one."
        )
    return f"Nothing stands out: {metric.label} stays within its limits, and no slow drift is seen."


def elsewhere(metrics: Mapping[str, Metric], years: Sequence[Year], shown: str) -> str:
    """The drips of other metrics in a sentence, empty where there are none."""
    found = [(metrics[year.metric], year) for year in years if year.drip and year.metric != shown]
    slipped = [f"{metric.label} by {_size(metric, year)} over the year" for metric, year in found]
    return f"Slipping without any alarm: {listed(slipped)}." if slipped else ""


def rows(metrics: Mapping[str, Metric], years: Sequence[Year]) -> list[Row]:
    """Every metric's year, in the order of the evidence."""
    return [_row(metrics[year.metric], year) for year in years]


def signals(charted: Charted) -> list[tuple[str, str]]:
    """Runs of neighbouring periods with the same signal, the latest first: when, and what."""
    found: list[tuple[list[Period], str]] = []
    for period, step in zip(charted.periods, charted.course.steps, strict=True):
        if not step.signal:
            found.append(([], ""))
        elif found and found[-1][1] == step.signal:
            found[-1][0].append(period)
        else:
            found.append(([period], step.signal))
    return [(_sentence(_span(run)), what) for run, what in reversed(found) if run]


def about_limits(charted: Charted) -> list[str]:
    """How to read the chart: its method, its luck and its caveats."""
    if not charted.periods:
        return []
    each = f"{len(charted.periods)} {_each(charted.periods)}"
    often = (
        f"{_sentence(_luck(charted))} of stable series with {each} show at least one signal by luck alone, so a signal "
        f"is a reason to look and no verdict. The grey band is what luck allows ({charted.course.method})."
    )
    slow = []
    if charted.course.drift_rate is not None and any(step.signal for step in charted.course.steps):
        luck = figures.percent(charted.course.drift_rate)
        slow = [f"Small deviations add up too: CUSUM or EWMA speaks, as it does on {luck} of stable series this long."]
    redrawn = [
        f"Limits were drawn anew from {when(charted.periods[position])}: {mark.text}."
        for position, mark in charted.rebases
    ]
    still = [f"{_sentence(when(point.period))} is still open and is not judged." for point in charted.open]
    return [often, *slow, *redrawn, *charted.course.caveats, *still]


def corrected(years: Sequence[Year]) -> str:
    """What the table of the year allows for."""
    judged = sum(year.adjusted_p_value is not None for year in years)
    return (
        "A straight line through the last year of closed periods; of figures with a season, this year against the one "
        f"before. Corrected for looking at {judged} metrics (Benjamini and Hochberg)."
    )


def when(period: Period) -> str:
    """A charted period by name: "March 2026", "the week from 9 March 2026"."""
    return f"the week from {day(period.start)}" if period.days == _WEEK else spell(period)


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]


def _span(run: Sequence[Period]) -> str:
    """From the first to the last of neighbouring periods."""
    if len(run) == 1:
        return when(run[0])
    return (
        f"{day(run[0].start)} to {day(run[-1].end)}" if run[0].days == _WEEK else f"{spell(run[0])} to {spell(run[-1])}"
    )


def _luck(charted: Charted) -> str:
    return figures.percent(charted.course.false_alarm_rate)


def _each(periods: Sequence[Period]) -> str:
    lengths = {1: "months", 3: "quarters", 12: "years"}
    return lengths.get(periods[0].whole_months or 0, "weeks") if periods else "periods"


def _of_year(metric: Metric, year: Year, each: str) -> str:
    moved = f"{metric.label} {'got worse' if year.word is Word.DECLINED else 'improved'} by {_size(metric, year)}"
    ends = _ends(metric, year)
    if year.seasonal:
        return f"Against the same {each} a year earlier, {moved}: {ends}."
    if year.drip:
        return f"No single {each.removesuffix('s')} alarmed, but over the year {moved}: {ends}."
    if year.alarms:
        themselves = "itself" if len(year.alarms) == 1 else "themselves"
        return f"Over the year {moved}, {ends}; {listed([when(p) for p in year.alarms])} alarmed by {themselves}."
    return f"Over the year {moved}: {ends}."


def _digits(metric: Metric, year: Year) -> int:
    """Of what is real one more than the interval would have, because the two ends must add up to the change."""
    return figures.decimals(metric.kind, year.interval) + year.real


def _size(metric: Metric, year: Year) -> str:
    return figures.change(metric.kind, year.change, metric.unit, _digits(metric, year)).lstrip("+" + figures.MINUS)


def _ends(metric: Metric, year: Year) -> str:
    first, last = (
        figures.value(metric.kind, value, metric.unit, _digits(metric, year)) for value in (year.start, year.end)
    )
    if year.seasonal:
        return f"{first} on average then, {last} now"
    return f"from about {first} in {spell(year.first)} to {last} in {spell(year.last)}"


def _row(metric: Metric, year: Year) -> Row:
    digits = _digits(metric, year)
    first, last = (figures.value(metric.kind, value, metric.unit, digits) for value in (year.start, year.end))
    p_value = year.adjusted_p_value
    return Row(
        label=metric.label,
        ends="" if year.start is None else f"{first} → {last}",
        change=figures.change(metric.kind, year.change, metric.unit, digits),
        interval="" if year.interval is None else figures.span(metric.kind, year.interval, metric.unit, digits),
        word=year.word,
        evidence="too few answers" if p_value is None else f"luck alone: {figures.percent(p_value)}, corrected",
    )
