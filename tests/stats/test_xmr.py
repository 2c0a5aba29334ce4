"""XmR charts: their limits, frozen and redrawn, and how often they cry wolf."""

from __future__ import annotations

import numpy as np
import pytest

from cxmetrics.stats import drift, xmr
from cxmetrics.stats.signals import Signal

RNG = np.random.default_rng(7)
STEADY = RNG.normal(67, 3, 30)


def test_one_wild_point_does_not_widen_its_own_limits() -> None:
    wild = STEADY.copy()
    wild[15] = 120
    screened, open_ended = xmr.chart(wild), xmr.chart(wild, screened=False)
    assert screened.signals[15] == Signal.ABOVE
    assert np.ptp(screened.limits, axis=0)[0] < 0.6 * np.ptp(open_ended.limits, axis=0)[0]


def test_frozen_limits_do_not_follow_a_shift_until_a_rebase_is_marked() -> None:
    shifted = np.concatenate([STEADY[:15], STEADY[15:] + 12])
    frozen = xmr.chart(shifted, baseline=12)
    assert frozen.behind == (12,)
    assert np.unique(frozen.centre).tolist() == [STEADY[:12].mean()]
    assert (frozen.signals[15:] != Signal.NONE).all()
    rebased = xmr.chart(shifted, baseline=12, rebased_at=[15])
    assert rebased.behind == (12, 12)
    assert rebased.centre[15:] == pytest.approx(STEADY[15:27].mean() + 12)
    assert (rebased.signals[15:] != Signal.NONE).mean() < 0.2


def test_a_stretch_shorter_than_its_baseline_uses_what_it_has() -> None:
    assert xmr.chart(STEADY, baseline=20, rebased_at=[25]).behind == (20, 5)


def test_a_missing_month_changes_nothing_but_its_own_moving_ranges() -> None:
    holed = STEADY.copy()
    holed[10] = np.nan
    ranges = np.abs(np.diff(holed))
    expected = np.nanmean(ranges[~(ranges > 3.267 * np.nanmean(ranges))])
    found = xmr.chart(holed)
    assert found.centre[0] == pytest.approx(np.nanmean(holed))
    assert found.limits.upper[0] - found.centre[0] == pytest.approx(2.66 * expected)
    assert found.signals[10] == Signal.NONE


def test_a_flat_series_has_a_centre_and_no_limits() -> None:
    flat = xmr.chart([5.0] * 12)
    assert flat.centre.tolist() == [5.0] * 12
    assert np.isnan(flat.limits).all()
    assert set(flat.signals) == {Signal.NONE}


@pytest.mark.parametrize("values", [[], [3.0], [np.nan, np.nan]])
def test_too_little_to_draw_limits_from_gives_none(values: list[float]) -> None:
    assert np.isnan(xmr.chart(values).limits).all()


def test_other_units_give_the_same_chart() -> None:
    one, other = xmr.chart(STEADY), xmr.chart(10 * STEADY - 4)
    assert other.limits.upper == pytest.approx(10 * one.limits.upper - 4)
    assert (other.signals == one.signals).all()


def test_many_charts_at_once_are_the_charts_one_by_one() -> None:
    many = RNG.normal(size=(5, 20))
    whole = xmr.chart(many, baseline=12)
    for i, series in enumerate(many):
        one = xmr.chart(series, baseline=12)
        assert whole.limits.lower[i] == pytest.approx(one.limits.lower)
        assert (whole.signals[i] == one.signals).all()


def test_a_baseline_has_at_least_twelve_points() -> None:
    with pytest.raises(ValueError, match="at least 12 points, not 11"):
        xmr.chart(STEADY, baseline=11)


@pytest.mark.parametrize("marks", [[0], [30], [9, 9], [12, 5]])
def test_rebase_marks_ascend_inside_the_series(marks: list[int]) -> None:
    with pytest.raises(ValueError, match="Rebase marks must ascend"):
        xmr.chart(STEADY, rebased_at=marks)


@pytest.mark.parametrize(("points", "rate"), [(24, 0.188), (52, 0.416)])
def test_the_rules_cry_wolf_as_often_as_is_said(points: int, rate: float) -> None:
    assert xmr.false_alarm_rate(points) == pytest.approx(rate, abs=0.006)


def test_limits_frozen_from_few_points_cry_wolf_far_more_often() -> None:
    assert xmr.false_alarm_rate(52, 12) == pytest.approx(0.63, abs=0.01)
    assert xmr.false_alarm_rate(52, 12) > xmr.false_alarm_rate(52, 24) > xmr.false_alarm_rate(52)


@pytest.mark.parametrize(("points", "baseline"), [(24, None), (24, 12), (52, None)])
def test_slow_drift_is_seen_in_stable_series_as_often_as_is_said(points: int, baseline: int | None) -> None:
    stable = np.random.default_rng(99).standard_normal((1_000, points))
    spoke = 0
    for series in stable:
        found = xmr.chart(series, baseline=baseline)
        sigma = float(found.limits.upper[0] - found.centre[0]) / 3
        sums, average = drift.cusum(series, found.centre[0], sigma), drift.ewma(series, found.centre[0], sigma)
        spoke += bool((sums.signals | average.signals).any())
    assert xmr.drift_alarm_rate(points, baseline) == pytest.approx(spoke / 1_000, abs=0.035)
    assert xmr.drift_alarm_rate(points) < xmr.drift_alarm_rate(points, 12)
