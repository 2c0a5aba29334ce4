"""A figure over time: one entry that charts, drifts, trends and knows its season."""

from __future__ import annotations

import numpy as np
import pytest

from cxmetrics.judge.compare import estimate
from cxmetrics.judge.course import SIGNALS, Course, course
from cxmetrics.model import Kind, Moments
from cxmetrics.stats import laney, xmr
from cxmetrics.stats.signals import Signal
from tests.judge.examples import WITH_MOMENTS, nps, share
from tests.judge.test_compare import durations
from tests.judge.test_explain import period

SIZES = [60, 900, 250, 120, 700, 80, 400, 150, 1_000, 90, 300, 500] * 3


def months(scores: list[float], seed: int = 1, n: int = 400) -> list[Moments]:
    """NPS periods around these scores."""
    rng = np.random.default_rng(seed)
    return [nps(*map(int, rng.multinomial(n, [0.45 + s / 200, 0.1, 0.45 - s / 200]))) for s in scores]


def signals(found: Course) -> list[str]:
    return [step.signal for step in found.steps]


@pytest.mark.parametrize("kind", WITH_MOMENTS)
def test_every_kind_has_a_course_in_its_own_units(kind: Kind) -> None:
    periods = [period(kind, seed) for seed in range(15)]
    found = course(kind, periods)
    for step, moments in zip(found.steps, periods, strict=True):
        assert step.value == pytest.approx(estimate(kind, moments).value)
        assert step.charted == pytest.approx(step.value)
        assert step.centre is not None
        assert step.limits is not None
        assert step.limits[0] < step.centre < step.limits[1]
    assert found.trend is not None
    assert found.seasonal is None
    assert found.false_alarm_rate == xmr.false_alarm_rate(15)


def test_shares_are_charted_with_limits_that_follow_their_denominators() -> None:
    rng = np.random.default_rng(2)
    events = rng.binomial(SIZES, 0.2)
    found = course(Kind.PROPORTION, [share(int(x), n) for x, n in zip(events, SIZES, strict=True)])
    expected = laney.p_prime(events, SIZES)
    assert found.method == "Laney's p' chart"
    assert [step.limits for step in found.steps] == [
        pytest.approx(both) for both in zip(expected.limits.lower, expected.limits.upper, strict=True)
    ]
    assert signals(found) == [SIGNALS.get(Signal(word), "") for word in expected.signals]


def test_a_jump_is_a_signal_and_a_drip_is_drift() -> None:
    jumped = course(Kind.NPS, months([30.0] * 14 + [60.0]), baseline=14)
    assert jumped.steps[-1].signal == "above the upper limit"
    drip = course(Kind.NPS, months([40 - 0.8 * i for i in range(24)]), baseline=12)
    assert any(step.drifting for step in drip.steps)
    assert drip.drift_rate == xmr.drift_alarm_rate(24, 12)
    assert drip.trend is not None
    assert drip.trend.interval is not None
    assert drip.trend.interval[1] < 0
    calm = course(Kind.NPS, months([40.0] * 24, seed=5))
    assert calm.drift_rate is None
    assert calm.trend is not None
    assert calm.trend.p_value > 0.05


def test_limits_are_redrawn_only_at_a_mark() -> None:
    series = months([20.0] * 14 + [50.0] * 14)
    found = course(Kind.NPS, series, rebased_at=[14])
    before, after = found.steps[0].centre, found.steps[14].centre
    assert before is not None
    assert after is not None
    assert (found.steps[13].centre, found.steps[-1].centre) == (before, after)
    assert before < 35 < after
    assert any(signals(course(Kind.NPS, series, baseline=14)))
    with pytest.raises(ValueError, match="at least 12"):
        course(Kind.NPS, series, baseline=5)


def test_a_season_of_two_years_is_taken_out_before_the_rules_look() -> None:
    wave = [25 * float(np.sin(i * np.pi / 6)) for i in range(36)]
    swinging = [months([40 + lift for lift in wave], seed, n=2_000) for seed in range(40)]
    found = course(Kind.NPS, swinging[0])
    assert found.seasonal
    assert "without its season" in found.method
    assert any("season was taken out" in caveat for caveat in found.caveats)
    assert found.steps[3].value != pytest.approx(found.steps[3].charted)
    taken_out = np.mean([any(signals(course(Kind.NPS, series))) for series in swinging])
    left_in = np.mean([any(signals(course(Kind.NPS, series, year=37))) for series in swinging])
    assert taken_out == pytest.approx(found.false_alarm_rate, abs=0.2)
    assert left_in > 0.95
    assert course(Kind.NPS, months([40.0] * 36, seed=8, n=2_000)).seasonal is False


def test_stable_series_of_swinging_size_signal_as_often_as_is_said() -> None:
    rng = np.random.default_rng(6)
    flagged = 0
    for _ in range(200):
        periods = [nps(*map(int, rng.multinomial(n, [0.5, 0.3, 0.2]))) for n in SIZES[:24]]
        found = course(Kind.NPS, periods)
        flagged += not found.seasonal and any(signals(found))
    assert flagged / 200 == pytest.approx(xmr.false_alarm_rate(24), abs=0.09)


def test_months_that_echo_each_other_are_warned_of() -> None:
    rng, level, scores = np.random.default_rng(7), 0.0, []
    for _ in range(36):
        level = 0.8 * level + rng.normal(0, 8)
        scores.append(level)
    found = course(Kind.NPS, months(scores, n=3_000))
    assert any("resembles the one before" in caveat for caveat in found.caveats)


def test_empty_and_short_series_have_a_course_without_limits() -> None:
    assert course(Kind.NPS, []).steps == ()
    one = course(Kind.DURATION, [durations(1.0, 40, 1), Moments()])
    assert one.steps[0].limits is None
    assert one.steps[1].value is None
    assert one.trend is None
    assert any("Fewer than 13 points" in caveat for caveat in one.caveats)
