"""Judging 10,000 segments at once against the bare arithmetic of their closed forms, and one comparison alone.

    python -m benchmarks.judging

Bare: Newcombe's (or Welch's) interval at two levels, a p-value, Benjamini and Hochberg's adjustment and a word, written
out in numpy for one kind. The engine does the same through its one path for every kind, gates and exact p-values by
inversion included. Tango's interval of a Net Promoter Score is a root: bare are six secant steps, which is as many as
its twelfth digit takes. The two take turns; times are processor times, medians.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial

import numpy as np
from scipy.special import ndtr, ndtri, stdtr, stdtrit

from cxmetrics.judge.cells import Cells
from cxmetrics.judge.compare import compare
from cxmetrics.judge.segments import judge_cells
from cxmetrics.judge.verdict import judge
from cxmetrics.model import Direction, Kind, Moments, Verdict
from cxmetrics.stats.arrays import Floats, floats
from cxmetrics.stats.fdr import benjamini_hochberg

SEGMENTS = 10_000
ROUNDS = 41
MARGIN = 0.03


def bare_shares(events: Floats, n: Floats) -> Floats:
    """Words of Newcombe's intervals, with a z-test's p-value."""
    share = events / n
    change = share[1] - share[0]
    limits = []
    for level in (0.95, 0.90):
        z = ndtri((1 + level) / 2)
        centre, scale = share + z * z / (2 * n), 1 + z * z / n
        half = z * np.sqrt(share * (1 - share) / n + (z / (2 * n)) ** 2)
        low, high = (centre - half) / scale, (centre + half) / scale
        limits.append(change - np.hypot(share[1] - low[1], high[0] - share[0]))
        limits.append(change + np.hypot(high[1] - share[1], share[0] - low[0]))
    pooled = events.sum(axis=0) / n.sum(axis=0)
    p_value = 2 * ndtr(-np.abs(change) / np.sqrt(pooled * (1 - pooled) * (1 / n).sum(axis=0)))
    return _words(change, limits, p_value)


def bare_means(total: Floats, m2: Floats, n: Floats) -> Floats:
    """Words of Welch's intervals."""
    squared = m2 / (n - 1) / n
    change = total[1] / n[1] - total[0] / n[0]
    error = np.sqrt(squared.sum(axis=0))
    df = squared.sum(axis=0) ** 2 / (squared**2 / (n - 1)).sum(axis=0)
    limits = []
    for level in (0.95, 0.90):
        half = stdtrit(df, (1 + level) / 2) * error
        limits += [change - half, change + half]
    return _words(change, limits, 2 * stdtr(df, -np.abs(change) / error))


def bare_scores(up: Floats, down: Floats, n: Floats) -> Floats:
    """Words of MOVER's interval of two of Tango's, with a z-test's p-value; up are promoters, down detractors."""
    score = (up - down) / n
    squared = ((up + down) / n - score**2) / n
    change, limits = score[1] - score[0], []
    for level in (0.95, 0.90):
        low, high = _tango(up, down, n, ndtri((1 + level) / 2)), -_tango(down, up, n, ndtri((1 + level) / 2))
        limits.append(change - np.hypot(score[1] - low[1], high[0] - score[0]))
        limits.append(change + np.hypot(high[1] - score[1], score[0] - low[0]))
    return _words(change, limits, 2 * ndtr(-np.abs(change) / np.sqrt(squared.sum(axis=0))))


def _tango(gains: Floats, losses: Floats, n: Floats, z: float) -> Floats:
    """The lower limit of a score: where Tango's statistic is z."""

    def distance(limit: Floats) -> Floats:
        size, mirrored = np.abs(limit), limit < 0
        major, minor = np.where(mirrored, losses, gains), np.where(mirrored, gains, losses)
        b, c = (2 * n - major + minor) * size - major - minor, minor * size * (1 - size)
        share = (np.sqrt(b * b + 8 * n * c) - b) / (4 * n)
        return floats((score - limit) * np.sqrt(n / (2 * share + size * (1 - size))) - z)

    score = (gains - losses) / n
    error = np.sqrt(((gains + losses) / n - score**2) / n)
    before, x = score - z * error, score - 1.1 * z * error
    value_before = distance(before)
    for _ in range(6):
        value = distance(x)
        slope = np.where(x == before, np.inf, (value - value_before) / np.where(x == before, 1, x - before))
        before, value_before, x = x, value, x - value / slope
    return floats(x)


def _words(change: Floats, limits: list[Floats], p_value: Floats) -> Floats:
    low, high, worst, best = limits
    real = ((low > 0) | (high < 0)) & (benjamini_hochberg(p_value) <= 0.05)
    small, vague = (worst > -MARGIN) & (best < MARGIN), (high - low) / 2 > 2 * MARGIN
    return np.select([small, real & (change > 0), real, vague], [2.0, 0.0, 1.0, 4.0], 3.0)


def one_verdict(kind: Kind, before: Moments, after: Moments) -> Verdict:
    """What a page does for one metric."""
    return judge(compare(kind, before, after), MARGIN, Direction.UP)


def milliseconds(*works: Callable[[], object]) -> list[float]:
    """The median of each in processor time, which other work on the machine hardly touches, taking turns."""
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for times, work in zip(taken, works, strict=True):
            start = time.process_time()
            work()
            times.append(1_000 * (time.process_time() - start))
    return [statistics.median(times) for times in taken]


def main() -> None:
    """Four kinds by the ten thousand, and single comparisons."""
    rng = np.random.default_rng(1)
    n = floats(rng.integers(100, 1_000, (2, SEGMENTS)))
    events = floats(rng.binomial(n.astype(int), rng.uniform(0.1, 0.9, SEGMENTS)))
    promoters = floats(rng.binomial(n.astype(int), 0.7))
    detractors = (n - promoters) // 3
    total, m2 = n * rng.normal(4, 0.1, n.shape), 0.8 * rng.chisquare(n - 1)
    zero = np.zeros_like(n)
    numbers = Cells(n, zero, zero, total, m2, zero, zero, zero)
    print(f"{SEGMENTS:,} segments          engine       bare   ratio (at most 5)")
    for name, kind, cells, bare in (
        ("shares", Kind.PROPORTION, Cells.of_counts(n, events), lambda: bare_shares(events, n)),
        ("means", Kind.MEAN, numbers, lambda: bare_means(total, m2, n)),
        ("durations", Kind.DURATION, numbers, lambda: bare_means(total, m2, n)),
        ("scores", Kind.NPS, Cells.of_counts(n, promoters, detractors), lambda: bare_scores(promoters, detractors, n)),
    ):
        ours, theirs = milliseconds(partial(judge_cells, kind, cells, MARGIN, Direction.UP), bare)
        print(f"  {name:20} {ours:6.2f} ms  {theirs:6.2f} ms  {ours / theirs:6.2f}")
    print("one comparison with its verdict (at most 3 ms)")
    pair = Moments(n=400, positive=288, negative=20, total=268.0, m2=128.0), Moments(400, 292, 20, 272.0, 127.0)
    for kind in (Kind.NPS, Kind.PROPORTION, Kind.MEAN):
        (ours,) = milliseconds(partial(one_verdict, kind, *pair))
        print(f"  {kind:20} {ours:6.2f} ms")


if __name__ == "__main__":
    main()
