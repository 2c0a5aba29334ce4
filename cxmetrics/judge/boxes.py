"""The top box of a scale, judged beside its mean from the same answers: the two may disagree."""

from __future__ import annotations

from dataclasses import replace

from cxmetrics.judge.compare import compare
from cxmetrics.judge.defaults import DEFAULT_MARGINS
from cxmetrics.judge.request import SHARES
from cxmetrics.judge.verdict import beside, judge
from cxmetrics.model import Comparison, Dependence, Kind, Moments, Policy, Verdict


def with_top_box(main: Verdict, before: Moments, after: Moments, policy: Policy) -> Verdict:
    """The verdict on the mean of a scale, with that on the share of its top box, which `positive` counts."""
    first, last = (Moments(n=period.n, positive=period.positive) for period in (before, after))
    alone = compare(Kind.PROPORTION, first, last, policy)
    dependence = _as_much(main.comparison, compare(main.comparison.kind, before, after, policy), alone)
    box = compare(Kind.PROPORTION, first, last, policy, dependence, still_open=main.comparison.still_open)
    margin = DEFAULT_MARGINS[Kind.PROPORTION]
    return beside(main, {SHARES[Kind.MEAN]: judge(box, margin, main.good_direction, policy)}, main.checks, policy)


def _as_much(main: Comparison, independent: Comparison, share: Comparison) -> Dependence | None:
    """Repeated respondents, who widen the error of the share by the factor by which they widen that of the mean."""
    if main.dependence is None or not independent.standard_error or share.standard_error is None:
        return None
    factor = (share.standard_error / independent.standard_error) ** 2
    known = main.dependence
    return replace(known, variance=known.variance * factor, corrected=known.corrected * factor)
