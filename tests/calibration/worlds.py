"""Made-up worlds whose truth is known, simulated or enumerated thousands of comparisons at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import product

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import binom

from cxmetrics.judge.cells import Cells
from cxmetrics.judge.compare import compare
from cxmetrics.judge.counters import scorecard
from cxmetrics.judge.noise import Swings
from cxmetrics.judge.segments import Judged, judge_cells
from cxmetrics.judge.verdict import judge
from cxmetrics.model import Direction, Guard, Kind, Moments, Policy
from cxmetrics.stats.arrays import Floats, floats
from cxmetrics.stats.cluster import Clusters

Rng = np.random.Generator
Sizes = tuple[int, int]
TINY = 1e-9
"""A margin that nothing fits into, so that a verdict is decided by its interval and its gates alone."""

LIKELY: dict[str, tuple[float, float]] = {
    "NPS -40": (0.15, 0.55),
    "NPS 0": (0.30, 0.30),
    "NPS 30": (0.50, 0.20),
    "NPS 67": (0.72, 0.05),
    "NPS 90": (0.92, 0.02),
}
"""Shares of promoters and detractors."""

SCALES: dict[str, tuple[float, ...]] = {
    "effort, 1-7": (0.03, 0.05, 0.08, 0.14, 0.22, 0.28, 0.20),
    "satisfaction, 1-5": (0.03, 0.04, 0.08, 0.30, 0.55),
    "nearly all 5 of 5": (0.01, 0.01, 0.02, 0.06, 0.90),
}
"""Shares of the levels of a scale, from 1 up."""


def alone(p_values: Floats) -> Floats:
    """No correction: every simulated comparison is a world of its own."""
    return p_values


def verdicts(
    kind: Kind,
    cells: Cells,
    margin: ArrayLike = TINY,
    good_direction: Direction = Direction.UP,
    policy: Policy | None = None,
    clusters: Clusters | None = None,
    swing: Swings | None = None,
) -> Judged:
    """Each comparison judged by itself, by the engine of the product."""
    return judge_cells(kind, cells, margin, good_direction, policy or Policy(), clusters, swing, correct=alone)


def alarms(found: Judged) -> Floats:
    """Whether each comparison says that something changed, gates included."""
    return floats((found.adjusted_p_value < 0.05) & ((found.lower > 0) | (found.upper < 0)))


def tails(kind: Kind, cells: Cells) -> tuple[Floats, Floats]:
    """Whether each one-sided 95 % bound says that something rose, and fell, gates included."""
    found = verdicts(kind, cells, policy=Policy(level=0.90))
    judged = ~np.isnan(found.adjusted_p_value)
    return floats(judged & (found.lower > 0)), floats(judged & (found.upper < 0))


def nps(rng: Rng, before: tuple[float, float], after: tuple[float, float], sizes: Sizes, pairs: int) -> Cells:
    """Pairs of Net Promoter Scores with these shares of promoters and detractors."""
    counts = floats(
        [rng.multinomial(n, [p, d, 1 - p - d], pairs) for (p, d), n in zip((before, after), sizes, strict=True)]
    )
    return Cells.of_counts(floats(sizes)[:, np.newaxis], counts[..., 0], counts[..., 1])


def shares(rng: Rng, before: float, after: float, sizes: Sizes, pairs: int) -> Cells:
    """Pairs of shares."""
    counts = [rng.binomial(n, p, pairs) for p, n in zip((before, after), sizes, strict=True)]
    return Cells.of_counts(floats(sizes)[:, np.newaxis], counts)


def numbers(rng: Rng, means: tuple[float, float], sd: float, sizes: Sizes, pairs: int) -> Cells:
    """Pairs of normal samples, drawn as their moments; logarithms of lognormal durations are such."""
    n = floats(sizes)[:, np.newaxis]
    centres = floats(means)[:, np.newaxis] + rng.normal(size=(2, pairs)) * sd / np.sqrt(n)
    return _of_moments(np.broadcast_to(n, (2, pairs)), centres * n, sd**2 * rng.chisquare(n - 1, (2, pairs)))


def scales(rng: Rng, chances: Sequence[float], sizes: Sizes, pairs: int) -> Cells:
    """Pairs of means of answers on a scale from 1 up, with the same shares of its levels in both periods."""
    levels = np.arange(1.0, len(chances) + 1)
    counts = floats([rng.multinomial(n, chances, pairs) for n in sizes])
    n, total = counts.sum(axis=-1), counts @ levels
    return _of_moments(n, total, counts @ levels**2 - total**2 / n)


def durations(rng: Rng, sizes: Sizes, pairs: int, sigma: float = 1.0, median: float = 270.0) -> Cells:
    """Pairs of handle times recorded in whole seconds, at least one, as the moments of their logarithms."""
    logs = [np.log(np.maximum(np.rint(rng.lognormal(np.log(median), sigma, (pairs, n))), 1)) for n in sizes]
    moments = ((one.sum(axis=1), one.var(axis=1) * one.shape[1]) for one in logs)
    total, m2 = (floats(part) for part in zip(*moments, strict=True))
    return _of_moments(np.broadcast_to(floats(sizes)[:, np.newaxis], total.shape), total, m2)


def rates(rng: Rng, records: Sizes, dispersion: float, pairs: int, expected: float = 3.0) -> Cells:
    """Pairs of rates over so many records (days), each with some 1,000 of exposure and so many events expected.

    dispersion: how many times more than Poisson counts the records scatter; 1 is Poisson.
    """
    sums = []
    for n in records:
        exposure = rng.uniform(800, 1_200, (pairs, n))
        mean = expected * exposure / 1_000
        if dispersion > 1:
            shape = expected / (dispersion - 1)
            mean = mean * rng.gamma(shape, 1 / shape, (pairs, n))
        sums.append(_two_sums(floats(rng.poisson(mean)), exposure))
    return Cells.of(sums)


def ratios(rng: Rng, customers: Sizes, pairs: int) -> Cells:
    """Pairs of repeat contacts per ticket: customers have different numbers of tickets and different luck with them."""
    sums = []
    for n in customers:
        tickets = 1 + rng.poisson(1.5, (pairs, n))
        sums.append(_two_sums(floats(rng.binomial(tickets, rng.beta(1, 4, (pairs, n)))), floats(tickets)))
    return Cells.of(sums)


def looks(rng: Rng, closed: int, a_day: int, series: int, days: int = 30) -> Cells:
    """A Net Promoter Score of 67 that is over, and its like after each of its days: shape (2, days x series)."""
    promoters, detractors = LIKELY["NPS 67"]
    chances = [promoters, detractors, 1 - promoters - detractors]
    over = np.broadcast_to(rng.multinomial(closed, chances, series), (days, series, 3))
    running = rng.multinomial(a_day, chances, (days, series)).cumsum(axis=0)
    counts = floats([over, running]).reshape(2, -1, 3)
    return Cells.of_counts(counts.sum(axis=-1), counts[..., 0], counts[..., 1])


def every_share(sizes: Sizes) -> Cells:
    """Every pair of counts that two periods of these sizes can have."""
    counts = np.meshgrid(*(np.arange(n + 1) for n in sizes), indexing="ij")
    return Cells.of_counts(floats(sizes)[:, np.newaxis], [count.ravel() for count in counts])


def exact_rate(outcome: Floats, share: float, sizes: Sizes) -> float:
    """The chance of an outcome of `every_share` where both periods have this share."""
    first, last = (binom.pmf(np.arange(n + 1), n, share) for n in sizes)
    return float(first @ outcome.reshape(sizes[0] + 1, -1) @ last)


def exact_guards(shares: tuple[float, float], sizes: Sizes, margin: float) -> Mapping[Guard, float]:
    """The chance of each guard over one share that should be low, from every pair of counts there may likely be."""
    rare = 1e-6
    likely = [
        np.arange(binom.ppf(rare, n, p), binom.ppf(1 - rare, n, p) + 1) for n, p in zip(sizes, shares, strict=True)
    ]
    chances = [binom.pmf(counts, n, p) for counts, n, p in zip(likely, sizes, shares, strict=True)]
    guards: defaultdict[Guard, float] = defaultdict(float)
    for (before, after), (one, other) in zip(product(*likely), product(*chances), strict=True):
        if one * other > rare**2 * 100:  # all others together are less likely than 0.0001
            guards[_guard_of(int(before), int(after), sizes, margin)] += one * other
    return guards


@cache
def _guard_of(before: int, after: int, sizes: Sizes, margin: float) -> Guard:
    first, last = (Moments(n=n, positive=events) for n, events in zip(sizes, (before, after), strict=True))
    verdict = judge(compare(Kind.PROPORTION, first, last), margin, Direction.DOWN)
    return scorecard(verdict, {"it": verdict}).counters[0].guard


def _of_moments(n: Floats, total: Floats, m2: Floats) -> Cells:
    return replace(Cells.of_counts(n, 0.0), total=total, m2=m2)


def _two_sums(y: Floats, x: Floats) -> Floats:
    """The moments of records of shape (pairs, records), fields last."""
    n = np.full(len(y), y.shape[1], dtype=float)
    dy, dx = (one - one.mean(axis=1, keepdims=True) for one in (y, x))
    squares = [(one * other).sum(axis=1) for one, other in ((dy, dy), (dx, dx), (dx, dy))]
    return np.stack([n, (y > 0).sum(axis=1), 0 * n, y.sum(axis=1), squares[0], x.sum(axis=1), *squares[1:]], axis=-1)
