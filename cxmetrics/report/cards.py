"""Cards: what the templates show of a scorecard, as plain text with one shape and one class per verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cxmetrics.measure import LeaversOf
from cxmetrics.metrics.catalogue import label_of, template
from cxmetrics.model import CounterVerdict, Direction, Estimate, Guard, Kind, Metric, Scorecard, Verdict, Word
from cxmetrics.report import definition_words, figures, scorecard_words, wording
from cxmetrics.report.small_print import honesty
from cxmetrics.report.wording import Facts

SHAPES: dict[Word, str] = {
    Word.IMPROVED: "▲",
    Word.DECLINED: "▼",
    Word.NO_MEANINGFUL_CHANGE: "=",
    Word.WITHIN_NOISE: "≈",
    Word.NOT_ENOUGH_DATA: "?",
}
"""A shape for each word, so that colour is never the only carrier."""

STYLES: dict[Word, str] = {
    Word.IMPROVED: "better",
    Word.DECLINED: "worse",
    Word.NO_MEANINGFUL_CHANGE: "same",
    Word.WITHIN_NOISE: "noise",
    Word.NOT_ENOUGH_DATA: "unknown",
}
"""The suffix of the style class of each word."""

OPEN = ("still open", "○", "open")
"""Word, shape and style where a period still runs and no word of the vocabulary is due yet."""

GUARD_SHAPES: dict[Guard, str] = {
    Guard.SAFE: "✓",
    Guard.HARMED: "▼",
    Guard.NOT_PROVEN_SAFE: "?",
    Guard.MISSING: "…",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """A small picture of a change: the interval, the estimate, zero and the margin, in percent of the width."""

    low: float
    high: float
    change: float
    zero: float
    margin_low: float
    margin_high: float


@dataclass(frozen=True, slots=True)
class Card:
    """One metric with its verdict, ready to be shown.

    one_sided: harmed although the word, which asks about both sides, does not say so.
    which: said where a rise is bad, so that "declined" is not read as "fell". people: the bad side of a share as
    people, before and after. honesty: rows of a name and a text for the fold-out.
    """

    label: str
    word: str
    shape: str
    style: str
    facts: Facts
    sentence: str
    bar: Bar | None
    which: str | None = None
    people: str | None = None
    guard: str | None = None
    guard_shape: str | None = None
    never_alone: bool = False
    one_sided: bool = False
    honesty: tuple[tuple[str, str], ...] = ()
    still_open: bool = False


@dataclass(frozen=True, slots=True)
class Badge:
    """A word by itself, with its shape."""

    word: str
    shape: str
    style: str
    which: str | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """A counter-metric that the workspace has no data for."""

    label: str
    hint: str


def card(metric: Metric, verdict: Verdict, guard: Guard | None = None) -> Card:
    """The card of one metric; guard where it stands as a counter-metric."""
    return replace(
        quick(metric.label, metric.unit, verdict),
        people=_people(metric, verdict),
        guard=guard,
        guard_shape=GUARD_SHAPES[guard] if guard else None,
        never_alone=metric.never_alone,
        one_sided=guard is Guard.HARMED and verdict.word is not Word.DECLINED,
    )


def quick(label: str, unit: str, verdict: Verdict) -> Card:
    """The card of two figures that belong to no metric of a workspace."""
    still_open = verdict.comparison.still_open
    word, shape, style = OPEN if still_open else (verdict.word, SHAPES[verdict.word], STYLES[verdict.word])
    return Card(
        label=label,
        word=word,
        shape=shape,
        style=style,
        still_open=still_open,
        facts=wording.facts(verdict, unit),
        sentence=wording.verdict_sentence(verdict, label, unit),
        bar=_bar(verdict),
        which=_which(verdict),
        honesty=tuple(honesty(verdict, unit)),
    )


def badge(word: Word) -> Badge:
    """The word of one row among many."""
    return Badge(word, SHAPES[word], STYLES[word])


def counter_cards(scorecard: Scorecard, metrics: Mapping[str, Metric]) -> tuple[Card | Gap, ...]:
    """A card for each counter-metric: harmed first, then unproven, safe, and the gaps last."""
    order = (Guard.HARMED, Guard.NOT_PROVEN_SAFE, Guard.SAFE, Guard.MISSING)
    ranked = sorted(scorecard.counters, key=lambda counter: order.index(counter.guard))
    return tuple(_counter(counter, metrics) for counter in ranked)


def _counter(counter: CounterVerdict, metrics: Mapping[str, Metric]) -> Card | Gap:
    if counter.verdict is None:
        entry = template(counter.key)
        return Gap(label_of(counter.key), entry.source_hint if entry else "a file that holds it")
    return card(metrics[counter.key], counter.verdict, counter.guard)


def _which(verdict: Verdict) -> str | None:
    if verdict.good_direction is Direction.UP:
        return None
    return {Word.IMPROVED: "lower is better", Word.DECLINED: "higher is worse"}.get(verdict.word)


def _bar(verdict: Verdict) -> Bar | None:
    c = verdict.comparison
    if c.interval is None or c.change is None:
        return None
    ends = (*c.interval, verdict.margin, -verdict.margin)
    reach = max(abs(end) for end in ends) * 1.1 or 1.0

    def place(number: float) -> float:
        return round(50 + number / reach * 50, 2)

    return Bar(*map(place, (*c.interval, c.change, 0.0, -verdict.margin, verdict.margin)))


def _people(metric: Metric, verdict: Verdict) -> str | None:
    """Percentages as people, the unhappy side first."""
    if metric.kind is not Kind.PROPORTION:
        return None
    before, after = verdict.comparison.before, verdict.comparison.after
    said = f"{_side(metric, before)}, then {wording.people(after.value, after.n, metric.good_direction)}"
    return f"{said}; {wording.counted_once(metric.measure.months)}" if isinstance(metric.measure, LeaversOf) else said


def _side(metric: Metric, estimate: Estimate) -> str:
    side = "Not so" if metric.good_direction is Direction.UP else "Affected"
    return f"{side}: {wording.people(estimate.value, estimate.n, metric.good_direction)}"


def undated(metric: Metric, estimate: Estimate) -> dict[str, str | None]:
    """What the template of a metric without dates shows."""
    digits = figures.decimals(metric.kind, estimate.interval)
    value, *ends = (
        figures.value(metric.kind, number, metric.unit, digits)
        for number in (estimate.value, *(estimate.interval or ()))
    )
    share = metric.kind is Kind.PROPORTION
    n = figures.count(estimate.n)
    return {
        "say": f"{value} of {n} records: {metric.label}" if share else f"{value}: {metric.label}",
        "value": value,
        "n": n,
        "interval": " to ".join(ends),
        "people": _side(metric, estimate) if share else None,
        "definition": metric.definition,
    }


def definition(metric: Metric, labels: Mapping[str, str]) -> dict[str, object]:
    """What the template of a definition card shows."""
    rows = [
        ("What it means", metric.definition),
        ("Good direction", definition_words.DIRECTIONS[metric.good_direction]),
        ("Smallest change that matters", figures.margin(metric.kind, metric.smallest_change_that_matters, metric.unit)),
        ("May not be paid with", ", ".join(labels[key] for key in metric.counter_metrics) or "nothing named yet"),
    ]
    if metric.never_alone:
        rows.append(("Never alone", "It works against customers when it is watched on its own."))
    return {"rows": rows}


def small_print(metric: Metric, card: Scorecard) -> list[tuple[str, str]]:
    """How a scorecard came about: what the metric means, the reading, and what the figures can and cannot say."""
    return [
        ("Metric", metric.definition),
        ("Read with its counter-metrics", scorecard_words.reading(card)),
        *honesty(card.headline, metric.unit),
    ]
