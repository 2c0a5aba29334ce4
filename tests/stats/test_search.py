"""Leaving cells out, and whether the first of many is chance."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxmetrics.stats import search
from cxmetrics.stats.search import Block, by_chance, p_values, scores
from cxmetrics.stats.volume import volume

CELLS, PER_CELL = 12, 40


def block(values: np.ndarray, later: np.ndarray, cell: np.ndarray, signs: bool = False) -> Block:
    """Every cell by itself is a candidate; values of -1, 0 and 1 where they are signs."""
    sides = [(values[side], cell[side]) for side in (~later, later)]
    return Block(
        weight=np.array([np.bincount(cells, minlength=CELLS) for _, cells in sides], dtype=float),
        total=np.array([np.bincount(cells, weights=y, minlength=CELLS) for y, cells in sides]),
        spread=np.array([y.var(ddof=1) for y, _ in sides]),
        ups=np.array([(y > 0).sum() for y, _ in sides]) if signs else None,
        downs=np.array([(y < 0).sum() for y, _ in sides]) if signs else None,
        cell=np.arange(CELLS),
        candidate=np.arange(CELLS),
        candidates=CELLS,
    )


def records(seed: int, signs: bool = False) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    n = CELLS * PER_CELL
    values = rng.choice([-1.0, 0.0, 1.0], n, p=[0.1, 0.2, 0.7]) if signs else rng.normal(60, 25, n)
    return values, rng.random(n) < 0.55, rng.integers(0, CELLS, n)


def first(found: Block, towards: float, seed: int = 1) -> tuple[int, float]:
    score = scores(found, towards)
    (largest,) = by_chance([found], [[np.ones(CELLS, dtype=bool)]], towards, seed)
    return int(np.argmax(score)), float(p_values(score, largest).min())


@given(st.integers(0, 10_000))
def test_a_score_is_the_change_that_goes_with_a_cell_over_its_error_when_answers_are_shuffled(seed: int) -> None:
    values, later, cell = records(seed)
    found = block(values, later, cell)
    change = values[later].mean() - values[~later].mean()
    rest = cell != 3
    refit = values[rest & later].mean() - values[rest & ~later].mean()
    squared = sum(
        found.spread[i] * (found.weight[i, 3] / found.weight[i].sum()) / (found.weight[i].sum() - found.weight[i, 3])
        for i in (0, 1)
    )
    assert scores(found, change)[3] == pytest.approx(np.sign(change) * (change - refit) / np.sqrt(squared), rel=1e-9)


@pytest.mark.parametrize("signs", [False, True])
def test_somebody_always_ranks_first_and_is_rarely_more_than_chance(signs: bool) -> None:
    alarms = []
    for seed in range(300):
        values, later, cell = records(seed, signs)
        found = block(values, later, cell, signs)
        alarms.append(first(found, float(values[later].mean() - values[~later].mean()))[1] <= 0.05)
    assert 0.02 < np.mean(alarms) < 0.085


def test_a_cell_that_collapsed_is_first_and_more_than_chance() -> None:
    values, later, cell = records(5)
    values[later & (cell == 4)] -= 90
    found = block(values, later, cell)
    assert first(found, -1.0) == (4, 0.001)
    assert first(found, -1.0) == first(found, -1.0)
    assert first(found, 1.0)[0] != 4  # it works against a rise, and does not carry it


def test_normal_deals_tell_nearly_the_same_as_shuffled_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    values, later, cell = records(8, signs=True)
    values[later & (cell == 4) & (np.random.default_rng(1).random(values.size) < 0.4)] = -1
    found = block(values, later, cell, signs=True)
    place, shuffled = first(found, -1.0)
    monkeypatch.setattr(search, "SHUFFLED", 0)
    other, dealt = first(found, -1.0)
    assert place == other
    assert shuffled == pytest.approx(dealt, abs=0.04)


def test_blocks_share_one_bar_and_a_choice_of_candidates_has_its_own() -> None:
    one, other = (block(*records(seed)) for seed in (1, 2))
    everybody, nobody = np.ones(CELLS, dtype=bool), np.zeros(CELLS, dtype=bool)
    both, alone, none = by_chance(
        [one, other], [[everybody, everybody], [everybody, nobody], [nobody, nobody]], towards=1.0
    )
    assert (both >= alone).all()
    assert (both > alone).any()
    assert (p_values(np.array([3.0]), none) == 1 / (none.size + 1)).all()
    assert p_values(np.array([np.nan]), both)[0] == 1.0


def test_nobody_is_scored_where_nobody_would_be_left() -> None:
    values, later, _ = records(1)
    assert np.isnan(scores(block(values, later, np.zeros(values.size, dtype=int)), 1.0)[0])


def test_volume_is_a_binomial_share_of_a_cell_s_own_records() -> None:
    found = volume(here=[20, 2], elsewhere=[17, 17], others_here=[80, 80], others_elsewhere=[683, 683])
    assert found.expected == pytest.approx([17 * 80 / 683] * 2)
    # P(at least 20 of 37) with a share of 80/763, summed by hand from the binomial's terms
    share = 80 / 763
    by_hand = sum(_choose(37, k) * share**k * (1 - share) ** (37 - k) for k in range(20, 38))
    assert found.p_value[0] == pytest.approx(by_hand)
    assert found.p_value[1] > 0.5
    assert volume(0, 0, 0, 0).p_value == 1.0


def _choose(n: int, k: int) -> float:
    found = 1.0
    for i in range(k):
        found *= (n - i) / (i + 1)
    return found
