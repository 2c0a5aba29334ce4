"""The corrected cluster error against the matrices that define it."""

from __future__ import annotations

import numpy as np
import pytest

from cxmetrics.stats.cluster import clustered
from cxmetrics.stats.cr2 import corrected
from cxmetrics.stats.quantiles import two_sided_p

RNG = np.random.default_rng(20)


def by_matrices(y: np.ndarray, later: np.ndarray, key: np.ndarray) -> tuple[float, float]:
    """Variance and degrees of freedom as Pustejovsky & Tipton write them, with an independent working model."""
    x = np.column_stack([np.ones(y.size), later])
    bread = np.linalg.inv(x.T @ x)
    rest = np.eye(y.size) - x @ bread @ x.T
    residual, contrast = rest @ y, np.array([0.0, 1.0])
    variance, columns = 0.0, []
    for group in np.unique(key):
        mine = np.flatnonzero(key == group)
        roots, vectors = np.linalg.eigh(rest[np.ix_(mine, mine)])
        adjustment = vectors @ np.diag([1 / np.sqrt(root) if root > 1e-9 else 0.0 for root in roots]) @ vectors.T
        pull = adjustment @ x[mine] @ bread @ contrast
        variance += float((pull @ residual[mine]) ** 2)
        columns.append(rest[:, mine] @ pull)
    products = np.array(columns) @ np.array(columns).T
    return variance, float(np.trace(products) ** 2 / (products**2).sum())


@pytest.mark.parametrize("shared", [True, False])
def test_the_closed_form_is_the_matrices(shared: bool) -> None:
    y, later, key = RNG.normal(size=90), RNG.random(90) < 0.4, RNG.integers(0, 9, 90)
    if not shared:
        key = key + 100 * later
    found = corrected(y, later, key)
    assert (found.variance, found.df) == pytest.approx(by_matrices(y, later, key))


def test_keys_that_never_repeat_give_the_error_of_welch() -> None:
    y, later = RNG.normal(size=70), np.arange(70) >= 30
    found = corrected(y, later, np.arange(70))
    assert found.variance == pytest.approx(y[:30].var(ddof=1) / 30 + y[30:].var(ddof=1) / 40)


def test_one_key_that_alone_fills_a_period_is_undefined() -> None:
    found = corrected([1.0, 2.0, 3.0, 5.0], [False, False, True, True], np.array([1, 1, 1, 2]))
    assert found.groups == 2
    assert np.isnan(found.variance)
    assert np.isnan(found.df)


def test_few_unequal_agents_raise_far_fewer_false_alarms_than_by_the_plain_formula() -> None:
    key = np.repeat(np.arange(10), [60, 10, 10, 10, 10, 60, 10, 10, 10, 10])
    later, plain_alarms, alarms = key >= 5, 0, 0
    for _ in range(3_000):
        y = RNG.normal(0, 0.4, 10)[key] + RNG.normal(size=key.size)
        change = y[later].mean() - y[~later].mean()
        found, plain = corrected(y, later, key), clustered(y, later, key)
        alarms += bool(two_sided_p(change / np.sqrt(found.variance), found.df) < 0.05)
        plain_alarms += bool(two_sided_p(change / np.sqrt(plain.variance), plain.groups - 1) < 0.05)
    assert 0.04 < alarms / 3_000 < 0.08
    assert plain_alarms / 3_000 > 0.15
