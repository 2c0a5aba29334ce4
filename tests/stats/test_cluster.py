"""Errors of a difference with repeated keys."""

from __future__ import annotations

import numpy as np
import pytest

from cxmetrics.stats.cluster import clustered

RNG = np.random.default_rng(11)


def test_keys_that_never_repeat_give_the_independent_error() -> None:
    y, later = RNG.normal(size=300), np.arange(300) >= 120
    found = clustered(y, later, np.arange(300))
    independent = y[:120].var() / 120 + y[120:].var() / 180
    assert found.variance == pytest.approx(independent * 300 / 299)
    assert (found.groups, found.shared, found.repeats) == (300, False, False)


def test_the_order_of_the_records_does_not_matter() -> None:
    y, later, key = RNG.normal(size=200), RNG.random(200) < 0.5, RNG.integers(0, 15, 200)
    order = RNG.permutation(200)
    one, other = clustered(y, later, key), clustered(y[order], later[order], key[order])
    assert other.variance == pytest.approx(one.variance)
    assert other.groups == one.groups


def test_one_key_for_everything_says_nothing() -> None:
    found = clustered([1.0, 2.0, 3.0, 5.0], [False, False, True, True], np.array(["a"] * 4))
    assert found.groups == 1
    assert found.variance == pytest.approx(0, abs=1e-30)


def test_agents_who_differ_make_false_alarms_that_their_clusters_take_away() -> None:
    """20 other agents with 20 calls each in either period, one tenth of the variance between them."""
    naive = right = 0
    key = np.repeat(np.arange(40), 20)
    later = key >= 20
    for _ in range(2_000):
        y = np.repeat(RNG.normal(0, np.sqrt(0.1), 40), 20) + RNG.normal(0, np.sqrt(0.9), 800)
        change = y[later].mean() - y[~later].mean()
        naive += abs(change) > 1.96 * np.sqrt(y[later].var() / 400 + y[~later].var() / 400)
        right += abs(change) > 2.0227 * np.sqrt(clustered(y, later, key).variance)
    assert naive / 2_000 > 0.1
    assert 0.03 < right / 2_000 < 0.065
