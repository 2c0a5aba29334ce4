"""Leaving one out, and whether the first of many is chance."""

from __future__ import annotations

import numpy as np
import pytest

from cxmetrics.stats.influence import largest, largest_of_cells

RNG = np.random.default_rng(13)


def records(cells: int = 12, n: int = 400, offset: float = 0.0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return offset + RNG.normal(60, 25, n), RNG.random(n) < 0.55, RNG.integers(0, cells, n)


def test_the_order_of_the_records_does_not_matter() -> None:
    y, later, key = records()
    order = RNG.permutation(y.size)
    one, other = largest(y, later, key, 99), largest(y[order], later[order], key[order], 99)
    assert one is not None
    assert other is not None
    assert (one.key, one.p_value) == (other.key, other.p_value)
    assert one.influence == pytest.approx(other.influence)
    rest = key != one.key
    refit = y[rest & later].mean() - y[rest & ~later].mean()
    assert one.influence == pytest.approx(y[later].mean() - y[~later].mean() - refit)


def test_somebody_always_ranks_first_and_is_rarely_more_than_chance() -> None:
    found = [largest(*records(n=200), shuffles=99, seed=i) for i in range(300)]
    assert 0.02 < np.mean([first is not None and first.p_value <= 0.05 for first in found]) < 0.09


def test_an_agent_who_collapsed_is_named() -> None:
    y, later, key = records()
    y[later & (key == 4)] -= 90
    found = largest(y, later, key)
    assert found is not None
    assert found.key == 4
    assert found.influence < -2
    assert found.p_value == 0.001
    assert largest(y, later, key) == found


def test_nobody_is_named_where_nobody_can_be_left_out() -> None:
    assert largest([1.0, 2.0], [False, True], np.array(["a", "a"])) is None
    assert largest([1.0, 2.0], [True, True], np.array(["a", "b"])) is None
    assert largest([], [], np.array([])) is None


@pytest.mark.parametrize("collapse", [0, 12, 20, 40])
def test_sums_by_cell_tell_the_same_as_the_records(collapse: float) -> None:
    y, later, key = records(n=1_200)
    y[later & (key == 4)] -= collapse
    exact = largest(y, later, key, shuffles=1_999)
    sides = [(y[side], key[side]) for side in (~later, later)]
    found = largest_of_cells(
        [np.bincount(cells, minlength=12) for _, cells in sides],
        [np.bincount(cells, weights=values, minlength=12) for values, cells in sides],
        [values.var(ddof=1) for values, _ in sides],
    )
    assert exact is not None
    assert found is not None
    assert found[0] == exact.key
    assert found[1] == pytest.approx(exact.influence)
    assert found[2] == pytest.approx(exact.p_value, abs=0.04)


def test_no_cell_is_named_where_none_can_be_left_out() -> None:
    assert largest_of_cells([[3], [4]], [[1.0], [2.0]], [1.0, 1.0]) is None
    assert largest_of_cells([[3, 2], [0, 0]], [[1.0, 2.0], [0.0, 0.0]], [1.0, 1.0]) is None
