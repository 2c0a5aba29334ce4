"""Tango's interval of a Net Promoter Score and the MOVER difference of two."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxmetrics.stats import nps
from cxmetrics.stats.arrays import Difference

LEVELS = [0.95, 0.90]
SMALL = np.array([(p, d, n) for n in range(1, 9) for p in range(n + 1) for d in range(n + 1 - p)])


def test_every_small_table_has_an_interval_inside_the_scale_around_its_score() -> None:
    p, d, n = SMALL.T
    lower, upper = nps.interval(p, d, n, 1.96)
    score = (p - d) / n
    assert (lower >= -1).all()
    assert (upper <= 1).all()
    assert (upper - lower > 0.05).all()
    assert (lower <= score).all()
    assert (score <= upper).all()


def test_every_pair_of_small_tables_has_a_difference_inside_the_scale() -> None:
    pairs = np.array(list(itertools.product(SMALL, SMALL)))
    p, d, n = pairs.transpose(2, 1, 0)
    found = nps.difference(p, d, n, LEVELS)
    lower, upper = found.limits
    assert (lower >= -2).all()
    assert (upper <= 2).all()
    assert (upper - lower > 0.05).all()
    assert (lower <= found.change[:, np.newaxis]).all()
    assert (found.change[:, np.newaxis] <= upper).all()
    assert ((found.p_value >= 0) & (found.p_value <= 1)).all()
    for i, level in enumerate(LEVELS):
        excluded = (lower[:, i] > 0) | (upper[:, i] < 0)
        assert ((found.p_value < 1 - level) == excluded).all()


def test_the_limits_are_where_the_score_statistic_meets_the_critical_value() -> None:
    lower, upper = nps.interval(288, 20, 400, 1.96)
    counts = np.array(288.0), np.array(20.0), np.array(400.0)
    assert float(nps.statistic(lower, *counts)) == pytest.approx(1.96, abs=1e-9)
    assert float(nps.statistic(upper, *counts)) == pytest.approx(-1.96, abs=1e-9)


def test_the_variance_in_the_statistic_is_the_largest_likelihood_there() -> None:
    promoters, detractors, n, score = 25, 3, 36, 0.4
    share = np.linspace(1e-6, (1 - score) / 2 - 1e-6, 2_000_001)
    likelihood = (
        promoters * np.log(share + score)
        + detractors * np.log(share)
        + (n - promoters - detractors) * np.log(1 - score - 2 * share)
    )
    best = share[likelihood.argmax()]
    expected = (22 / 36 - score) / np.sqrt((2 * best + score - score**2) / n)
    found = nps.statistic(np.array(score), np.array(25.0), np.array(3.0), np.array(36.0))
    assert float(found) == pytest.approx(expected, rel=1e-5)


def test_ten_promoters_out_of_ten_may_still_be_a_score_of_44() -> None:
    lower, upper = nps.interval(10, 0, 10, 1.959964)
    assert 100 * float(lower) == pytest.approx(44.5, abs=0.05)
    assert float(upper) == 1


def test_no_answers_have_no_interval() -> None:
    lower, upper = nps.interval(0, 0, 0, 1.96)
    assert np.isnan(lower)
    assert np.isnan(upper)


Table = tuple[int, int, int]
tables = st.integers(1, 5000).flatmap(
    lambda n: st.integers(0, n).flatmap(lambda p: st.tuples(st.just(p), st.integers(0, n - p), st.just(n)))
)


def difference(before: Table, after: Table) -> Difference:
    promoters, detractors, n = np.array([before, after]).T
    return nps.difference(promoters, detractors, n, LEVELS)


@settings(deadline=None)
@given(tables, tables)
def test_swapping_the_periods_negates_the_difference(one: Table, other: Table) -> None:
    forth, back = difference(one, other), difference(other, one)
    assert forth.change == pytest.approx(-back.change)
    assert forth.limits.lower == pytest.approx(-back.limits.upper, abs=1e-12)
    assert forth.limits.upper == pytest.approx(-back.limits.lower, abs=1e-12)
    assert forth.p_value == pytest.approx(back.p_value, rel=1e-6, abs=1e-12)


@settings(deadline=None)
@given(tables)
def test_calling_promoters_detractors_mirrors_the_interval(table: Table) -> None:
    promoters, detractors, n = table
    lower, upper = nps.interval(promoters, detractors, n, 1.96)
    mirrored = nps.interval(detractors, promoters, n, 1.96)
    assert (lower, upper) == (-mirrored.upper, -mirrored.lower)


@pytest.mark.parametrize(
    ("n1", "n2", "low", "high"), [(400, 400, 0.044, 0.056), (60, 60, 0.03, 0.06), (10, 100, 0, 0.065)]
)
@pytest.mark.parametrize("shares", [(0.72, 0.05), (0.3, 0.3), (0.92, 0.02)], ids=["NPS 67", "NPS 0", "NPS 90"])
def test_false_alarms_come_at_the_promised_rate(
    n1: int, n2: int, low: float, high: float, shares: tuple[float, float]
) -> None:
    rng = np.random.default_rng(20_240_601)
    p, d = shares
    draws = [rng.multinomial(n, [p, d, 1 - p - d], size=20_000) for n in (n1, n2)]
    counts = np.stack(draws)
    found = nps.difference(counts[..., 0], counts[..., 1], counts.sum(axis=-1), [0.95])
    rate = float((found.p_value < 0.05).mean())
    assert rate <= high
    if p != 0.92:  # a score of 90 is conservative below hundreds of answers
        assert rate >= low
