"""What the pages look into, as plain data: the course of a metric, what moved it, its spread, and who left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from cxmetrics.answers.verdicts import of_estimate
from cxmetrics.judge.compare import USUAL
from cxmetrics.judge.course import Charted
from cxmetrics.judge.culprits import Contributor
from cxmetrics.judge.drip import Year
from cxmetrics.judge.events import Effect
from cxmetrics.judge.explain import Split
from cxmetrics.judge.losses import Left, Losses
from cxmetrics.judge.spread import Served, Spread
from cxmetrics.judge.why import Explanation
from cxmetrics.model import Metric
from cxmetrics.report import course_words, losses_words, spread_words, why_words


def of_course(metric: Metric, charted: Charted, years: Sequence[Year], metrics: Mapping[str, Metric]) -> dict[str, Any]:
    """A metric over its closed periods, and the last year of every metric in the order of the page."""
    found, year = charted.course, next((year for year in years if year.metric == metric.key), None)
    return {
        "metric": metric.key,
        "sentence": course_words.say(metric, charted, year),
        "method": found.method,
        "false_alarm_rate": found.false_alarm_rate,
        "drift_rate": found.drift_rate,
        "season_taken_out": found.adjusted,
        "caveats": list(found.caveats),
        "periods": [
            {"period": str(period), **asdict(step)} for period, step in zip(charted.periods, found.steps, strict=True)
        ],
        "still_open": [{"period": str(point.period), **of_estimate(point.estimate)} for point in charted.open],
        "marks": [
            {
                "day": str(mark.day),
                "kind": mark.kind,
                "text": mark.text,
                "dimension": mark.dimension,
                "values": mark.values,
            }
            for mark in charted.marks
        ],
        "years": [
            {**asdict(each), "label": metrics[each.metric].label, "drip": each.drip}
            | {"first": str(each.first), "last": str(each.last), "alarms": [str(period) for period in each.alarms]}
            for each in years
        ],
    }


def of_explanation(found: Explanation, metric: Metric) -> dict[str, Any]:
    """What the change goes with; mix and rate over the dimension that tells most.

    These two add up to the change, that of logarithms where `scale` is "log". n: of the later period, unless it has
    none. A contributor is one that survives its check against chance.
    """
    leading = found.splits[0] if found.splits else None
    return {
        "sentence": why_words.sentence(found, metric),
        "contributors": [_contributor(one) for one in found.culprits.named],
        "by": leading.dimension if leading else None,
        "mix": leading.mix if leading else None,
        "rate": leading.rate if leading else None,
        "scale": "log" if metric.kind.relative else "linear",
        "simpson": [split.dimension for split in found.splits if split.simpson],
        "splits": {split.dimension: _split(split) for split in found.splits},
        "events": [_event(effect) for effect in found.effects],
        "caveats": [finding.caveat for finding in found.findings],
        "looked_at": found.culprits.looked_at,
    }


def _contributor(one: Contributor) -> dict[str, Any]:
    rest = one.without.comparison
    return {
        "cell": dict(one.cell),
        "n": one.n[1] or one.n[0],
        "n_before": one.n[0],
        "n_after": one.n[1],
        "before_without": rest.before.value,
        "after_without": rest.after.value,
        "change_without": rest.change,
        "word_without": one.without.word,
        "flips": one.flips,
        "share": one.share,
        "p_value": one.p_value,
        "n_expected": one.expected,
    }


def _event(effect: Effect) -> dict[str, Any]:
    return {
        "text": effect.mark.text,
        "day": str(effect.mark.day),
        "places": {effect.mark.dimension: list(effect.mark.values)} if effect.mark.values else {},
        "here": effect.here,
        "elsewhere": effect.elsewhere,
        "difference": effect.difference,
        "interval": effect.interval,
        "p_value": effect.p_value,
        "clustered_by": effect.key,
        "tau": effect.tau,
    }


def _split(split: Split) -> dict[str, Any]:
    found = split.reweighted
    return {
        "mix": split.mix,
        "rate": split.rate,
        "rate_error": split.rate_error,
        "simpson": split.simpson,
        "reweighted": {"change": found.change, "interval": found.interval, "covered": found.covered} if found else None,
    }


def of_spread(metric: Metric, found: Spread, still_open: bool) -> dict[str, Any]:
    """Every segment of one period against the others, in the order and with the sentence of the page."""
    return {
        "sentence": spread_words.headline(metric, found, still_open),
        "period": str(found.period),
        "whole": of_estimate(found.whole),
        "looks": len(found.judged),
        "segments": [_served(one) for one in found.served],
        "reversals": [asdict(one) for one in found.reversals],
    }


def _served(found: Served) -> dict[str, Any]:
    return {
        "dimension": found.segment.dimension,
        "value": found.segment.value,
        "standing": found.standing,
        "figure": of_estimate(found.figure),
        "others": of_estimate(found.others),
        "gap": found.gap,
        "interval": found.interval,
        "adjusted_p_value": found.adjusted_p_value,
    }


def of_left(found: Left) -> dict[str, Any]:
    """Who left of customers and employees, with the sentence of the page."""
    return {
        "sentence": losses_words.headline(found.customers, USUAL),
        "customers": _losses(found.customers),
        "employees": _losses(found.employees) if found.employees else None,
    }


def _losses(losses: Losses) -> dict[str, Any]:
    answered = losses.answered
    return {
        "leavers": losses.leavers,
        "lacking": losses.lacking,
        "answered": answered
        and {
            "metric": answered.metric,
            "window": answered.window,
            "known": answered.known,
            "matched": answered.matched,
            "positive": of_estimate(answered.positive),
            "against_stayers": answered.compared and _served(answered.compared),
        },
        "reasons": {reason.words: of_estimate(reason.share) for reason in losses.reasons},
        "none_given": losses.none and of_estimate(losses.none),
        "competitors": {reason.words: of_estimate(reason.share) for reason in losses.mentions},
    }
