"""Comparisons as plain data: a verdict with every figure behind it, alone, among its counters, or by segment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from cxmetrics.judge.request import Request, scorecard_of, verdict_of
from cxmetrics.model import CounterVerdict, Dependence, Estimate, Metric, Scorecard, SegmentVerdict, Verdict
from cxmetrics.report import scorecard_words, wording


def of_estimate(figures: Estimate) -> dict[str, Any]:
    """`{"value", "interval", "n"}`, and the plain `mean` beside a geometric one."""
    found = {"value": figures.value, "interval": figures.interval, "n": figures.n}
    return found if figures.mean is None else found | {"mean": figures.mean}


def of_verdict(verdict: Verdict, label: str, unit: str) -> dict[str, Any]:
    """One comparison with its word, every figure behind it, and its sentence."""
    c = verdict.comparison
    return {
        "word": verdict.word,
        "before": of_estimate(c.before),
        "after": of_estimate(c.after),
        "change": c.change,
        "interval": c.interval,
        "interval_90": c.interval_90,
        "standard_error": c.standard_error,
        "p_value": c.p_value,
        "detectable_change": c.detectable_change,
        "n_needed": c.n_needed,
        "margin": verdict.margin,
        "method": c.method,
        "dependence": of_dependence(c.dependence) if c.dependence else None,
        "tau": c.tau,
        "still_open": c.still_open,
        "caveats": [str(caveat) for caveat in verdict.caveats],
        "beside": {
            name: of_verdict(other, f"{label}: {name}", wording.UNITS[other.comparison.kind])
            for name, other in verdict.beside.items()
        },
        "checks": [asdict(check) for check in verdict.checks],
        "sentence": wording.verdict_sentence(verdict, label, unit),
    }


def of_dependence(dependence: Dependence) -> dict[str, Any]:
    """What repeats, how many different ones there are, whether any is in both periods, and t's degrees of freedom."""
    return {name: getattr(dependence, name) for name in ("key", "groups", "shared", "df")}


def of_request(request: Request) -> dict[str, Any]:
    """The verdict on given figures, read against their counter-metrics where there are any."""
    label, unit = request.name or wording.KINDS[request.kind], wording.UNITS[request.kind]
    if not request.counters:
        return of_verdict(verdict_of(request), label, unit)
    card = scorecard_of(request)
    return {
        **of_verdict(card.headline, label, unit),
        "counters": [
            {"metric": counter.key, "guard": counter.guard}
            | (of_verdict(counter.verdict, counter.key, wording.UNITS[counter.verdict.comparison.kind]))
            for counter in card.counters
            if counter.verdict
        ],
        "reading": card.reading,
        "joint_power": card.joint_power,
        "headline": scorecard_words.headline(card, {}, label),
    }


def of_scorecard(card: Scorecard, key: str, metrics: Mapping[str, Metric]) -> dict[str, Any]:
    """The headline's comparison, its counter-metrics and the reading."""
    metric = metrics[key]
    return {
        "metric": key,
        **of_verdict(card.headline, metric.label, metric.unit),
        "counters": [_counter(counter, metrics) for counter in card.counters],
        "reading": card.reading,
        "joint_power": card.joint_power,
        "headline": scorecard_words.headline(card, metrics, key),
    }


def _counter(counter: CounterVerdict, metrics: Mapping[str, Metric]) -> dict[str, Any]:
    label = wording.label_in(metrics, counter.key)
    found: dict[str, Any] = {"metric": counter.key, "guard": counter.guard}
    if counter.verdict:
        found |= of_verdict(counter.verdict, label, metrics[counter.key].unit)
    return found


def of_segment(found: SegmentVerdict) -> dict[str, Any]:
    """One segment among all: its own interval, and the p-value corrected for looking at all of them."""
    return {
        "dimension": found.segment.dimension,
        "value": found.segment.value,
        "word": found.word,
        "before": {"value": found.before, "n": found.n_before},
        "after": {"value": found.after, "n": found.n_after},
        "change": found.change,
        "interval": found.interval,
        "adjusted_p_value": found.adjusted_p_value,
    }
