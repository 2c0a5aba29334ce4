"""Seasons taken out of a series, and out of a change."""

from __future__ import annotations

import numpy as np
import pytest

from cxmetrics.stats import xmr
from cxmetrics.stats.season import deseasonalised, difference_in_seasons, seasonality
from cxmetrics.stats.signals import Signal

RNG = np.random.default_rng(11)
WAVE = 3 * np.sin(np.arange(12) / 12 * 2 * np.pi)


def flagged(series: np.ndarray) -> float:
    return float((xmr.chart(series).signals != Signal.NONE).any(axis=-1).mean())


def test_a_known_season_on_a_known_trend_is_found_exactly() -> None:
    line = 60 + 0.25 * np.arange(30)
    found = deseasonalised(line + np.resize(WAVE, 30))
    assert found.effects == pytest.approx(WAVE - WAVE.mean())
    assert found.adjusted == pytest.approx(line + WAVE.mean())


def test_two_years_are_needed_of_every_month() -> None:
    series = RNG.normal(size=24)
    assert np.isfinite(deseasonalised(series).adjusted).all()
    assert np.isnan(deseasonalised(series[:23]).adjusted).all()
    series[5] = np.nan
    assert np.isnan(deseasonalised(series).effects).all()


def test_a_missing_month_is_left_out_where_two_others_know_its_season() -> None:
    series = 60 + np.resize(WAVE, 36)
    series[20] = np.nan
    found = deseasonalised(series)
    assert found.effects == pytest.approx(WAVE - WAVE.mean())
    assert np.isnan(found.adjusted[20])


@pytest.mark.parametrize("months", [24, 48])
def test_a_stable_series_with_a_season_flags_hardly_more_than_one_without(months: int) -> None:
    steady = RNG.normal(size=(1_500, months))
    seasonal = steady + np.resize(WAVE, months)
    assert flagged(seasonal) > 0.9
    adjusted = np.stack([deseasonalised(series).adjusted for series in seasonal])
    assert flagged(adjusted) < flagged(steady) + 0.07


def test_what_comes_every_year_is_no_change() -> None:
    found = difference_in_seasons([[60.0, 66.0], [61.0, 67.0]], np.ones((2, 2)), np.full((2, 2), 50), [0.95])
    assert float(found.change) == 0
    assert float(found.p_value) == 1
    assert found.limits.upper == pytest.approx(-found.limits.lower)


def test_swapping_the_years_negates_it() -> None:
    values, squared, n = RNG.normal(60, 5, (2, 2, 7)), RNG.uniform(1, 9, (2, 2, 7)), RNG.integers(5, 99, (2, 2, 7))
    one = difference_in_seasons(values, squared, n, [0.95, 0.9])
    other = difference_in_seasons(values[::-1], squared[::-1], n[::-1], [0.95, 0.9])
    assert one.limits.lower == pytest.approx(-other.limits.upper)
    assert one.p_value == pytest.approx(other.p_value)
    assert ((one.p_value < 0.05) == ((one.limits.lower[:, 0] > 0) | (one.limits.upper[:, 0] < 0))).all()


def test_false_alarms_come_at_the_promised_rate_with_unequal_periods() -> None:
    n = np.array([[12, 60], [25, 150]])
    answers = [[RNG.normal(0, sd, (20_000, size)) for sd, size in zip((1, 3), row, strict=True)] for row in n]
    means = np.array([[cell.mean(axis=-1) for cell in row] for row in answers])
    squared = np.array([[cell.var(axis=-1, ddof=1) / cell.shape[-1] for cell in row] for row in answers])
    found = difference_in_seasons(means, squared, n[..., np.newaxis], [0.95])
    assert 0.044 < float((found.p_value < 0.05).mean()) < 0.056


def test_nothing_that_varies_is_no_proof() -> None:
    found = difference_in_seasons([[1.0, 2.0], [3.0, 9.0]], np.zeros((2, 2)), np.full((2, 2), 50), [0.95])
    assert np.isnan(found.p_value)
    assert np.isnan(found.limits.lower).all()


def test_a_season_is_seen_and_luck_is_seldom_taken_for_one() -> None:
    assert seasonality(60 + np.resize(WAVE, 24) + RNG.normal(size=24)) < 0.01
    calm = [seasonality(RNG.normal(size=24) + 0.3 * np.arange(24)) for _ in range(600)]
    assert 0.03 < np.mean([p < 0.05 for p in calm]) < 0.075
    assert np.isnan(seasonality(RNG.normal(size=23)))
    assert np.isnan(seasonality(np.full(24, 7.0)))
