"""Plans made before anything is measured."""

from __future__ import annotations

import pytest

from cxmetrics.judge.compare import compare
from cxmetrics.judge.planning import (
    Standing,
    answers_needed,
    chance_by_luck,
    chance_of_seeing,
    detectable_changes,
    present,
    to_prove_safe,
    to_see,
    weeks_needed,
)
from cxmetrics.model import Kind, Moments, Swing
from tests.judge.examples import nps

NOW = present(Kind.NPS, nps(288, 92, 20))


@pytest.mark.parametrize(("change", "answers"), [(2.0, 12_602), (5.0, 2_017), (-10.0, 505)])
def test_the_answers_of_the_formula_are_planned(change: float, answers: int) -> None:
    assert answers_needed(NOW, change) == answers


def test_a_comparison_plans_as_its_earlier_period_does() -> None:
    comparison = compare(Kind.NPS, nps(288, 92, 20), nps(292, 88, 20))
    assert answers_needed(comparison, 5.0) == answers_needed(NOW, 5.0)


def test_every_counter_metric_asks_for_more_answers() -> None:
    needed = [answers_needed(NOW, 5.0, counters) for counters in (0, 1, 3, 10)]
    assert needed == sorted(needed, key=lambda n: n or 0)
    assert needed[3] == pytest.approx(2_017 * (1.96 + 2.095) ** 2 / 7.849, rel=0.005)


def test_the_smallest_change_falls_with_the_root_of_the_answers() -> None:
    found = detectable_changes(NOW, [100, 400, 1_000, 10_000, 0])
    assert found[:4] == pytest.approx([22.5, 11.2, 7.1, 2.2], abs=0.06)
    assert found[4] is None


def test_a_swing_sets_a_floor_to_it() -> None:
    restless = present(Kind.NPS, nps(288, 92, 20), Swing(2.0, 12))
    (at_best,) = detectable_changes(restless, [10**9])
    assert at_best == pytest.approx(2.80 * 2**0.5 * 2, rel=0.001)
    assert answers_needed(restless, 5.0) is None


def test_luck_alone_shows_what_it_shows() -> None:
    assert chance_by_luck(NOW, 1.0, 400) == pytest.approx(0.80, abs=0.005)
    assert chance_by_luck(NOW, -1.0, 400) == chance_by_luck(NOW, 1.0, 400)
    assert chance_of_seeing(NOW, 5.0, 2_017) == pytest.approx(0.80, abs=0.001)
    assert chance_of_seeing(NOW, -11.2, 400) == pytest.approx(0.80, abs=0.002)


def test_weeks_follow_from_the_rate() -> None:
    assert weeks_needed(2_017, 100) == pytest.approx(20.17)
    assert weeks_needed(2_017, 0) is None


def test_a_relative_change_of_a_duration_is_planned_on_its_logarithm() -> None:
    handle_time = present(Kind.DURATION, Moments(n=101, total=560.0, m2=64.0))
    up, down = answers_needed(handle_time, 0.05), answers_needed(handle_time, 1 / 1.05 - 1)
    assert up == down
    (seen,) = detectable_changes(handle_time, [up or 0])
    assert seen == pytest.approx(0.05, rel=0.001)


def test_nothing_can_be_planned_where_nothing_varies() -> None:
    same = present(Kind.MEAN, Moments(n=50, total=200.0))
    assert answers_needed(same, 0.2) is None
    assert chance_by_luck(same, 0.2, 100) is None
    assert chance_of_seeing(same, 0.2, 100) is None
    assert detectable_changes(same, [100]) == [None]


def test_a_need_says_how_long_a_period_must_be_at_the_present_rate() -> None:
    month = Standing(NOW, now=400, weeks=4.0)
    need = to_see(month, 5.0)
    assert (need.answers, need.met) == (2_017, False)
    assert need.weeks == pytest.approx(20.17)
    assert to_see(month, 12.0).met


def test_a_harm_is_ruled_out_on_one_side() -> None:
    month = Standing(NOW, now=400, weeks=4.0)
    # one-sided 95 %, and a tenth of the plans may miss it: 20 % divided by two
    assert to_prove_safe(month, 5.0, counters=1).answers == pytest.approx(
        2 * 3_211 * (1.6449 + 1.2816) ** 2 / 25, rel=0.001
    )
    answers, seen = to_prove_safe(month, 5.0, counters=3).answers, to_see(month, 5.0, counters=3).answers
    assert answers is not None
    assert seen is not None
    assert answers < seen


def test_no_time_is_long_enough_for_what_swings_too_much_or_never_comes_in() -> None:
    restless = Standing(present(Kind.NPS, nps(288, 92, 20), Swing(2.0, 12)), now=400, weeks=4.0)
    assert (to_see(restless, 5.0).answers, to_see(restless, 5.0).weeks) == (None, None)
    silent = to_see(Standing(NOW, now=0, weeks=4.0), 5.0)
    assert (silent.answers, silent.weeks) == (2_017, None)
    needs = [to_see(Standing(NOW, now=400, weeks=4.0), 5.0), silent]
    assert max(needs, key=lambda need: need.wait) is silent
