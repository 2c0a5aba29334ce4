"""The corrected cluster error against the matrices that define it."""

from __future__ import annotations

import numpy as np
import pytest

from cxmetrics.stats.cluster import of_sums, sums
from cxmetrics.stats.cr2 import corrected
from cxmetrics.stats.quantiles import two_sided_p

RNG = np.random.default_rng(20)


def by_matrices(y: np.ndarray, later: np.ndarray, key: np.ndarray, working: np.ndarray) -> tuple[float, float]:
    """Variance and degrees of freedom as Pustejovsky & Tipton write them; working: the covariance the df assume.

    The adjustment is that of an independent working model in either case.
    """
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
    products = np.array(columns) @ working @ np.array(columns).T
    return variance, float(np.trace(products) ** 2 / (products**2).sum())


@pytest.mark.parametrize("shared", [True, False])
def test_the_closed_form_is_the_matrices(shared: bool) -> None:
    y, later, key = RNG.normal(size=90), RNG.random(90) < 0.4, RNG.integers(0, 9, 90)
    if not shared:
        key = key + 100 * later
    found = corrected(*sums(y, later, key))
    assert (found.variance, found.df_apart) == pytest.approx(by_matrices(y, later, key, np.eye(90)))
    alike = (key[:, np.newaxis] == key) & (later[:, np.newaxis] == later)
    assert (found.variance, found.df_alike) == pytest.approx(by_matrices(y, later, key, alike))


def test_keys_that_never_repeat_give_the_error_of_welch() -> None:
    y, later = RNG.normal(size=70), np.arange(70) >= 30
    found = corrected(*sums(y, later, np.arange(70)))
    assert found.variance == pytest.approx(y[:30].var(ddof=1) / 30 + y[30:].var(ddof=1) / 40)


def test_one_key_that_alone_fills_a_period_is_undefined() -> None:
    n, total = sums([1.0, 2.0, 3.0, 5.0], [False, False, True, True], np.array([1, 1, 1, 2]))
    assert np.isnan(corrected(n, total)).all()
    assert float(np.asarray(of_sums(n, total).df)) == 0


@pytest.mark.parametrize(
    ("sizes", "shared"),
    [
        ([60, 10, 10, 10, 10, 60, 10, 10, 10, 10, 10, 10], False),
        ([200, 100, 67, 50, 40, 33, 29, 25, 22, 20] * 2, False),
        ([100, 50, 33, 25, 20, 16, 14, 12, 11, 10, 9, 8, 7, 7, 6, 6, 5, 5, 5, 5] * 2, True),
    ],
    ids=["two large ones", "each half the one before", "the same in both periods"],
)
def test_unequal_keys_keep_the_promise_that_the_plain_formula_breaks(sizes: list[int], shared: bool) -> None:
    """Keys and what they do in a period each have a tenth of the variance."""
    worlds, keys = 20_000, len(sizes)
    n = np.zeros((2, keys // 2 if shared else keys, 1))
    for i, size in enumerate(sizes):
        n[2 * i // keys, i % (keys // 2) if shared else i] = size
    people = RNG.normal(0, np.sqrt(0.1), (1, n.shape[1], worlds)) + RNG.normal(0, np.sqrt(0.1), (2, n.shape[1], worlds))
    total = n * people + np.sqrt(n) * RNG.normal(0, np.sqrt(0.8), people.shape)
    before, after = total.sum(axis=1) / n.sum(axis=1)
    found = of_sums(np.broadcast_to(n, total.shape), total)
    right = two_sided_p((after - before) / np.sqrt(found.corrected), found.df) < 0.05
    plain = two_sided_p((after - before) / np.sqrt(found.variance), np.asarray(found.groups) - 1) < 0.05
    assert plain.mean() > 0.08
    assert 0.02 < right.mean() < 0.06
