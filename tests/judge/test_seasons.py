"""A change less the one that comes every year."""

from __future__ import annotations

import math

import numpy as np
import pytest

from cxmetrics.judge.compare import compare
from cxmetrics.judge.scale import change_on_scale
from cxmetrics.judge.seasons import SeasonalVerdict, judge_seasons
from cxmetrics.model import Direction, Kind, Moments, Swing, Word
from tests.judge.examples import WITH_MOMENTS, nps, share
from tests.judge.test_explain import period


def judged(kind: Kind, *four: Moments, margin: float = 0.03, swing: Swing | None = None) -> SeasonalVerdict:
    return judge_seasons(kind, (four[0], four[1]), (four[2], four[3]), margin, Direction.UP, swing=swing)


@pytest.mark.parametrize("kind", WITH_MOMENTS)
def test_it_is_the_difference_of_both_changes_with_four_variances_added(kind: Kind) -> None:
    four = [period(kind, seed) for seed in range(4)]
    found = judged(kind, *four)
    changes = [compare(kind, four[0], four[1]), compare(kind, four[2], four[3])]
    scaled = [change_on_scale(kind, comparison.change) for comparison in changes if comparison.change is not None]
    assert found.change is not None
    assert change_on_scale(kind, found.change) == pytest.approx(scaled[1] - scaled[0])
    if kind is not Kind.RATE:  # its scatter is pooled over both periods of a change, here over all four
        errors = [comparison.standard_error for comparison in changes if comparison.standard_error is not None]
        assert found.standard_error == pytest.approx(math.hypot(*errors))
    back = judged(kind, *four[2:], *four[:2])
    assert back.change is not None
    assert change_on_scale(kind, back.change) == pytest.approx(-change_on_scale(kind, found.change))
    assert back.p_value == pytest.approx(found.p_value)


def test_a_fall_that_comes_every_january_is_no_decline() -> None:
    usual = judged(Kind.PROPORTION, share(1600, 2000), share(1400, 2000), share(1610, 2000), share(1405, 2000))
    assert compare(Kind.PROPORTION, share(1610, 2000), share(1405, 2000)).p_value == pytest.approx(0, abs=1e-6)
    assert usual.word in (Word.WITHIN_NOISE, Word.NOT_ENOUGH_DATA)
    worse = judged(Kind.PROPORTION, share(1600, 2000), share(1400, 2000), share(1610, 2000), share(1205, 2000))
    assert worse.word is Word.DECLINED
    assert worse.interval is not None
    assert worse.interval[1] < 0


def test_any_period_that_cannot_be_judged_stops_the_verdict() -> None:
    few = judged(Kind.NPS, nps(8, 1, 1), nps(80, 10, 10), nps(80, 10, 10), nps(10, 10, 80), margin=5)
    assert few.word is Word.NOT_ENOUGH_DATA
    assert few.caveats == ("A year ago: Only 10 in the earlier period; a verdict takes at least 20.",)
    assert judged(Kind.NPS, *[Moments()] * 4).change is None


def test_a_swing_is_added_four_times() -> None:
    four = [nps(288, 92, 20)] * 4
    calm, restless = judged(Kind.NPS, *four, margin=5), judged(Kind.NPS, *four, margin=5, swing=Swing(3.0, 12))
    assert calm.standard_error is not None
    assert restless.standard_error == pytest.approx(math.sqrt(calm.standard_error**2 + 4 * 9))
    assert calm.interval is not None
    assert restless.interval is not None
    assert restless.interval[1] > calm.interval[1] * 1.5


@pytest.mark.parametrize(
    ("kind", "n"), [(Kind.NPS, 50), (Kind.NPS, 400), (Kind.PROPORTION, 200), (Kind.PROPORTION, 1_000)]
)
def test_false_alarms_come_as_promised_in_a_season_that_repeats(kind: Kind, n: int) -> None:
    rng, alarms = np.random.default_rng([51, n]), 0
    for _ in range(1_500):
        if kind is Kind.NPS:
            four = [
                nps(*map(int, rng.multinomial(n, chances))) for chances in ([0.72, 0.23, 0.05], [0.6, 0.25, 0.15]) * 2
            ]
        else:
            four = [share(int(rng.binomial(n, chance)), n) for chance in (0.05, 0.08) * 2]
        found = judged(kind, *four, margin=1e-9)
        alarms += found.word in (Word.IMPROVED, Word.DECLINED)
    assert 0.03 < alarms / 1_500 < 0.07
