"""Signs of gaming: shares of contacts that say who paid for a short one, and agents who have more of them than chance.

Every agent's share in the later period is held against that of all other agents, and all agents and signs are corrected
together. Only more is of interest, at half the error that is allowed, as with one end of an interval. A sign is
associated with an agent; why is for people to find out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from cxmetrics.judge.compare import USUAL
from cxmetrics.model import Interval, Moments, Policy
from cxmetrics.stats import excess, proportion
from cxmetrics.stats.arrays import floats
from cxmetrics.stats.fdr import benjamini_hochberg
from cxmetrics.stats.quantiles import critical_value


class Sign(StrEnum):
    """What a contact may end as."""

    SHORT = "short"
    AGAIN_DAY = "again within a day"
    AGAIN_WEEK = "again within a week"
    TRANSFERRED = "transferred"
    REOPENED = "reopened"
    ABANDONED = "abandoned"
    AT_TARGET = "just below the target"


@dataclass(frozen=True, slots=True)
class Share:
    """A sign in one period. n, events: contacts. groups: persons; squares, products, events_squared: sums over persons
    of n^2, n events and events^2.
    """

    n: int = 0
    events: int = 0
    groups: int = 0
    squares: int = 0
    products: int = 0
    events_squared: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(*(a + b for a, b in zip(_fields(self), _fields(other), strict=True)))

    @property
    def design_effect(self) -> float:
        """By how much contacts of the same person multiply the variance."""
        return float(excess.design_effect(*_fields(self)))


NONE = Share()


@dataclass(frozen=True, slots=True)
class Side:
    """One agent, or all, in one period. short, rest: logarithms of the seconds of very short contacts and of others."""

    shares: Mapping[Sign, Share]
    short: Moments
    rest: Moments


NOTHING = Side({}, Moments(), Moments())

Sides = tuple[Side, Side]
"""Before and after."""


@dataclass(frozen=True, slots=True)
class Trace:
    """One agent under one sign. before, after: theirs; others: of all other agents after.

    own: interval of the agent's share after. interval: of that less the others', by itself. p_value: of so many or more
    by chance, corrected for all agents and signs. named: whether that makes the agent stand out.
    """

    agent: str
    sign: Sign
    before: Share
    after: Share
    others: Share
    own: Interval
    interval: Interval
    p_value: float
    named: bool


def traces(agents: Mapping[str, Sides], policy: Policy = USUAL) -> tuple[Trace, ...]:
    """Every agent with enough contacts under every sign that occurs, those that stand out most first."""
    found: list[tuple[str, Sign, Share, Share, Share]] = []
    for sign in Sign:
        after = {name: sides[1].shares.get(sign, NONE) for name, sides in agents.items()}
        whole = sum(after.values(), NONE)
        if not whole.events:
            continue
        for name, share in after.items():
            others = Share(*(a - b for a, b in zip(_fields(whole), _fields(share), strict=True)))
            if share.n >= policy.minimum_n and others.n >= policy.minimum_n:
                found.append((name, sign, agents[name][0].shares.get(sign, NONE), share, others))
    if not found:
        return ()
    pairs = [(after, others) for *_, after, others in found]
    n, events, effect = (
        floats([[getattr(share, name) for share in side] for side in zip(*pairs, strict=True)])
        for name in ("n", "events", "design_effect")
    )
    adjusted = benjamini_hochberg(np.minimum(2 * excess.p_of_more(events, n, effect), 1.0))
    own = proportion.interval(events[0] / effect[0], n[0] / effect[0], critical_value(policy.level))
    more = proportion.difference((events / effect)[::-1], (n / effect)[::-1], [policy.level]).limits
    all_traces = [
        Trace(
            *found[i],
            own=(float(own.lower[i]), float(own.upper[i])),
            interval=(float(more.lower[i, 0]), float(more.upper[i, 0])),
            p_value=float(adjusted[i]),
            named=bool(adjusted[i] <= 1 - policy.level),
        )
        for i in range(len(found))
    ]
    surplus = events[0] - n[0] * events[1] / n[1]
    order = np.lexsort((-surplus, adjusted))
    return tuple(all_traces[i] for i in order)


def named(found: Sequence[Trace]) -> tuple[str, ...]:
    """The agents that stand out, each once, in order."""
    return tuple(dict.fromkeys(trace.agent for trace in found if trace.named))


def _fields(share: Share) -> tuple[int, ...]:
    return share.n, share.events, share.groups, share.squares, share.products, share.events_squared
