"""What a figure does from period to period anyway, and what that leaves of a change."""

from __future__ import annotations

import math

import numpy as np
import pytest

from cxmetrics.judge.compare import USUAL, answers_needed, compare, detectable_at_best
from cxmetrics.judge.swing import FEWEST_PERIODS, swing_of
from cxmetrics.judge.verdict import judge
from cxmetrics.model import Direction, Kind, Moments, Swing, Word
from tests.judge.examples import WITH_MOMENTS, nps, share

CALM = [nps(288 + i % 2, 92 - i % 2, 20) for i in range(12)]
RESTLESS = [nps(288 + 20 * (-1) ** i, 92 - 20 * (-1) ** i, 20) for i in range(12)]
BEFORE, AFTER = nps(28_800, 9_200, 2_000), nps(29_600, 8_400, 2_000)


def test_periods_that_differ_no_more_than_their_answers_explain_do_not_swing() -> None:
    assert swing_of(Kind.NPS, CALM, USUAL) == Swing(0.0, 12)


def test_periods_that_differ_more_do() -> None:
    swing = swing_of(Kind.NPS, RESTLESS, USUAL)
    assert swing is not None
    scores = np.array([(m.positive - m.negative) / m.n * 100 for m in RESTLESS])
    assert swing.tau == pytest.approx(math.sqrt(scores.var(ddof=1) - 31.7 * 100 / 400), rel=0.02)


def test_fewer_than_eight_periods_say_nothing() -> None:
    assert swing_of(Kind.NPS, RESTLESS[: FEWEST_PERIODS - 1], USUAL) is None
    assert swing_of(Kind.NPS, [], USUAL) is None


def test_periods_of_a_few_answers_do_not_count() -> None:
    assert swing_of(Kind.NPS, [*RESTLESS[:7], nps(10, 0, 0)], USUAL) is None


@pytest.mark.parametrize("kind", WITH_MOMENTS)
def test_every_kind_can_swing_and_none_can_without_answers(kind: Kind) -> None:
    rng = np.random.default_rng(2)
    periods = [
        Moments(n=100, positive=int(up), total=float(up), m2=60.0, x_total=100.0, x_m2=40.0, cross=10.0)
        for up in rng.integers(20, 80, 10)
    ]
    swing = swing_of(kind, periods, USUAL)
    assert swing is not None
    assert swing.tau > 0
    assert swing_of(kind, [Moments()] * 10, USUAL) is None


def test_a_swing_hides_what_answers_alone_would_call_real() -> None:
    alone = compare(Kind.NPS, BEFORE, AFTER)
    swinging = compare(Kind.NPS, BEFORE, AFTER, swing=Swing(3.0, 12))
    assert judge(alone, 1.0, Direction.UP).word is Word.IMPROVED
    assert judge(swinging, 1.0, Direction.UP).word is Word.NOT_ENOUGH_DATA
    assert swinging.tau == 3.0
    assert swinging.standard_error == pytest.approx(
        math.sqrt(18 + alone.standard_error**2 if alone.standard_error else 0)
    )
    assert "t with 11 degrees of freedom" in swinging.method


def test_no_number_of_answers_detects_less_than_the_floor() -> None:
    found = compare(Kind.NPS, BEFORE, AFTER, swing=Swing(3.0, 12))
    floor = detectable_at_best(found)
    assert floor is not None
    assert floor == pytest.approx(2.80 * math.sqrt(2) * 3, rel=0.001)
    assert found.detectable_change is not None
    assert found.detectable_change > floor
    assert answers_needed(found, floor - 0.01) is None
    assert answers_needed(found, floor + 1.0) is not None
    caveats = judge(found, 5.0, Direction.UP).caveats
    assert caveats == ("This figure swings by itself: more answers will not help to see a change below 11.9 points.",)


def test_a_swing_of_nothing_changes_nothing_but_what_is_known() -> None:
    alone, calm = compare(Kind.NPS, BEFORE, AFTER), compare(Kind.NPS, BEFORE, AFTER, swing=Swing(0.0, 12))
    assert calm.interval == alone.interval
    assert (calm.tau, alone.tau) == (0.0, None)
    assert detectable_at_best(calm) is None


def test_a_small_swing_beside_much_noise_is_no_reason_to_stop_asking() -> None:
    found = compare(Kind.PROPORTION, share(40, 80), share(44, 80), swing=Swing(0.01, 12))
    assert judge(found, 0.03, Direction.UP).caveats == ()
