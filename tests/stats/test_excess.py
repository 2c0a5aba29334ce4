"""Fisher's test for more, and what repeated persons do to a share."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import fisher_exact

from cxmetrics.stats.excess import design_effect, p_of_more


@pytest.mark.parametrize(
    ("a", "n", "b", "rest"), [(6, 100, 40, 4_000), (0, 30, 5, 60), (282, 403, 46, 4_626), (9, 20, 3, 25)]
)
def test_it_is_fisher_s_exact_test_for_more(a: int, n: int, b: int, rest: int) -> None:
    expected = fisher_exact(np.array([[a, n - a], [b, rest - b]]), alternative="greater").pvalue
    assert float(p_of_more([a, b], [n, rest])) == pytest.approx(expected, rel=1e-9, abs=1e-300)


def test_contacts_that_are_alike_count_as_fewer_and_never_make_it_surer() -> None:
    plain = p_of_more([12, 40], [100, 4_000])
    wider = [float(p_of_more([12, 40], [100, 4_000], [d, 1.0])) for d in (1.0, 1.3, 2.0, 4.0)]
    assert wider[0] == float(plain)
    assert np.all(np.diff(wider) >= 0)


def test_an_empty_group_has_no_test() -> None:
    assert np.isnan(p_of_more([0, 5], [0, 50]))


def test_the_design_effect_is_that_of_the_cluster_variance() -> None:
    rng = np.random.default_rng(4)
    n = rng.integers(1, 5, 400)
    events = rng.binomial(n, rng.beta(1, 3, 400))
    size, x = n.sum(), events.sum()
    share = x / size
    clustered = ((events - share * n) ** 2).sum() * 400 / 399 / size**2
    found = design_effect(size, x, 400, (n * n).sum(), (n * events).sum(), (events * events).sum())
    assert float(found) == pytest.approx(clustered / (share * (1 - share) / size))
    assert float(found) > 1.2


def test_persons_who_come_once_change_nothing() -> None:
    assert float(design_effect(50, 10, 50, 50, 10, 10)) == 1
    assert float(design_effect(50, 0, 20, 130, 0, 0)) == 1


def test_where_agents_do_not_differ_one_in_twenty_tests_at_most_is_below_a_twentieth() -> None:
    rng = np.random.default_rng(8)
    share, n, rest = 0.01, 120, 4_800
    events = np.stack([rng.binomial(n, share, 20_000), rng.binomial(rest, share, 20_000)])
    p = p_of_more(events, np.array([[n], [rest]]) * np.ones(20_000))
    assert np.mean(p <= 0.05) <= 0.05
    assert np.mean(p <= 0.0005) <= 0.0005 + 4 * np.sqrt(0.0005 / 20_000)
