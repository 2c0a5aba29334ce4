"""Limits that follow their denominators."""

from __future__ import annotations

import numpy as np
import pytest

from cxmetrics.stats import laney, xmr
from cxmetrics.stats.chart import Chart
from cxmetrics.stats.signals import Signal, signals

RNG = np.random.default_rng(8)
SWINGING = RNG.integers(60, 1001, size=(4_000, 24))


def flagged(chart: Chart) -> float:
    return float((chart.signals != Signal.NONE).any(axis=-1).mean())


def test_equal_denominators_give_the_limits_of_an_xmr_chart() -> None:
    values = RNG.normal(50, 4, 24)
    found, plain = laney.i_prime(values * 200, [200] * 24, screened=False), xmr.chart(values, screened=False)
    assert found.limits.upper - found.centre == pytest.approx(plain.limits.upper - plain.centre, rel=0.001)
    assert (found.signals == plain.signals).all()


def test_charts_that_follow_the_denominators_flag_a_stable_process_no_more_than_they_say() -> None:
    events = RNG.binomial(SWINGING, 0.2)
    assert flagged(laney.p_prime(events, SWINGING)) < 0.23
    assert flagged(laney.i_prime(events, SWINGING)) < 0.23
    assert flagged(laney.u_prime(RNG.poisson(SWINGING * 0.05), SWINGING)) < 0.23
    assert flagged(xmr.chart(events / SWINGING)) > 0.33


def test_a_share_that_varies_beyond_its_answers_is_allowed_to() -> None:
    events = RNG.binomial(SWINGING, np.clip(RNG.normal(0.2, 0.03, SWINGING.shape), 0, 1))
    found = laney.p_prime(events, SWINGING)
    binomial = np.sqrt(found.centre * (1 - found.centre) / SWINGING)
    assert (signals(found.values, found.centre, binomial) != Signal.NONE).any(axis=-1).mean() > 0.9
    assert flagged(found) < 0.27


def test_limits_stay_on_the_scale() -> None:
    low = laney.p_prime([0, 2, 1, 0, 3, 1], [10, 40, 12, 9, 50, 11])
    high = laney.p_prime([10, 38, 11, 9, 47, 10], [10, 40, 12, 9, 50, 11])
    assert low.limits.lower.tolist() == [0] * 6
    assert high.limits.upper.tolist() == [1] * 6
    assert (laney.u_prime([0, 2, 1, 0], [1.0, 2, 1, 3]).limits.lower == 0).all()


def test_a_month_without_answers_is_no_point() -> None:
    found = laney.p_prime([5, 0, 7, 4], [50, 0, 60, 55])
    assert np.isnan(found.values[1])
    assert found.centre[0] == pytest.approx(16 / 165)
    assert np.isfinite(found.limits.upper[[0, 2, 3]]).all()


def test_a_baseline_freezes_the_variation_and_not_the_denominators() -> None:
    n = np.array([400] * 12 + [100, 1_600])
    found = laney.p_prime([*RNG.binomial(400, 0.3, 12).tolist(), 30, 480], n, baseline=12)
    reach = found.limits.upper - found.centre
    assert reach[12] == pytest.approx(2 * reach[0])
    assert reach[13] == pytest.approx(reach[0] / 2)
