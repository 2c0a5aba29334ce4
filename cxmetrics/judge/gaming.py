"""Gamed? A duration that fell: because contacts became quicker, or because some of them were cut short?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from cxmetrics.judge import sampling
from cxmetrics.judge.cells import grid
from cxmetrics.judge.compare import USUAL, compare
from cxmetrics.judge.signs import Share, Side, Sign, Trace, named
from cxmetrics.judge.verdict import judge
from cxmetrics.model import Comparison, Dependence, Direction, Estimate, Kind, Metric, Moments, Policy, Verdict
from cxmetrics.stats import mix
from cxmetrics.stats.bunching import Bunching, bunching
from cxmetrics.stats.holm import holm

ROUND_NUMBERS = tuple(60.0 * minutes for minutes in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 30, 45, 60))
"""Seconds that somebody may have made a target."""


@dataclass(frozen=True, slots=True)
class Split:
    """The change of the mean logarithm of a duration, exactly: share + short + rest = change.

    share: what more or fewer very short contacts add. short, rest: what these and all others add by lasting longer or
    shorter. without: the verdict on the others alone.
    """

    change: float
    share: float
    short: float
    rest: float
    without: Verdict


@dataclass(frozen=True, slots=True)
class Pile:
    """The contacts that end just below a target. p_value: corrected where round numbers were searched for one.

    asked: whether the target was given.
    """

    found: Bunching
    p_value: float
    asked: bool

    def real(self, policy: Policy = USUAL) -> bool:
        """Whether more end there than the smooth run of the others lets expect."""
        return self.p_value <= 1 - policy.level and self.found.observed > self.found.expected


@dataclass(frozen=True, slots=True)
class Answered:
    """What customers said after their last contact, `days` at most: join rate and figures.

    metric: of the survey. contacts: of known agents in the later period, of which so many are followed by an answer.
    whole: all those answers. agents: of each agent that stands out, against all others.
    """

    metric: Metric
    days: int
    contacts: int
    followed: int
    whole: Estimate
    agents: Mapping[str, Comparison]


@dataclass(frozen=True, slots=True)
class Gaming:
    """metric: the duration that works against customers alone. verdict: on it.

    signs: each with its verdict between the two periods, corrected for looking at all of them. traces: agents by sign.
    split: None without a sign of very short contacts. pile: None where too few contacts end near any target.
    everybody: whether the segment asked for is one that these records cannot be split by. agents: how many had enough
    contacts. short_s: seconds.
    """

    metric: Metric
    verdict: Verdict
    signs: Mapping[Sign, Verdict]
    traces: tuple[Trace, ...]
    split: Split | None
    pile: Pile | None
    answered: Answered | None
    agents: int
    short_s: float | None
    everybody: bool

    @property
    def named(self) -> tuple[str, ...]:
        """The agents that stand out."""
        return named(self.traces)


def split(metric: Metric, before: Side, after: Side, policy: Policy = USUAL) -> Split | None:
    """Of all contacts; None where a period has none."""
    each = grid([[side.short, side.rest] for side in (before, after)])
    one = sampling.sample(Kind.DURATION, each)
    found = mix.decompose(each.n, one.value, one.squared_error)
    if found is None:
        return None
    return Split(
        change=found.after - found.before,
        share=found.mix,
        short=float(found.rate_parts[0]),
        rest=float(found.rate_parts[1]),
        without=judge(
            compare(Kind.DURATION, before.rest, after.rest, policy),
            metric.smallest_change_that_matters,
            metric.good_direction,
            policy,
        ),
    )


def of_sign(before: Share, after: Share, margin: float, policy: Policy = USUAL) -> Verdict:
    """The verdict on a sign that is no metric of its own: fewer are better. Contacts of one person count as one key."""
    one, two = (Moments(n=share.n, positive=share.events, total=share.events) for share in (before, after))
    variance = sum(_variance(share) for share in (before, after))
    groups = before.groups + after.groups
    dependence = Dependence("customer", groups, variance, variance, max(groups - 2, 0), shared=False)
    repeats = before.groups < before.n or after.groups < after.n
    found = compare(Kind.PROPORTION, one, two, policy, dependence if repeats and variance else None)
    return judge(found, margin, Direction.DOWN, policy)


def pile(seconds: ArrayLike, n: ArrayLike, target: float | None, policy: Policy = USUAL) -> Pile | None:
    """At the target, or else at the round number where most contacts too many end, corrected for the search."""
    if target is not None:
        found = bunching(seconds, n, target, policy.level)
        return Pile(found, found.p_value, asked=True) if found else None
    tried = [found for at in ROUND_NUMBERS if (found := bunching(seconds, n, at, policy.level))]
    if not tried:
        return None
    raw = [found.p_value if found.observed > found.expected else 1.0 for found in tried]
    first = int(np.argmin(raw))
    return Pile(tried[first], float(holm(raw)[first]), asked=False)


def at_target(agent: Sequence[int], seconds: Sequence[float], n: Sequence[int], where: Bunching) -> dict[int, Share]:
    """Of each agent's contacts those that end just below: agent position -> share; every contact stands for itself."""
    who, many = np.asarray(agent), np.asarray(n)
    inside = (np.asarray(seconds) >= where.target - where.width) & (np.asarray(seconds) < where.target)
    sizes, events = (np.bincount(who, weights=many * part, minlength=who.max(initial=-1) + 1) for part in (1, inside))
    return {
        i: Share(int(size), int(x), int(size), int(size), int(x), int(x))
        for i, (size, x) in enumerate(zip(sizes, events, strict=True))
    }


def _variance(share: Share) -> float:
    if not share.n:
        return 0.0
    p = share.events / share.n
    return share.design_effect * p * (1 - p) / share.n
