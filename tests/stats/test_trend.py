"""A weighted line through periods."""

from __future__ import annotations

import numpy as np
import pytest

from cxmetrics.stats.trend import trend

RNG = np.random.default_rng(10)
MONTHS = np.arange(18.0)


def test_periods_known_equally_well_give_the_ordinary_line() -> None:
    y = RNG.normal(60, 2, 18)
    found = trend(MONTHS, y, np.full(18, 4.0))
    assert found is not None
    assert (found.slope, found.intercept) == pytest.approx(tuple(np.polyfit(MONTHS, y, 1)))


def test_the_order_of_the_periods_does_not_matter() -> None:
    y, v, order = RNG.normal(60, 3, 18), RNG.uniform(1, 5, 18), RNG.permutation(18)
    one, other = trend(MONTHS, y, v), trend(MONTHS[order], y[order], v[order])
    assert one is not None
    assert other is not None
    assert (other.slope, other.standard_error, other.tau2) == pytest.approx((one.slope, one.standard_error, one.tau2))


def test_a_month_known_badly_hardly_counts() -> None:
    y, v = 60 + 0.5 * MONTHS, np.ones(18)
    y[9], v[9] = 200, 1e9
    found = trend(MONTHS, y, v, tau2=0.0)
    assert found is not None
    assert found.slope == pytest.approx(0.5, abs=1e-4)


def test_months_with_something_missing_are_left_out() -> None:
    y, v = RNG.normal(60, 2, 18), np.full(18, 4.0)
    y[3], v[7] = np.nan, np.nan
    known = np.delete(np.arange(18), [3, 7])
    holed, whole = trend(MONTHS, y, v), trend(MONTHS[known], y[known], v[known])
    assert holed is not None
    assert whole is not None
    assert holed.slope == whole.slope


@pytest.mark.parametrize(
    ("times", "values", "variances"),
    [([0, 1], [1, 2], [1, 1]), ([3, 3, 3], [1, 2, 3], [1, 1, 1]), ([0, 1, 2], [1, 2, 3], [1, 0, 1]), ([], [], [])],
)
def test_there_is_no_line_through_too_little(times: list[float], values: list[float], variances: list[float]) -> None:
    assert trend(times, values, variances) is None


@pytest.mark.parametrize("tau", [0.0, 3.0])
def test_a_stable_process_has_a_trend_one_time_in_twenty(tau: float) -> None:
    found = []
    for _ in range(2_000):
        v = RNG.uniform(1, 6, 18)
        line = trend(MONTHS, RNG.normal(0, np.sqrt(v + tau**2)), v)
        assert line is not None
        found.append(line.p_value < 0.05)
    assert 0.03 <= np.mean(found) <= 0.065
