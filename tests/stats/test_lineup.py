"""Look-alikes keep what they must, and swing as much as they should."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom

from cxmetrics.stats.lineup import dealt, p_of_hits, redrawn

COUNTS = np.array([[288, 20, 92], [292, 20, 88], [60, 10, 30]])


def test_answers_dealt_anew_keep_every_period_and_every_category() -> None:
    found = dealt(COUNTS, np.ones(3), np.random.default_rng(1))
    assert found.sum(axis=1) == pytest.approx(COUNTS.sum(axis=1))
    assert found.sum(axis=0) == pytest.approx(COUNTS.sum(axis=0))
    assert not np.array_equal(found, COUNTS)


@pytest.mark.parametrize("inflation", [1.0, 2.0, 6.0])
def test_look_alikes_vary_as_much_as_answers_that_are_so_much_alike(inflation: float) -> None:
    n, share = 400, 0.3
    counts = np.tile([n * share, n * (1 - share)], (40, 1))
    rng = np.random.default_rng(2)
    shares = [dealt(counts, np.full(40, inflation), rng)[:, 0] / n for _ in range(200)]
    assert np.var(shares) == pytest.approx(inflation * share * (1 - share) / n, rel=0.06)


def test_a_category_that_nobody_chose_stays_empty() -> None:
    found = dealt([[30, 0, 70], [20, 0, 80]], np.full(2, 3.0), np.random.default_rng(3))
    assert (found[:, 1] == 0).all()
    assert found.sum(axis=1) == pytest.approx([100, 100])


def test_figures_drawn_anew_keep_their_common_mean_and_their_errors() -> None:
    values, squared = np.array([5.0, 5.4, 5.1, 4.9]), np.array([0.04, 0.01, 0.09, 0.02])
    rng = np.random.default_rng(4)
    drawn = np.array([redrawn(values, squared, rng) for _ in range(20_000)])
    weight = 1 / squared
    assert np.average(drawn, weights=weight, axis=1) == pytest.approx(np.average(values, weights=weight))
    # conditional on the mean each varies by its own error less that of the mean
    assert drawn.var(axis=0) == pytest.approx(squared - 1 / weight.sum(), rel=0.04)


@pytest.mark.parametrize(("hits", "picks"), [(0, 1), (1, 1), (1, 5), (3, 5), (5, 5)])
def test_the_chance_of_so_many_hits_is_the_binomial_tail(hits: int, picks: int) -> None:
    assert p_of_hits(hits, picks, 20) == pytest.approx(binom.sf(hits - 1, picks, 1 / 20))
