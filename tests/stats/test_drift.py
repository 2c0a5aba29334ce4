"""CUSUM and EWMA: their paths, and their run lengths against simulation."""

from __future__ import annotations

import numpy as np
import pytest

from cxmetrics.stats import drift

RNG = np.random.default_rng(9)


@pytest.mark.parametrize("shift", [0.5, 1.0, 2.0])
def test_run_lengths_are_those_of_simulated_series(shift: float) -> None:
    series = RNG.normal(shift, 1, size=(5_000, 400))
    sums, smooth = drift.cusum(series, 0, 1), drift.ewma(series, 0, 1)
    for signalled, expected in (
        (sums.signals, drift.cusum_run_length(shift)),
        (smooth.signals, drift.ewma_run_length(shift)),
    ):
        assert (signalled.argmax(axis=-1) + 1).mean() == pytest.approx(expected, rel=0.04)


def test_turning_the_series_over_swaps_the_sums() -> None:
    series = RNG.normal(size=40)
    one, other = drift.cusum(series, 0.2, 1.3), drift.cusum(-series, -0.2, 1.3)
    assert one.up == pytest.approx(other.down)
    assert (one.signals == other.signals).all()


def test_a_missing_value_leaves_both_as_they_are() -> None:
    holed = [1.0, 2.0, np.nan, 1.5]
    sums, smooth = drift.cusum(holed, 0, 1), drift.ewma(holed, 0, 1)
    assert sums.up.tolist() == [0.5, 2.0, 2.0, 3.0]
    assert smooth.average[2] == smooth.average[1]


def test_without_a_sigma_nothing_signals() -> None:
    assert np.isnan(drift.cusum([1.0, 5.0], 0, 0).up).all()
    assert np.isnan(drift.ewma([1.0, 5.0], 0, 0).limits.upper).all()
    assert not drift.ewma([1.0, 5.0], 0, np.nan).signals.any()


def test_an_empty_series_has_empty_paths() -> None:
    assert drift.cusum([], 0, 1).up.size == 0
    assert drift.ewma([], 0, 1).average.size == 0
