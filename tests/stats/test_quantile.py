"""Medians by order statistics against scipy, and the difference of two."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import quantile_test

from cxmetrics.stats import quantile

RNG = np.random.default_rng(18)
samples = st.lists(st.floats(0, 1_000), min_size=6, max_size=60, unique=True)


@settings(deadline=None)
@given(st.lists(st.floats(0, 1_000), min_size=1, max_size=60), st.sampled_from([0.5, 0.9, 0.25]))
def test_the_interval_is_scipys(values: list[float], q: float) -> None:
    expected: Any = quantile_test(values, q=0, p=q).confidence_interval(0.95)
    lower, upper = quantile.interval(values, 0.95, q)
    assert float(lower) == (-np.inf if np.isnan(expected.low) else expected.low)
    assert float(upper) == (np.inf if np.isnan(expected.high) else expected.high)


def test_five_values_do_not_bound_a_median_and_six_do() -> None:
    assert np.isinf(quantile.interval(range(5), 0.95)).all()
    assert [float(end) for end in quantile.interval(range(6), 0.95)] == [0, 5]
    assert np.isinf(quantile.interval([], 0.95)).all()


@settings(deadline=None)
@given(samples, samples)
def test_swapping_the_periods_negates_the_difference_and_the_p_value_agrees_with_the_limits(
    before: list[float], after: list[float]
) -> None:
    forth, back = quantile.difference(before, after, [0.95, 0.9]), quantile.difference(after, before, [0.95, 0.9])
    assert forth is not None
    assert back is not None
    assert forth.change == -back.change
    assert forth.limits.lower == pytest.approx(-back.limits.upper)
    assert forth.p_value == pytest.approx(back.p_value)
    excluded = (forth.limits.lower > 0) | (forth.limits.upper < 0)
    assert (forth.p_value < np.array([0.05, 0.1])).tolist() == excluded.tolist()


@pytest.mark.parametrize(("n1", "n2"), [(30, 30), (80, 300)])
def test_false_alarms_stay_below_the_promised_rate_for_times_of_any_shape(n1: int, n2: int) -> None:
    found = [quantile.difference(RNG.lognormal(5, 1, n1), RNG.lognormal(5, 1, n2), [0.95]) for _ in range(1_500)]
    assert np.mean([change is not None and change.p_value < 0.05 for change in found]) < 0.06


def test_an_empty_period_has_no_median() -> None:
    assert quantile.difference([], [1.0, 2.0], [0.95]) is None
    few = quantile.difference([1.0, 2.0], [3.0, 9.0], [0.95])
    assert few is not None
    assert few.change == 4.5
    assert np.isinf(few.limits).all()
