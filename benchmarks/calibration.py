"""How often the engine is wrong where the truth is known: every promise, measured, as Markdown tables.

    python -m benchmarks.calibration

The worlds are those of tests/calibration, with more pairs. A false alarm is an interval that leaves out 0 where nothing
changed and no gate closes; the promise is 5 %. Shares are enumerated exactly, everything else is simulated.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence

import numpy as np

from cxmetrics.judge.cells import Cells
from cxmetrics.judge.compare import compare
from cxmetrics.judge.counters import scorecard
from cxmetrics.judge.planning import answers_needed, present
from cxmetrics.judge.verdict import judge
from cxmetrics.model import Direction, Kind, Moments, Policy, Reading
from tests.calibration import worlds
from tests.calibration.companies import real_scorecards
from tests.calibration.worlds import LIKELY, alarms, verdicts
from tests.judge.examples import verdict_with

PAIRS = 100_000
SIZES = (
    (20, 20), (50, 50), (100, 100), (10, 100), (100, 300), (50, 5_000), (30, 10_000), (400, 400), (400, 4_000),
    (1_000, 1_000),
)  # fmt: skip
SHARES = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5)
Row = Sequence[object]


def main() -> None:
    """Every table."""
    start = time.perf_counter()
    sizes = [f"{before:,} v {after:,}" for before, after in SIZES]
    table("False alarms: Net Promoter Score", ["", *sizes], nps_rows())
    table("One-sided false alarms: Net Promoter Score (the larger tail)", ["", *sizes], tail_rows())
    table("False alarms: shares, exact", ["", *(f"{100 * share:g} %" for share in SHARES)], share_rows())
    table("False alarms: means and durations", ["", *sizes], mean_rows())
    table("Repeated keys (NPS 67)", ["keys", "in both", "answers", "ICC", "clustered", "naive"], cluster_rows())
    table("Periods that swing (NPS 67)", ["answers", "tau", "earlier periods", "with tau", "naive"], swing_rows())
    table("Counter-metrics", ["counters", "called healthy with one at its margin"], counter_rows())
    table("Power at the printed number of answers", ["change", "answers", "seen"], power_rows())
    table("1,000 stable companies, 10 headlines, 24 months", ["", "months that say real"], company_rows())
    print(f"{PAIRS:,} pairs a cell, {time.perf_counter() - start:.0f} s")


def table(title: str, head: Sequence[str], rows: Iterator[Row]) -> None:
    """Print one table."""
    print(f"\n### {title}\n\n| {' | '.join(head)} |\n|{'---|' * len(head)}")
    for row in rows:
        print(f"| {' | '.join(f'{cell:.3f}' if isinstance(cell, float) else f'{cell}' for cell in row)} |", flush=True)


def nps_rows() -> Iterator[Row]:
    rng = np.random.default_rng(1)
    for name, chances in LIKELY.items():
        yield (
            name,
            *(
                float(alarms(verdicts(Kind.NPS, worlds.nps(rng, chances, chances, size, PAIRS))).mean())
                for size in SIZES
            ),
        )


def tail_rows() -> Iterator[Row]:
    rng = np.random.default_rng(2)
    for name, chances in LIKELY.items():
        rates = []
        for size in SIZES:
            cells = worlds.nps(rng, chances, chances, size, PAIRS)
            found = verdicts(Kind.NPS, cells, policy=Policy(level=0.90))
            judged = ~np.isnan(found.adjusted_p_value)
            rates.append(max(float((judged & tail).mean()) for tail in (found.lower > 0, found.upper < 0)))
        yield name, *rates


def share_rows() -> Iterator[Row]:
    for size in ((20, 20), (50, 50), (100, 100), (10, 100), (30, 3_000), (50, 1_000), (400, 400), (1_000, 1_000)):
        outcome = alarms(verdicts(Kind.PROPORTION, worlds.every_share(size)))
        yield f"{size[0]:,} v {size[1]:,}", *(worlds.exact_rate(outcome, share, size) for share in SHARES)


def mean_rows() -> Iterator[Row]:
    rng = np.random.default_rng(3)
    for kind in (Kind.MEAN, Kind.DURATION):
        yield (
            kind,
            *(
                float(alarms(verdicts(kind, worlds.numbers(rng, (4.1, 4.1), 0.9, size, PAIRS))).mean())
                for size in SIZES
            ),
        )


def cluster_rows() -> Iterator[Row]:
    rng = np.random.default_rng(4)
    for keys, shared, answers, icc in (
        (20, 0, 20, 0.1), (20, 20, 20, 0.1), (12, 12, 30, 0.05), (10, 10, 40, 0.1), (40, 0, 5, 0.2), (400, 200, 1, 0.5),
        (300, 100, 2, 0.3),
    ):  # fmt: skip
        cells, clusters = worlds.clustered(rng, (keys, keys), shared, answers, icc, PAIRS // 5)
        right, naive = (alarms(verdicts(Kind.NPS, cells, clusters=known)).mean() for known in (clusters, None))
        yield f"{keys} v {keys}", shared, answers, icc, float(right), float(naive)


def swing_rows() -> Iterator[Row]:
    rng = np.random.default_rng(5)
    for n, tau, earlier in (
        (10_000, 2.0, 8), (10_000, 2.0, 24), (10_000, 0.5, 24), (1_000, 1.0, 24), (400, 4.0, 12), (400, 2.0, 12),
        (400, 1.0, 24), (400, 0.0, 24),
    ):  # fmt: skip
        cells, swing = worlds.restless(rng, n, tau, earlier, PAIRS // 2)
        right, naive = (alarms(verdicts(Kind.NPS, cells, swing=known)).mean() for known in (swing, None))
        yield f"{n:,}", tau, earlier, float(right), float(naive)


def counter_rows() -> Iterator[Row]:
    rng = np.random.default_rng(6)
    headline, n, margin, times = verdict_with(0.3, half=0.1, margin=0.2), 2_000, 0.03, 20_000
    for counters in (1, 3, 10):
        healthy = 0
        for _ in range(times // counters):
            guards = {}
            for i in range(counters):
                chances = 0.10, 0.10 + (margin if i == 0 else 0.0)
                before, after = (Moments(n=n, positive=int(rng.binomial(n, chance))) for chance in chances)
                guards[str(i)] = judge(compare(Kind.PROPORTION, before, after), margin, Direction.DOWN)
            healthy += scorecard(headline, guards).reading is Reading.HEALTHY
        yield counters, healthy / (times // counters)


def power_rows() -> Iterator[Row]:
    rng = np.random.default_rng(7)
    before, after = LIKELY["NPS 67"], (0.77, 0.05)
    first, last = (Moments(n=400, positive=round(400 * p), negative=round(400 * d)) for p, d in (before, after))
    n = compare(Kind.NPS, first, last).n_needed or 0
    yield "NPS 67 to 72", f"{n:,}", _seen(Kind.NPS, worlds.nps(rng, before, after, (n, n), PAIRS))
    for old, new in ((0.80, 0.83), (0.50, 0.55), (0.05, 0.04)):
        first, last = (Moments(n=10_000, positive=round(10_000 * share)) for share in (old, new))
        n = compare(Kind.PROPORTION, first, last).n_needed or 0
        world = worlds.shares(rng, old, new, (n, n), PAIRS)
        yield f"{100 * old:g} % to {100 * new:g} %", f"{n:,}", _seen(Kind.PROPORTION, world)
    n = answers_needed(present(Kind.DURATION, Moments(n=101, total=560.0, m2=64.0)), 0.05) or 0
    world = worlds.numbers(rng, (5.6, 5.6 + math.log(1.05)), 0.8, (n, n), PAIRS)
    yield "handle time +5 %", f"{n:,}", _seen(Kind.DURATION, world)


def _seen(kind: Kind, world: Cells) -> float:
    return float(alarms(verdicts(kind, world)).mean())


def company_rows() -> Iterator[Row]:
    for name, corrected in (("Holm over the ten", True), ("each alone", False)):
        months = real_scorecards(np.random.default_rng(8), 1_000, corrected)
        yield name, float(months.mean())


if __name__ == "__main__":
    main()
