"""Sentences of a scorecard: what a headline and its counter-metrics say together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cxmetrics.model import Guard, Metric, Reading, Scorecard, Word
from cxmetrics.report import figures
from cxmetrics.report.wording import READINGS, label_in, listed


def headline(card: Scorecard, metrics: Mapping[str, Metric], key: str) -> str:
    """The first sentence of the scorecard: what to do with the headline, given who paid for it."""
    label = label_in(metrics, key)
    by_guard = {
        guard: [label_in(metrics, counter.key) for counter in card.counters if counter.guard is guard]
        for guard in Guard
    }
    harmed = by_guard[Guard.HARMED]
    open_questions = by_guard[Guard.NOT_PROVEN_SAFE] + by_guard[Guard.MISSING]
    match card.reading:
        case Reading.WORSE:
            return f"{label} really got worse." + (f" {listed(harmed)} got worse too." if harmed else "")
        case Reading.AT_A_COST:
            return f"{label} improved, but at a cost: {listed(harmed)} got worse."
        case Reading.UNPROVEN if not card.counters:
            return f"{label} improved. Nothing is watched beside it, so who paid for it is not known."
        case Reading.UNPROVEN:
            return f"{label} improved, but {listed(open_questions)} may have paid for it."
        case Reading.HEALTHY:
            return f"{label} improved, and none of its counter-metrics paid for it."
        case Reading.NOISE:
            return _calm(card, label, harmed, watched=len(card.counters) - len(by_guard[Guard.MISSING]))


def _calm(card: Scorecard, label: str, harmed: Sequence[str], watched: int) -> str:
    """A headline that did not really move. watched: counter-metrics with data."""
    word, running = card.headline.word, card.headline.comparison.still_open
    calm = {
        Word.WITHIN_NOISE: f"{label} is within noise",
        Word.NO_MEANINGFUL_CHANGE: f"{label} did not change in any way that matters",
    }.get(word, f"There is no verdict on {label} yet" + (", because a period is still open" if running else ""))
    if word is Word.NOT_ENOUGH_DATA and not harmed:
        return f"{calm}."
    if harmed:
        return f"Do not celebrate. {calm}, while {listed(harmed)} got worse."
    if not watched:
        return f"{calm}, and nothing beside it has data yet."
    return f"{calm}, and no counter-metric is known to have got worse. No action."


def reading(card: Scorecard) -> str:
    """What the headline and its counter-metrics say together, with its meaning."""
    if card.headline.word is Word.NOT_ENOUGH_DATA:
        return "without a verdict on the headline there is nothing to read together yet"
    return f"{card.reading}: {READINGS[card.reading]}"


def joint_power(card: Scorecard) -> str:
    """How often the counter-metrics could prove themselves safe at all; empty where none can be judged."""
    if card.joint_power is None:
        return ""
    judged = sum(counter.verdict is not None and not counter.verdict.gated for counter in card.counters)
    they = "the one counter-metric" if judged == 1 else f"all {judged} counter-metrics"
    often = figures.percent(card.joint_power)
    return f"If nothing had changed, {they} that can be judged would be shown safe {often} of the time."
