"""Thousands of segments judged at once, by the same rules and to the same figures as one."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from cxmetrics.judge.cells import Cells, grid
from cxmetrics.judge.compare import compare
from cxmetrics.judge.noise import Swings
from cxmetrics.judge.rules import WORDS
from cxmetrics.judge.scale import change_on_scale, interval_on_scale
from cxmetrics.judge.segments import judge_cells
from cxmetrics.judge.verdict import judge
from cxmetrics.model import Dependence, Direction, Kind, Moments, Swing, Word
from cxmetrics.stats.arrays import Floats
from cxmetrics.stats.cluster import Clusters
from tests.judge.examples import WITH_MOMENTS
from tests.judge.test_compare import durations, per_customer

MARGINS = {
    Kind.NPS: 5.0,
    Kind.PROPORTION: 0.03,
    Kind.MEAN: 0.2,
    Kind.DURATION: 0.05,
    Kind.AMOUNT: 0.05,
    Kind.RATIO: 0.1,
    Kind.RATE: 0.02,
}


def one_look(p_values: Floats) -> Floats:
    return p_values


def pairs(kind: Kind, count: int = 60) -> list[tuple[Moments, Moments]]:
    """Comparisons from nothing to plenty, calm and moved."""
    rng = np.random.default_rng(4)

    def period(i: int) -> Moments:
        n = int(rng.integers(0, 40) if i // 2 % 3 else rng.integers(100, 3_000))
        match kind:
            case Kind.NPS:
                up, down = int(rng.binomial(n, 0.7)), 0
                down = int(rng.binomial(n - up, 0.3))
                return Moments(n=n, positive=up, negative=down)
            case Kind.PROPORTION:
                return Moments(n=n, positive=int(rng.binomial(n, rng.choice([0.02, 0.5, 0.9]))))
            case Kind.RATE:
                return Moments(n=max(n, 1), total=float(rng.poisson(n / 3)), x_total=n + 1.0)
            case Kind.RATIO:
                return per_customer(0.3, n + 2, i)
            case _:
                return durations(float(rng.choice([1.0, 1.2])), n + 1, i)

    return [(period(2 * i), period(2 * i + 1)) for i in range(count)]


@pytest.mark.parametrize("kind", WITH_MOMENTS)
def test_many_at_once_are_judged_as_each_of_them_alone(kind: Kind) -> None:
    cases = pairs(kind)
    margin = MARGINS[kind]
    found = judge_cells(
        kind,
        grid([[before for before, _ in cases], [after for _, after in cases]]),
        change_on_scale(kind, margin),
        Direction.UP,
        correct=one_look,
    )
    for i, (before, after) in enumerate(cases):
        comparison = compare(kind, before, after)
        verdict = judge(comparison, margin, Direction.UP)
        assert WORDS[found.words[i]] is verdict.word, (before, after)
        assert np.isnan(found.adjusted_p_value[i]) == verdict.gated
        if comparison.interval is not None:
            on_scale = interval_on_scale(kind, comparison.interval)
            assert (found.lower[i], found.upper[i]) == pytest.approx(on_scale, rel=1e-9, abs=1e-12)
            assert found.p_value[i] == pytest.approx(comparison.p_value, rel=1e-6)


def test_with_keys_and_a_swing_too() -> None:
    cases = [(before, after) for before, after in pairs(Kind.NPS) if before.n > 50 and after.n > 50]
    variance, groups, shared = (
        np.linspace(1, 400, len(cases)),
        np.arange(3, 3 + len(cases)),
        np.arange(len(cases)) % 2 > 0,
    )
    squared = np.where(np.arange(len(cases)) % 3, 4.0, 0.0)
    found = judge_cells(
        Kind.NPS,
        grid([[before for before, _ in cases], [after for _, after in cases]]),
        5.0,
        Direction.UP,
        clusters=Clusters(variance, 1.1 * variance, groups - 1, groups, shared),
        swings=Swings(squared, 12),
        correct=one_look,
    )
    for i, (before, after) in enumerate(cases):
        dependence = Dependence(
            "agent", int(groups[i]), variance[i], 1.1 * variance[i], float(groups[i] - 1), bool(shared[i])
        )
        alone = compare(Kind.NPS, before, after, dependence=dependence, swing=Swing(float(np.sqrt(squared[i])), 12))
        assert WORDS[found.words[i]] is judge(alone, 5.0, Direction.UP).word
        assert (found.lower[i], found.upper[i]) == pytest.approx(alone.interval)


def test_every_pair_of_small_tables_has_a_whole_verdict() -> None:
    tables = [(n, p, d) for n in range(1, 9) for p in range(n + 1) for d in range(n + 1 - p)]
    n, up, down = np.array(list(itertools.product(tables, tables))).transpose(2, 1, 0)
    for kind, cells, farthest in (
        (Kind.NPS, Cells.of_counts(n, up, down), 200.0),
        (Kind.PROPORTION, Cells.of_counts(n, up), 1.0),
    ):
        found = judge_cells(kind, cells, MARGINS[kind], Direction.UP)
        assert (found.lower >= -farthest).all()
        assert (found.upper <= farthest).all()
        assert (found.upper - found.lower > 1e-3 * farthest).all()
        assert ((found.lower <= found.change) & (found.change <= found.upper)).all()
        assert ((found.p_value >= 0) & (found.p_value <= 1)).all()
        assert (found.words == WORDS.index(Word.NOT_ENOUGH_DATA)).all()


def test_a_hundred_and_twenty_segments_where_nothing_happened_are_seldom_alarmed_about() -> None:
    rng = np.random.default_rng(6)
    alarmed = raw = 0
    for _ in range(300):
        cells = Cells.of_counts(200.0, rng.binomial(200, 0.3, (2, 120)))
        found = judge_cells(Kind.PROPORTION, cells, 0.03, Direction.UP)
        alarmed += bool(np.isin(found.words, [WORDS.index(Word.IMPROVED), WORDS.index(Word.DECLINED)]).any())
        raw += bool((found.p_value < 0.05).any())
    assert raw / 300 > 0.98
    assert alarmed / 300 < 0.09


def test_an_open_period_has_no_verdict_in_any_segment() -> None:
    cells = Cells.of_counts(400.0, [[100, 200], [300, 210]])
    found = judge_cells(Kind.PROPORTION, cells, 0.03, Direction.UP, still_open=True)
    assert [WORDS[word] for word in found.words] == [Word.NOT_ENOUGH_DATA] * 2
    assert np.isnan(found.adjusted_p_value).all()


def test_segments_that_cannot_be_judged_do_not_count_as_looks() -> None:
    few = Cells.of_counts([[5.0] * 99 + [400.0]] * 2, [[2.0] * 99 + [300.0], [2.0] * 99 + [330.0]])
    found = judge_cells(Kind.PROPORTION, few, 0.03, Direction.UP)
    assert found.adjusted_p_value[99] == found.p_value[99]
    assert WORDS[found.words[99]] is Word.IMPROVED
