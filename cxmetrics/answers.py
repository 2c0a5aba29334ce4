"""Verdicts and files as plain data, for pipes: the same figures and the same sentences as the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from cxmetrics.judge.compare import USUAL, estimate
from cxmetrics.judge.course import Charted
from cxmetrics.judge.culprits import Contributor
from cxmetrics.judge.drip import Year
from cxmetrics.judge.events import Effect
from cxmetrics.judge.explain import Split
from cxmetrics.judge.losses import Left, Losses
from cxmetrics.judge.request import Request, scorecard_of, verdict_of
from cxmetrics.judge.spread import Served, Spread
from cxmetrics.judge.why import Explanation
from cxmetrics.layout import Proposal, Role
from cxmetrics.model import (
    CounterVerdict,
    Dependence,
    Estimate,
    Kind,
    Metric,
    Moments,
    Scorecard,
    SegmentVerdict,
    Verdict,
)
from cxmetrics.period import Period
from cxmetrics.report import course_words, intake, losses_words, scorecard_words, spread_words, why_words, wording
from cxmetrics.workspace.imports import Upload
from cxmetrics.workspace.restatements import Restatement


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


def of_dependence(dependence: Dependence) -> dict[str, Any]:
    """What repeats, how many different ones there are, whether any is in both periods, and t's degrees of freedom."""
    return {name: getattr(dependence, name) for name in ("key", "groups", "shared", "df")}


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


def of_file(
    proposal: Proposal,
    upload: Upload,
    metrics: Mapping[str, Metric],
    whole: Mapping[str, Moments],
    dates: Period | None,
) -> dict[str, Any]:
    """What the importer sees in a file; dates in the file's own clock."""
    layout = proposal.layout
    return {
        "vendor": layout.vendor,
        "encoding": layout.encoding,
        "delimiter": layout.delimiter,
        "header_rows": layout.header_rows,
        "footer_rows": layout.footer_rows,
        "records": upload.records,
        "valid": upload.used,
        "set_aside": upload.set_aside,
        "roles": {role: _names(proposal, role) for role in Role if layout.named(role)},
        "date_range": [str(dates.start), str(dates.end)] if dates else None,
        "timezone": layout.timezone,
        "metrics": {key: _figures(metric, whole[key]) for key, metric in metrics.items() if key in whole},
        "warnings": [
            *proposal.warnings,
            *(f"{n} values of {name!r} could not be read." for name, n in upload.unread.items()),
        ],
        "questions": [
            {"column": question.column, "text": question.text, "options": dict(question.options)}
            for question in proposal.questions
        ],
    }


def _names(proposal: Proposal, role: Role) -> str | list[str]:
    """As the file calls them, whether a column has the role in all records or only in some."""
    headers = proposal.layout.headers
    names = [headers[column.position] for column in proposal.layout.named(role)]
    return names[0] if len(names) == 1 else names


def _figures(metric: Metric, moments: Moments) -> dict[str, Any]:
    found = {"value": estimate(metric.kind, moments).value, "n": moments.n}
    if metric.kind is Kind.NPS:
        found |= {
            "promoters": moments.positive,
            "passives": moments.n - moments.positive - moments.negative,
            "detractors": moments.negative,
        }
    return found


def _counter(counter: CounterVerdict, metrics: Mapping[str, Metric]) -> dict[str, Any]:
    label = wording.label_in(metrics, counter.key)
    found: dict[str, Any] = {"metric": counter.key, "guard": counter.guard}
    if counter.verdict:
        found |= of_verdict(counter.verdict, label, metrics[counter.key].unit)
    return found


def of_upload(upload: Upload | None, fresh: bool, metrics: list[str]) -> dict[str, Any]:
    """What an import did or would do; upload None where everything was known already."""
    found: dict[str, Any] = {"new": fresh, "metrics": metrics}
    if upload:
        found |= {
            "upload": upload.id,
            "records": upload.records,
            "used": upload.used,
            "updated": upload.updated,
            "unchanged": upload.unchanged,
            "set_aside": upload.set_aside,
            "unread": upload.unread,
            "restated": [_restated(change) for change in upload.restated],
            "checks": [
                {"check": finding.check, "sentence": finding.sentence, "remedy": finding.remedy}
                for finding in upload.findings
            ],
        }
    return found


def _restated(change: Restatement) -> dict[str, Any]:
    return {
        "metric": change.metric,
        "month": f"{change.month:%Y-%m}",
        "before": {"value": change.before, "n": change.n_before},
        "after": {"value": change.after, "n": change.n_after},
        "records": change.records,
        "sentence": f"{intake.restatement(change)}.",
    }
