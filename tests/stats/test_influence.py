"""Leaving one out, and whether the first of many is chance."""

from __future__ import annotations

import numpy as np
import pytest

from cxmetrics.stats.influence import largest, leave_one_out

RNG = np.random.default_rng(13)


def records(cells: int = 12, n: int = 400, offset: float = 0.0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return offset + RNG.normal(60, 25, n), RNG.random(n) < 0.55, RNG.integers(0, cells, n)


def moments(y: np.ndarray, later: np.ndarray, key: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """n, total and m2 of every key in both periods."""
    groups = [[y[(later == period) & (key == cell)] for cell in np.unique(key)] for period in (False, True)]
    n, total, m2 = (
        np.array([[measure(group) for group in row] for row in groups])
        for measure in (np.size, np.sum, lambda group: ((group - group.mean()) ** 2).sum() if group.size else 0.0)
    )
    return n, total, m2


@pytest.mark.parametrize("offset", [0.0, 1e9])
def test_leaving_one_out_is_a_refit_without_it(offset: float) -> None:
    y, later, key = records(offset=offset)
    found = leave_one_out(*moments(y, later, key))
    whole = y[later].mean() - y[~later].mean()
    for cell in np.unique(key):
        rest = key != cell
        refit = [y[rest & ~later], y[rest & later]]
        assert found.n[:, cell].tolist() == [group.size for group in refit]
        assert found.mean[:, cell] == pytest.approx([group.mean() for group in refit], rel=1e-12)
        assert found.m2[:, cell] == pytest.approx([((g - g.mean()) ** 2).sum() for g in refit], rel=1e-7)
        change = refit[1].mean() - refit[0].mean()
        assert found.change[cell] == pytest.approx(change, abs=1e-9 if offset == 0 else 1e-5)
        assert found.influence[cell] == pytest.approx(whole - change, abs=1e-9 if offset == 0 else 1e-5)


def test_one_enormous_cell_costs_the_others_no_digits() -> None:
    n, total, m2 = (
        np.full((2, 3), 10),
        np.array([[1.0, 2, 1e12], [2, 4, 1e12]]),
        np.array([[1.0, 2, 1e20], [3, 4, 1e20]]),
    )
    found = leave_one_out(n, total, m2)
    assert found.change[2] == pytest.approx(0.15, rel=1e-3)


def test_the_only_cell_of_a_period_cannot_be_left_out() -> None:
    found = leave_one_out([[5, 0], [5, 5]], [[1.0, 0.0], [2.0, 3.0]], np.ones((2, 2)))
    assert np.isnan(found.change[0])
    assert found.change[1] == pytest.approx(0.2)


def test_the_order_of_the_records_does_not_matter() -> None:
    y, later, key = records()
    order = RNG.permutation(y.size)
    one, other = largest(y, later, key, 99), largest(y[order], later[order], key[order], 99)
    assert one is not None
    assert other is not None
    assert (one.key, one.p_value) == (other.key, other.p_value)
    assert one.influence == pytest.approx(other.influence)
    left_out = leave_one_out(*moments(y, later, key)).influence
    assert one.influence == pytest.approx(left_out[np.abs(left_out).argmax()])


def test_somebody_always_ranks_first_and_is_rarely_more_than_chance() -> None:
    found = [largest(*records(n=200), shuffles=99, seed=i) for i in range(300)]
    assert 0.02 < np.mean([first is not None and first.p_value <= 0.05 for first in found]) < 0.09


def test_an_agent_who_collapsed_is_named() -> None:
    y, later, key = records()
    y[later & (key == 4)] -= 60
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
