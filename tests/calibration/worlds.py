"""Made-up worlds whose truth is known, simulated or enumerated thousands of comparisons at a time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import binom

from cxmetrics.judge.cells import POINTS, Cells
from cxmetrics.judge.noise import Swings
from cxmetrics.judge.segments import Judged, judge_cells
from cxmetrics.judge.swing import swings
from cxmetrics.model import Direction, Kind, Policy
from cxmetrics.stats import cluster
from cxmetrics.stats.arrays import Floats, floats
from cxmetrics.stats.cluster import Clusters

Rng = np.random.Generator
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


def nps(rng: Rng, before: tuple[float, float], after: tuple[float, float], sizes: tuple[int, int], pairs: int) -> Cells:
    """Pairs of Net Promoter Scores with these shares of promoters and detractors."""
    counts = floats(
        [rng.multinomial(n, [p, d, 1 - p - d], pairs) for (p, d), n in zip((before, after), sizes, strict=True)]
    )
    return Cells.of_counts(floats(sizes)[:, np.newaxis], counts[..., 0], counts[..., 1])


def shares(rng: Rng, before: float, after: float, sizes: tuple[int, int], pairs: int) -> Cells:
    """Pairs of shares."""
    counts = [rng.binomial(n, p, pairs) for p, n in zip((before, after), sizes, strict=True)]
    return Cells.of_counts(floats(sizes)[:, np.newaxis], counts)


def numbers(rng: Rng, means: tuple[float, float], sd: float, sizes: tuple[int, int], pairs: int) -> Cells:
    """Pairs of normal samples, drawn as their moments; logarithms of lognormal durations are such."""
    n = floats(sizes)[:, np.newaxis]
    centres = floats(means)[:, np.newaxis] + rng.normal(size=(2, pairs)) * sd / np.sqrt(n)
    empty = Cells.of_counts(np.broadcast_to(n, (2, pairs)), 0.0)
    return replace(empty, total=centres * n, m2=sd**2 * rng.chisquare(n - 1, (2, pairs)))


def every_share(sizes: tuple[int, int]) -> Cells:
    """Every pair of counts that two periods of these sizes can have."""
    counts = np.meshgrid(*(np.arange(n + 1) for n in sizes), indexing="ij")
    return Cells.of_counts(floats(sizes)[:, np.newaxis], [count.ravel() for count in counts])


def exact_rate(outcome: Floats, share: float, sizes: tuple[int, int]) -> float:
    """The chance of an outcome of `every_share` where both periods have this share."""
    first, last = (binom.pmf(np.arange(n + 1), n, share) for n in sizes)
    return float(np.outer(first, last).ravel() @ outcome)


def clustered(
    rng: Rng, keys: tuple[int, int], shared: int, answers: int, icc: float, pairs: int
) -> tuple[Cells, Clusters]:
    """Pairs of Net Promoter Scores of 67 from keys with so many answers each, the first `shared` of them in both.

    icc: the correlation of two answers of one key, which has its own shares of promoters and detractors (Dirichlet).
    """
    people = sum(keys) - shared
    taste = rng.dirichlet(floats([0.72, 0.05, 0.23]) * (1 / icc - 1), (pairs, people))
    present = np.arange(people) < keys[0], (np.arange(people) < shared) | (np.arange(people) >= keys[0])
    counts = floats([rng.multinomial(answers, taste) * here[:, np.newaxis] for here in present])
    n = np.moveaxis(counts.sum(axis=-1), -1, 1)
    total = np.moveaxis(counts[..., 0] - counts[..., 1], -1, 1)
    sums = counts.sum(axis=2)
    return Cells.of_counts(n.sum(axis=1), sums[..., 0], sums[..., 1]), cluster.of_sums(n, POINTS * total)


def restless(rng: Rng, n: int, tau: float, baseline: int, pairs: int) -> tuple[Cells, Swings]:
    """Pairs of Net Promoter Scores around 67 that swing by tau points from period to period, and what was learned."""
    moved = rng.normal(0, tau / POINTS / 2, (baseline + 2, pairs))
    chances = np.stack([0.72 + moved, 0.05 - moved, 0.23 + 0 * moved], axis=-1).clip(1e-6, 1)
    counts = rng.multinomial(n, chances / chances.sum(axis=-1, keepdims=True))
    cells = [Cells.of_counts(float(n), part[..., 0], part[..., 1]) for part in (counts[:2], counts[2:])]
    return cells[0], swings(Kind.NPS, cells[1], Policy())
