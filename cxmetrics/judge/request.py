"""A request for a verdict on figures that somebody has, instead of records, and the answer to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cxmetrics.judge.cells import Figures
from cxmetrics.judge.compare import USUAL, compare, compare_finite, compare_pairs
from cxmetrics.judge.counters import scorecard
from cxmetrics.judge.defaults import DEFAULT_MARGINS
from cxmetrics.judge.pairs import Pairs
from cxmetrics.judge.verdict import beside, judge
from cxmetrics.model import Check, Comparison, Dependence, Direction, Kind, Moments, Policy, Scorecard, Swing, Verdict
from cxmetrics.stats.paired import mcnemar

SHARES = {Kind.MEAN: "top box", Kind.AMOUNT: "share above zero"}
"""The share that is judged beside a kind of figure from the same answers."""


@dataclass(frozen=True, slots=True)
class Request:
    """Two periods to be compared, and what would matter. margin: in the unit of the comparison's change.

    name: what people call the figure, empty where they did not say. pairs: yes and no of the same people, of which
    before and after are the two shares. population: how many accounts there are, where the question is about them
    alone. shares: before and after, of `SHARES`. checks: already worked out. counters: by name.
    """

    kind: Kind
    before: Figures
    after: Figures
    margin: float
    good_direction: Direction
    name: str = ""
    dependence: Dependence | None = None
    pairs: Pairs | None = None
    swing: Swing | None = None
    population: int | None = None
    still_open: bool = False
    shares: tuple[Moments, Moments] | None = None
    checks: tuple[Check, ...] = ()
    counters: Mapping[str, Request] = field(default_factory=dict)


def verdict_of(request: Request, policy: Policy = USUAL) -> Verdict:
    """The verdict on a request, without its counter-metrics. Raises BadInput where its population is too small."""
    caveats = []
    if request.population:
        caveats.append(
            f"About these {request.population:,} accounts only, not about whether anything changed for others."
        )
    main = judge(_comparison(request, policy), request.margin, request.good_direction, policy, caveats)
    others = {}
    if request.shares:
        shares = compare(Kind.PROPORTION, *request.shares, policy, still_open=request.still_open)
        others[SHARES[request.kind]] = judge(shares, DEFAULT_MARGINS[Kind.PROPORTION], request.good_direction, policy)
    checks = request.checks
    if request.pairs:
        p_value = float(mcnemar(request.pairs.gained, request.pairs.lost))
        checks = (Check("McNemar's exact test, mid-p", None, None, p_value),)
    return beside(main, others, checks, policy)


def scorecard_of(request: Request, policy: Policy = USUAL) -> Scorecard:
    """The same read against its counter-metrics."""
    counters = {name: verdict_of(counter, policy) for name, counter in request.counters.items()}
    return scorecard(verdict_of(request, policy), counters)


def _comparison(request: Request, policy: Policy) -> Comparison:
    if request.pairs:
        return compare_pairs(request.pairs, policy, request.swing, request.still_open)
    before, after = request.before, request.after
    if request.population and isinstance(before, Moments) and isinstance(after, Moments):
        return compare_finite(request.kind, before, after, request.population, policy)
    return compare(request.kind, before, after, policy, request.dependence, request.swing, request.still_open)
