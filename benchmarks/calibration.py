"""How often the engine is wrong where the truth is known: every promise, measured, as Markdown tables.

    python -m benchmarks.calibration

The worlds are those of tests/calibration, with more pairs. A false alarm is an interval that leaves out 0 where nothing
changed and no gate closes; the promise is 5 %. Shares are enumerated exactly, everything else is simulated. A rate that
misses the bar named above its table is printed in bold.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache

import numpy as np

from cxmetrics.judge.cells import Cells
from cxmetrics.judge.compare import compare
from cxmetrics.judge.counters import scorecard
from cxmetrics.judge.planning import answers_needed, present
from cxmetrics.judge.segments import judge_cells
from cxmetrics.judge.verdict import judge
from cxmetrics.model import Direction, Guard, Kind, Moments, Reading, Verdict, Word
from cxmetrics.stats import amount, quantile, xmr
from cxmetrics.stats.arrays import floats
from tests.calibration import dependent, worlds
from tests.calibration.companies import real_scorecards
from tests.calibration.worlds import LIKELY, SCALES, Sizes, alarms, tails, verdicts
from tests.judge.examples import verdict_with

PAIRS = 100_000
SLOW = 20_000
"""Pairs where every answer is drawn."""

SIZES = (
    (20, 20), (50, 50), (100, 100), (10, 100), (20, 200), (100, 300), (50, 5_000), (30, 10_000), (400, 400),
    (400, 4_000), (1_000, 1_000),
)  # fmt: skip
SHARES = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5)
EVERY_SHARE = np.concatenate([np.arange(1, 50) / 1_000, np.arange(10, 101) / 200])
RARE = (0.004, 0.006, 0.016, 0.023, 0.028, 0.038, 0.085, 0.9, 0.94, 0.96)
"""Shares at which guards, or the bounds alone, are wrong most often."""
UNEQUAL = (
    (20, 200), (200, 20), (20, 1_000), (1_000, 20), (30, 10_000), (10_000, 30), (50, 1_000), (50, 5_000), (5_000, 50),
    (100, 300), (400, 4_000), (50, 50), (100, 100),
)  # fmt: skip
NEVER = 0.0, 0.065
LAYERS = 0.03, 0.065

count: Counter[str] = Counter()


def main() -> None:
    """Every table."""
    start = time.perf_counter()
    sizes = ["", *map(_versus, SIZES)]
    everywhere = "0.05 ± 0.006 from 400 answers, 0.03 to 0.06 from 50 (NPS -40 to 67), 0.065 anywhere"
    table("False alarms: Net Promoter Score", everywhere, ["", *LIKELY], nps_rows())
    one_sided = "0.06 where both have as many answers, at least 50; else 0.07"
    table("One-sided false alarms, the larger tail: Net Promoter Score", one_sided, ["", *LIKELY], nps_tail_rows())
    heads = ["", *(f"{100 * share:g} %" for share in SHARES), "worst share"]
    table("False alarms: shares, exact", "0.05 ± 0.006 from 20 expected, 0.065 anywhere", heads, share_rows())
    table(
        "One-sided false alarms of the bound alone, the larger tail: shares, exact", one_sided, heads, share_tail_rows()
    )
    table("False alarms: means, durations, rates, ratios", "0.065", sizes, other_rows())
    table("Repeated keys (NPS 67)", "0.03 to 0.065", ["", "ICC", "engine", "keys ignored"], cluster_rows())
    table("The same, from records through the database", "0.03 to 0.065", ["", "engine"], database_rows())
    heads = ["answers", "tau", "earlier periods", "engine", "swing ignored"]
    table("Periods that swing (NPS 67)", "0.03 to 0.065", heads, swing_rows())
    heads = ["answers of the month before", "a day", "confidence sequence", "ordinary interval"]
    table("Looking every day at a month that is still open (NPS 67)", "0.06", heads, open_rows())
    heads = ["limits from", "24 points", "36 points", "52 points"]
    table("Control charts of stable processes with a signal, all four rules", "", heads, chart_rows())
    table(
        "Medians and amounts (functions of the library)",
        "0.065",
        ["", "50 v 50", "100 v 300", "30 v 1,000"],
        unshaped_rows(),
    )
    table("Counter-metrics", "0.055", ["counters", "healthy with one at its margin"], counter_rows())
    heads = ["", *(f"{100 * share:g} %" for share in RARE)]
    table("Safe with a share worse by its margin of 3 points, exact", "0.055", heads, safe_rows())
    table("Harmed with a share that did not change, exact", "as one-sided false alarms", heads, harmed_rows())
    table("Power at the printed n", "0.79 to 0.81", ["change", "answers", "seen"], power_rows())
    table("1,000 stable companies, 10 headlines, 24 months", "0.05", ["", "months that say real"], company_rows())
    print(f"\n{count['rates']} rates with a bar, {count['missed']} missed; {time.perf_counter() - start:.0f} s")


def table(title: str, bar: str, head: Sequence[str], rows: Iterator[Sequence[object]]) -> None:
    """Print one table."""
    promise = f"Bar: {bar}.\n\n" if bar else ""
    print(f"\n### {title}\n\n{promise}| {' | '.join(head)} |\n|{'---|' * len(head)}")
    for row in rows:
        print(f"| {' | '.join(f'{cell:.3f}' if isinstance(cell, float) else f'{cell}' for cell in row)} |", flush=True)


def held(rate: float, bar: tuple[float, float]) -> str:
    """The rate, in bold where it is outside its bar."""
    count["rates"] += 1
    if bar[0] <= rate <= bar[1]:
        return f"{rate:.3f}"
    count["missed"] += 1
    return f"**{rate:.3f}**"


def nps_rows() -> Iterator[list[str]]:
    rng = np.random.default_rng(1)
    for size in SIZES:
        rates = (_alarm(Kind.NPS, worlds.nps(rng, chances, chances, size, PAIRS)) for chances in LIKELY.values())
        yield [_versus(size), *(held(rate, _nps_bar(size, name)) for name, rate in zip(LIKELY, rates, strict=True))]


def _nps_bar(size: Sizes, name: str) -> tuple[float, float]:
    if min(size) >= 400:
        return 0.044, 0.056
    return (0.03, 0.06) if min(size) >= 50 and name != "NPS 90" else NEVER


def nps_tail_rows() -> Iterator[list[str]]:
    rng = np.random.default_rng(2)
    for size in SIZES:
        both = (tails(Kind.NPS, worlds.nps(rng, chances, chances, size, PAIRS)) for chances in LIKELY.values())
        yield [_versus(size), *(held(max(float(tail.mean()) for tail in two), _tail_bar(size)) for two in both)]


def _tail_bar(size: Sizes) -> tuple[float, float]:
    return 0.0, 0.06 if size[0] == size[1] and min(size) >= 50 else 0.07


def share_rows() -> Iterator[list[str]]:
    for size in (*SIZES[:-2], (25, 25), (50, 1_000), (1_000, 1_000)):
        outcome = alarms(verdicts(Kind.PROPORTION, worlds.every_share(size)))
        rates = [worlds.exact_rate(outcome, share, size) for share in SHARES]
        bars = [(0.044, 0.056) if min(size) >= 400 and share * min(size) >= 20 else NEVER for share in SHARES]
        worst = max(worlds.exact_rate(outcome, share, size) for share in EVERY_SHARE)
        yield [_versus(size), *map(held, rates, bars), held(worst, NEVER)]


def share_tail_rows() -> Iterator[list[str]]:
    for size in (*SIZES[:-2], (20, 1_000), (50, 1_000)):
        both = tails(Kind.PROPORTION, worlds.every_share(size))
        rates = [max(worlds.exact_rate(tail, share, size) for tail in both) for share in SHARES]
        worst = max(worlds.exact_rate(tail, share, size) for tail in both for share in EVERY_SHARE)
        yield [_versus(size), *(held(rate, _tail_bar(size)) for rate in (*rates, worst))]


def other_rows() -> Iterator[list[str]]:
    def row(name: str, kind: Kind, world: Callable[[Sizes], Cells], largest: int = 10_000) -> list[str]:
        rates = (held(_alarm(kind, world(size)), NEVER) if max(size) <= largest else "" for size in SIZES)
        return [name, *rates]

    rng = np.random.default_rng(3)
    yield row("mean of normal numbers", Kind.MEAN, lambda size: worlds.numbers(rng, (4.1, 4.1), 0.9, size, PAIRS))
    for name, chances in SCALES.items():
        yield row(f"mean of {name}", Kind.MEAN, lambda size, c=chances: worlds.scales(rng, c, size, PAIRS))  # type: ignore[misc]
    yield row("seconds, lognormal, sigma 1", Kind.DURATION, lambda size: worlds.durations(rng, size, SLOW), 1_000)
    for scatter in (1.0, 3.0):
        name = f"rate, 3 events a day, {scatter:g} x Poisson"
        yield row(name, Kind.RATE, lambda size, s=scatter: worlds.rates(rng, size, s, SLOW), 1_000)  # type: ignore[misc]
    yield row("repeat contacts per ticket", Kind.RATIO, lambda size: worlds.ratios(rng, size, SLOW), 1_000)


def cluster_rows() -> Iterator[list[str]]:
    rng = np.random.default_rng(4)
    for name, (answers, icc) in (dependent.EQUAL | dependent.UNEQUAL).items():
        cells, clusters = dependent.clustered(rng, answers, icc, SLOW)
        found = verdicts(Kind.NPS, cells, clusters=clusters)
        gated = bool(np.isnan(found.adjusted_p_value).all())
        rate = "no verdict" if gated else held(float(alarms(found).mean()), LAYERS)
        yield [name, f"{icc:g}", rate, f"{_alarm(Kind.NPS, cells):.3f}"]


def database_rows() -> Iterator[list[str]]:
    rng = np.random.default_rng(9)
    for name in ("20 agents, then 20 others", "400 customers, half of them answer again"):
        found = [verdict.word for verdict in dependent.from_database(rng, *dependent.EQUAL[name], SLOW // 5)]
        yield [name, held(sum(word in (Word.IMPROVED, Word.DECLINED) for word in found) / len(found), LAYERS)]


def swing_rows() -> Iterator[list[str]]:
    rng = np.random.default_rng(5)
    for n, tau, earlier in (
        (10_000, 2.0, 8), (10_000, 2.0, 24), (10_000, 0.5, 24), (1_000, 1.0, 24), (400, 4.0, 12), (400, 2.0, 12),
        (400, 1.0, 24), (400, 0.0, 24),
    ):  # fmt: skip
        cells, swing = dependent.restless(rng, n, tau, earlier, PAIRS // 2)
        rate = float(alarms(verdicts(Kind.NPS, cells, swing=swing)).mean())
        yield [f"{n:,}", f"{tau:g}", f"{earlier}", held(rate, LAYERS), f"{_alarm(Kind.NPS, cells):.3f}"]


def open_rows() -> Iterator[list[str]]:
    rng = np.random.default_rng(10)
    for closed, a_day in ((60, 2), (400, 13), (3_000, 100), (30_000, 1_000)):
        cells, ever = worlds.looks(rng, closed, a_day, SLOW), []
        for still_open in (True, False):
            found = judge_cells(Kind.NPS, cells, worlds.TINY, Direction.UP, still_open=still_open)
            ever.append(float(((found.lower > 0) | (found.upper < 0)).reshape(-1, SLOW).any(axis=0).mean()))
        yield [f"{closed:,}", f"{a_day:,}", held(ever[0], (0.0, 0.06)), f"{ever[1]:.3f}"]


def chart_rows() -> Iterator[list[str]]:
    for name, baseline in (("all points", None), ("the first 12, frozen", 12), ("the first 24, frozen", 24)):
        rates = (
            f"{xmr.false_alarm_rate(points, baseline):.3f}" if points != baseline else "" for points in (24, 36, 52)
        )
        yield [name, *rates]


def unshaped_rows() -> Iterator[list[str]]:
    """Of the functions themselves; the share without any amount is 40 %."""
    rng, sizes = np.random.default_rng(11), ((50, 50), (100, 300), (30, 1_000))

    def median(size: Sizes) -> float:
        pairs = ((rng.lognormal(5.6, 1.0, size[0]), rng.lognormal(5.6, 1.0, size[1])) for _ in range(SLOW))
        found = [quantile.difference(before, after, 0.95) for before, after in pairs]
        return float(np.mean([one is not None and one.p_value < 0.05 for one in found]))

    def amounts(size: Sizes) -> float:
        n = np.broadcast_to(floats(size)[:, np.newaxis], (2, PAIRS))
        paying = floats(rng.binomial(n.astype(int), 0.6))
        mean, variance = rng.normal(4, 1 / np.sqrt(paying)), rng.chisquare(paying - 1) / (paying - 1)
        return float((amount.difference(paying, n, mean, variance, 0.95).p_value < 0.05).mean())

    for name, rate in (("median of lognormal seconds", median), ("amounts, 40 % without any: both parts", amounts)):
        yield [name, *(held(rate(size), NEVER) for size in sizes)]


def counter_rows() -> Iterator[list[str]]:
    rng = np.random.default_rng(6)
    headline, n, margin = verdict_with(0.3, half=0.1, margin=0.2), 2_000, 0.03

    @cache
    def counter(before: int, after: int) -> Verdict:
        two = Moments(n=n, positive=before), Moments(n=n, positive=after)
        return judge(compare(Kind.PROPORTION, *two), margin, Direction.DOWN)

    for counters in (1, 3, 10):
        healthy = 0
        for _ in range(SLOW):
            events = rng.binomial(n, [[0.10] * counters, [0.10 + margin] + [0.10] * (counters - 1)])
            guards = {str(i): counter(*pair) for i, pair in enumerate(events.T.tolist())}
            healthy += scorecard(headline, guards).reading is Reading.HEALTHY
        yield [f"{counters}", held(healthy / SLOW, (0.0, 0.055))]


def safe_rows() -> Iterator[list[str]]:
    for size in UNEQUAL:
        rates = (worlds.exact_guards((share, share + 0.03), size, 0.03)[Guard.SAFE] for share in RARE)
        yield [_versus(size), *(held(rate, (0.0, 0.055)) for rate in rates)]


def harmed_rows() -> Iterator[list[str]]:
    for size in UNEQUAL:
        rates = (worlds.exact_guards((share, share), size, 0.03)[Guard.HARMED] for share in RARE)
        yield [_versus(size), *(held(rate, _tail_bar(size)) for rate in rates)]


def power_rows() -> Iterator[list[str]]:
    rng, promise = np.random.default_rng(7), (0.79, 0.81)
    before, after = LIKELY["NPS 67"], (0.77, 0.05)
    first, last = (Moments(n=400, positive=round(400 * p), negative=round(400 * d)) for p, d in (before, after))
    n = compare(Kind.NPS, first, last).n_needed or 0
    yield ["NPS 67 to 72", f"{n:,}", held(_alarm(Kind.NPS, worlds.nps(rng, before, after, (n, n), PAIRS)), promise)]
    for old, new in ((0.80, 0.83), (0.50, 0.55), (0.05, 0.04)):
        first, last = (Moments(n=10_000, positive=round(10_000 * share)) for share in (old, new))
        n = compare(Kind.PROPORTION, first, last).n_needed or 0
        world = worlds.shares(rng, old, new, (n, n), PAIRS)
        yield [f"{100 * old:g} % to {100 * new:g} %", f"{n:,}", held(_alarm(Kind.PROPORTION, world), promise)]
    n = answers_needed(present(Kind.DURATION, Moments(n=101, total=560.0, m2=64.0)), 0.05) or 0
    world = worlds.numbers(rng, (5.6, 5.6 + math.log(1.05)), 0.8, (n, n), PAIRS)
    yield ["handle time +5 %", f"{n:,}", held(_alarm(Kind.DURATION, world), promise)]


def company_rows() -> Iterator[list[str]]:
    for name, corrected in (("Holm over the ten", True), ("each alone", False)):
        rate = float(real_scorecards(np.random.default_rng(8), 1_000, corrected).mean())
        yield [name, held(rate, (0.0, 0.05)) if corrected else f"{rate:.3f}"]


def _alarm(kind: Kind, world: Cells) -> float:
    return float(alarms(verdicts(kind, world)).mean())


def _versus(size: Sizes) -> str:
    return f"{size[0]:,} v {size[1]:,}"


if __name__ == "__main__":
    main()
