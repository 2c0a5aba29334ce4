"""Student's and Welch's methods from moments against scipy on the values."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from cxmetrics.stats import mean, ratio

RNG = np.random.default_rng(7)
BEFORE, AFTER = RNG.gamma(2.0, 3.0, 35), RNG.gamma(2.5, 3.0, 80)


def squared_error(values: np.ndarray) -> float:
    return float(values.var(ddof=1) / values.size)


def test_the_difference_is_welchs() -> None:
    found = mean.difference(
        [BEFORE.mean(), AFTER.mean()], [squared_error(BEFORE), squared_error(AFTER)], [35, 80], [0.95, 0.9]
    )
    expected = stats.ttest_ind(AFTER, BEFORE, equal_var=False)
    assert float(found.p_value) == pytest.approx(expected.pvalue)
    for i, level in enumerate((0.95, 0.9)):
        interval = expected.confidence_interval(level)
        assert (found.limits.lower[i], found.limits.upper[i]) == pytest.approx((interval.low, interval.high))


def test_the_interval_is_students() -> None:
    expected = stats.ttest_1samp(BEFORE, 0).confidence_interval(0.95)
    found = mean.interval(BEFORE.mean(), squared_error(BEFORE), 35, 0.95)
    assert (float(found.lower), float(found.upper)) == pytest.approx((expected.low, expected.high))


def test_a_noise_that_cannot_be_seen_gives_no_interval() -> None:
    assert np.isnan(mean.interval(4.0, 0.0, 30, 0.95).lower)
    assert np.isnan(mean.interval(4.0, np.nan, 1, 0.95).lower)
    both = mean.difference([4.0, 5.0], [0.0, 0.0], [30, 30], [0.95])
    assert np.isnan(both.limits.lower).all()
    assert np.isnan(both.p_value)
    one = mean.difference([4.0, 5.0], [0.0, 0.01], [30, 30], [0.95])
    assert np.isfinite(one.limits.lower).all()


def test_ten_thousand_pairs_are_judged_in_one_call() -> None:
    means = RNG.normal(4, 0.1, (2, 10_000))
    found = mean.difference(means, np.full((2, 10_000), 0.01), np.full((2, 10_000), 100), [0.95, 0.9])
    assert found.limits.lower.shape == (10_000, 2)
    assert found.p_value.shape == (10_000,)


def test_a_ratio_that_every_customer_shares_has_no_residual() -> None:
    x = RNG.gamma(2.0, 3.0, 50)
    y = 0.3 * x
    centred_x, centred_y = x - x.mean(), y - y.mean()
    residual = ratio.residual_m2(y.sum() / x.sum(), centred_y @ centred_y, centred_x @ centred_x, centred_x @ centred_y)
    assert float(residual) == 0
