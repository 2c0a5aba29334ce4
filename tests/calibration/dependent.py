"""Worlds in which answers are no strangers to each other: keys that repeat, and periods that swing by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxmetrics.judge.cells import POINTS, Cells
from cxmetrics.judge.compare import compare
from cxmetrics.judge.noise import Swings
from cxmetrics.judge.swing import swings
from cxmetrics.judge.verdict import judge
from cxmetrics.measure import NpsOf
from cxmetrics.model import EVERYBODY, Direction, Kind, Metric, Policy, Selection, Verdict
from cxmetrics.period import Period
from cxmetrics.stats import cluster
from cxmetrics.stats.arrays import floats
from cxmetrics.stats.cluster import Clusters
from cxmetrics.warehouse import cube, respondents
from cxmetrics.workspace.evidence import gather
from cxmetrics.workspace.outline import Outline
from tests.calibration.worlds import TINY, Rng

Counts = NDArray[np.int64]

FEBRUARY, MARCH = Period.parse("2026-02"), Period.parse("2026-03")
_AT_ONCE = 50
_METRIC = Metric("", "NPS", Kind.NPS, "points", Direction.UP, NpsOf(""), (), TINY, "")


def apart(before: Counts | list[int], after: Counts | list[int]) -> Counts:
    """Answers of each key in (before, after) where no key is in both periods."""
    first, last = np.asarray(before), np.asarray(after)
    return np.stack([np.append(first, 0 * last), np.append(0 * first, last)])


def both(before: Counts | list[int], after: Counts | list[int] | None = None) -> Counts:
    """Answers of each key in (before, after) where the same keys answer in both; equally often unless said."""
    return np.stack([np.asarray(before), np.asarray(before if after is None else after)])


TWENTY = [20] * 20

EQUAL: dict[str, tuple[Counts, float]] = {
    "20 agents, then 20 others": (apart(TWENTY, TWENTY), 0.1),
    "the same 20 agents": (both(TWENTY), 0.1),
    "the same 10 agents": (both([40] * 10), 0.1),
    "40 customers with 5 answers, then others": (apart([5] * 40, [5] * 40), 0.2),
    "400 customers, half of them answer again": (both([1] * 400 + [0] * 200, [0] * 200 + [1] * 400), 0.5),
    "300 customers with 2 answers, a third again": (both([2] * 300 + [0] * 200, [0] * 200 + [2] * 300), 0.3),
}
"""Answers of each key, and the correlation of two answers of one key."""

UNEQUAL: dict[str, tuple[Counts, float]] = {
    "5 agents, then 5 others": (apart([40] * 5, [40] * 5), 0.1),
    "4 agents, then 16 others": (apart([100] * 4, [25] * 16), 0.1),
    "8 agents with 60 to 20 answers": (both([60, 50, 40] + [20] * 5), 0.1),
    "8 agents with 160 to 20 answers": (both([160, 80, 40] + [20] * 5), 0.1),
    "8 agents, others of them are busy": (both([160, 80, 40] + [20] * 5, [20] * 3 + [160, 80, 40] + [20] * 2), 0.1),
    "one of 20 agents has a fifth of the answers": (both([75] + [15] * 19), 0.1),
    "one of 20 agents has half of the answers": (both([300] + [15] * 19), 0.1),
    "the agent with half of the answers leaves": (both([300, *TWENTY], [0, *TWENTY]), 0.1),
}
"""The same where keys are few or unequal."""


def clustered(rng: Rng, answers: Counts, icc: float, pairs: int) -> tuple[Cells, Clusters]:
    """Pairs of Net Promoter Scores of 67 from keys with so many answers in (before, after).

    icc: the correlation of two answers of one key, which has its own shares of promoters and detractors (Dirichlet).
    """
    counts = floats(_drawn(rng, answers, icc, pairs))
    n, total = counts.sum(axis=-1), counts[..., 0] - counts[..., 1]
    clusters = cluster.of_sums(np.moveaxis(n, 1, -1), POINTS * np.moveaxis(total, 1, -1))
    sums = counts.sum(axis=2)
    return Cells.of_counts(n.sum(axis=2), sums[..., 0], sums[..., 1]), clusters


def from_database(rng: Rng, answers: Counts, icc: float, pairs: int) -> Iterator[Verdict]:
    """The verdicts of the workspace on such pairs: records to cube and table of respondents, evidence, comparison."""
    who = np.arange(answers.shape[1])
    person = np.concatenate([np.repeat(who, answers[0]), np.repeat(who, answers[1])])
    days = np.repeat([date(2026, 2, 14), date(2026, 3, 14)], answers.sum(axis=1))
    for first in range(0, pairs, _AT_ONCE):
        counts = _drawn(rng, answers, icc, min(_AT_ONCE, pairs - first))
        scores = {
            f"s{i}": np.repeat(np.tile([10, 0, 8], person_counts.size // 3), person_counts.ravel())
            for i, person_counts in enumerate(np.moveaxis(counts, 1, 0))
        }
        metrics = {name: replace(_METRIC, key=name, measure=NpsOf(name)) for name in scores}
        with duckdb.connect() as connection:
            connection.register("drawn", pd.DataFrame({"who": [f"P{i}" for i in person], "day": days, **scores}))
            connection.execute(
                "CREATE TABLE records_1 AS SELECT day::DATE AS _cx_day, NULL::VARCHAR AS _cx_reason, "
                "NULL::INTEGER AS _cx_replaced_by, 1 AS _cx_upload, row_number() OVER () AS _cx_record, "
                "* EXCLUDE (day) FROM drawn"
            )
            connection.execute(cube.CREATE)
            connection.execute(respondents.CREATE)
            cube.rebuild(connection, 1, metrics.values(), {}, "who")
            outline = Outline(
                metrics=metrics,
                extents=cube.extents(connection),
                complete_through=dict.fromkeys(metrics, MARCH.end),
                segments={},
                repeats=dict.fromkeys(metrics, True),
                margins_changed={},
                findings={},
            )
            selection = Selection("s0", FEBRUARY, MARCH)
            evidence = gather(connection, outline, list(metrics), selection, EVERYBODY, Policy())
        for known in evidence.values():
            comparison = compare(Kind.NPS, known.before, known.after, dependence=known.dependence, swing=known.swing)
            yield judge(comparison, TINY, Direction.UP)


def restless(rng: Rng, n: int, tau: float, baseline: int, pairs: int) -> tuple[Cells, Swings]:
    """Pairs of Net Promoter Scores around 67 that swing by tau points from period to period, and what was learned."""
    moved = rng.normal(0, tau / POINTS / 2, (baseline + 2, pairs))
    chances = np.stack([0.72 + moved, 0.05 - moved, 0.23 + 0 * moved], axis=-1).clip(1e-6, 1)
    counts = rng.multinomial(n, chances / chances.sum(axis=-1, keepdims=True))
    cells = [Cells.of_counts(float(n), part[..., 0], part[..., 1]) for part in (counts[:2], counts[2:])]
    return cells[0], swings(Kind.NPS, cells[1], Policy())


def _drawn(rng: Rng, answers: Counts, icc: float, pairs: int) -> NDArray[np.int64]:
    """Promoters, detractors and passives of each key: shape (2, pairs, keys, 3)."""
    taste = rng.dirichlet(floats([0.72, 0.05, 0.23]) * (1 / icc - 1), (pairs, answers.shape[1]))
    return np.stack([rng.multinomial(n, taste) for n in answers])
