"""Sentences a manager would say aloud, one for each verdict and reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cxmetrics.judge.compare import answers_needed
from cxmetrics.judge.verdict import is_beyond_margin
from cxmetrics.metrics.catalogue import label_of
from cxmetrics.model import (
    EVERYBODY,
    Comparison,
    Direction,
    Guard,
    Kind,
    Metric,
    Reading,
    Selection,
    Verdict,
    Word,
)
from cxmetrics.period import Period
from cxmetrics.report import figures

KINDS: dict[Kind, str] = {
    Kind.NPS: "NPS",
    Kind.PROPORTION: "The share",
    Kind.MEAN: "The mean",
    Kind.DURATION: "The typical duration",
    Kind.AMOUNT: "The typical amount above zero",
    Kind.MEDIAN: "The median",
    Kind.RATIO: "The ratio",
    Kind.RATE: "The rate",
}
"""What a figure is called when only its kind is known."""

UNITS: dict[Kind, str] = {
    Kind.NPS: "points", Kind.PROPORTION: "%", Kind.MEAN: "", Kind.DURATION: "s", Kind.AMOUNT: "",
    Kind.MEDIAN: "", Kind.RATIO: "", Kind.RATE: f"per 1{figures.THIN}000",
}  # fmt: skip
"""The unit of a figure when only its kind is known."""

COUNTED: dict[Kind, str] = {Kind.RATIO: "customers", Kind.RATE: "chances"}
"""What n counts, where it is not answers."""

MEANINGS: dict[Word, str] = {
    Word.IMPROVED: "The change is in the good direction and larger than luck explains: its interval leaves out zero.",
    Word.DECLINED: "The change is in the bad direction and larger than luck explains: its interval leaves out zero.",
    Word.NO_MEANINGFUL_CHANGE: "Whatever changed is smaller than the smallest change that matters: the 90 % interval "
    "lies inside it on both sides.",
    Word.WITHIN_NOISE: "A change like this turns up by luck alone. It does not say that nothing changed, only that "
    "these answers cannot tell.",
    Word.NOT_ENOUGH_DATA: "Too few answers, or a period that is still open: no honest word is possible yet.",
}

STILL_OPEN = (
    "A period is not over yet. The interval is one that may be looked at every day: it holds at all looks together, "
    "and is wider for it. The word comes when the period has ended."
)

READINGS: dict[Reading, str] = {
    Reading.WORSE: "The headline really got worse, whatever its counter-metrics say.",
    Reading.HEALTHY: "The headline really moved, and every counter-metric is shown to be unharmed.",
    Reading.AT_A_COST: "The headline really moved, and at least one counter-metric really got worse.",
    Reading.UNPROVEN: "The headline really moved; whether a counter-metric paid for it is not settled.",
    Reading.NOISE: "The headline did not really move, so there is nothing to celebrate or to explain.",
}

GUARDS: dict[Guard, str] = {
    Guard.SAFE: (
        "The 95 % bound on the bad side stays inside the smallest change that matters; for a share, a second test that "
        "allows for few cases agrees."
    ),
    Guard.HARMED: "It really got worse, also after correcting for looking at several counter-metrics.",
    Guard.NOT_PROVEN_SAFE: "No harm is shown, but a harm that matters is not ruled out either.",
    Guard.MISSING: "The workspace has no data for it.",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """A verdict's figures as text, each rounded once and shown everywhere the same."""

    before: str
    after: str
    change: str
    interval: str
    margin: str
    detectable: str
    n_before: str
    n_after: str


def facts(verdict: Verdict, unit: str) -> Facts:
    """Every figure of a verdict in words, in the metric's unit."""
    c = verdict.comparison
    digits = _digits(verdict, unit)
    return Facts(
        before=figures.value(c.kind, c.before.value, unit, digits),
        after=figures.value(c.kind, c.after.value, unit, digits),
        change=figures.change(c.kind, c.change, unit, digits),
        interval=figures.span(c.kind, c.interval, unit, digits),
        margin=figures.margin(c.kind, verdict.margin, unit),
        detectable=figures.size(c.kind, c.detectable_change, unit),
        n_before=figures.count(c.before.n),
        n_after=figures.count(c.after.n),
    )


def _digits(verdict: Verdict, unit: str) -> int:
    """Decimals of a verdict's figures: one more where a change is real and an end of its interval would read as 0."""
    c = verdict.comparison
    digits = figures.decimals(c.kind, c.interval)
    if c.interval is None or verdict.word not in (Word.IMPROVED, Word.DECLINED):
        return digits
    return digits + any(figures.change(c.kind, end, unit, digits).startswith("0") for end in c.interval)


def spell(period: Period) -> str:
    """ "March 2026", "Q1 2026", "9 March 2026 to 13 March 2026"."""
    months = period.whole_months
    if months == 1:
        return f"{period.start:%B %Y}"
    if months == 3 and period.start.month % 3 == 1:
        return f"Q{period.start.month // 3 + 1} {period.start.year}"
    if months == 12 and period.start.month == 1:
        return str(period.start.year)
    if period.start == period.end:
        return day(period.start)
    return f"{day(period.start)} to {day(period.end)}"


def day(at: date) -> str:
    """ "9 March 2026"."""
    return f"{at.day} {at:%B %Y}"


def kicker(selection: Selection, data_through: date) -> str:
    """Above a headline: which periods, whose answers, and how far the data reaches."""
    segment = selection.segment
    who = "everybody" if segment == EVERYBODY else f"{segment.dimension}: {segment.value}"
    return f"{spell(selection.after)} against {spell(selection.before)} · {who} · data to {day(data_through)}"


def verdict_sentence(verdict: Verdict, label: str, unit: str) -> str:
    """The verdict on one metric in a sentence or two."""
    c, f = verdict.comparison, facts(verdict, unit)
    went = f"{label} went from {f.before} to {f.after}"
    match verdict.word:
        case Word.IMPROVED | Word.DECLINED:
            what = "a real improvement" if verdict.word is Word.IMPROVED else "really worse"
            beyond = f" All of that is more than {f.margin}, the smallest change that matters."
            sure = f"{went}: {what}. The true change is {f.interval}, with 95{figures.THIN}% confidence."
            return sure + (beyond if is_beyond_margin(verdict) else "")
        case Word.NO_MEANINGFUL_CHANGE:
            return (
                f"{went}: no meaningful change. If anything moved, it was less than the {f.margin} that would matter."
            )
        case Word.WITHIN_NOISE:
            return f"{went}: within noise.{_luck(c, f)}"
        case Word.NOT_ENOUGH_DATA:
            if c.still_open and (c.before.value is None or c.after.value is None):
                return f"There is no verdict on {label}. {verdict.caveats[0]}"
            if c.before.value is None or c.after.value is None:
                return f"There is no verdict on {label}: nobody answered in one of the two periods."
            if verdict.gated:
                return f"{went}, without a verdict. {verdict.caveats[0]}"
            return f"{went}, but there is not enough to tell whether that is a change. {settle(verdict, unit)}".strip()


def _luck(c: Comparison, f: Facts) -> str:
    """How often chance alone shows as much, which is what "noise" means."""
    if c.p_value is None or c.change is None:
        return ""
    if c.change == 0:
        return f" With this many answers only a change of about {f.detectable} would be seen four times in five."
    seen = f.change.lstrip("+" + figures.MINUS)
    size = f"of at least {seen}" if any(digit in seen for digit in "123456789") else "as large as this"
    return f" If nothing had changed, a move {size} would still turn up {figures.percent(c.p_value)} of the time."


def settle(verdict: Verdict, unit: str) -> str:
    """How many answers a period would settle a change that matters; empty where that is unknown or already there."""
    c = verdict.comparison
    needed = answers_needed(c, verdict.margin)
    if needed is None or needed <= min(c.before.n, c.after.n):
        return ""
    return (
        f"About {figures.rough(needed)} {COUNTED.get(c.kind, 'answers')} a period would be needed to see a change of "
        f"{figures.margin(c.kind, verdict.margin, unit)}."
    )


def word_alone(verdict: Verdict, label: str) -> str:
    """The verdict on figures that nothing else is known about."""
    return {
        Word.IMPROVED: f"{label} really improved.",
        Word.DECLINED: f"{label} really got worse.",
        Word.NO_MEANINGFUL_CHANGE: f"{label} did not change in any way that matters.",
        Word.WITHIN_NOISE: "This change is within noise.",
        Word.NOT_ENOUGH_DATA: "This is not enough to tell.",
    }[verdict.word]


def label_in(metrics: Mapping[str, Metric], key: str) -> str:
    """What people call a metric, whether or not the workspace has it."""
    return metrics[key].label if key in metrics else label_of(key)


def no_data(key: str) -> str:
    """What is said of a counter-metric that the workspace cannot show."""
    return f"{label_of(key)}: no data yet."


def listed(items: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def people(value: float | None, n: int, good: Direction) -> str:
    """A share as the records on its bad side: "83 of 417"."""
    if value is None:
        return f"none of {figures.count(n)}"
    share = 1 - value if good is Direction.UP else value
    return f"{figures.count(round(share * n))} of {figures.count(n)}"


def counted_once(months: int) -> str:
    """What is said beside people who are counted in every run of months that they are there."""
    return f"everybody counts once a {({1: 'month', 3: 'quarter', 12: 'year'})[months]}"
