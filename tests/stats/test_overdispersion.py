"""The variance between periods."""

from __future__ import annotations

import numpy as np
import pytest

from cxmetrics.stats.overdispersion import tau_squared


def test_tau_is_found_again_in_simulated_periods() -> None:
    rng = np.random.default_rng(1)
    values = rng.normal(0, 2.0, (24, 4_000)) + rng.normal(0, 1.5, (24, 4_000))
    assert tau_squared(values, 1.5**2).tau_squared.mean() == pytest.approx(4.0, rel=0.02)


def test_calm_periods_have_none_and_q_keeps_its_level() -> None:
    rng = np.random.default_rng(2)
    variances = rng.uniform(0.5, 2.0, (12, 4_000))
    found = tau_squared(rng.normal(0, np.sqrt(variances)), variances)
    assert (found.tau_squared >= 0).all()
    assert np.median(found.tau_squared) == 0
    assert (found.p_value < 0.05).mean() == pytest.approx(0.05, abs=0.012)


def test_unknown_periods_do_not_count() -> None:
    found = tau_squared([1.0, 5.0, np.nan, 3.0, 2.0], [1.0, 1.0, 1.0, 0.0, np.nan])
    assert found.df == 1
    assert float(found.tau_squared) == pytest.approx(float(tau_squared([1.0, 5.0], [1.0, 1.0]).tau_squared))


@pytest.mark.parametrize("values", [[], [4.0], [np.nan, np.nan]])
def test_a_single_period_says_nothing(values: list[float]) -> None:
    assert np.isnan(tau_squared(values, [1.0] * len(values)).tau_squared)
