"""Counter-metrics: safe, harmed or not proven safe, and what the scorecard says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cxmetrics.judge.compare import compare
from cxmetrics.judge.counters import scorecard
from cxmetrics.judge.verdict import judge
from cxmetrics.model import Direction, Estimate, Guard, Kind, Reading, Verdict, Word
from tests.judge.examples import comparison_with, equal_keys, share, verdict_with

UP = verdict_with(0.3, half=0.1, margin=0.2)
NOISE = verdict_with(0.05, half=0.3, margin=0.2)
DOWN = verdict_with(-0.3, half=0.1, margin=0.2)
SAFE = verdict_with(0.0, half=0.1, margin=0.2)
HARMED = verdict_with(-0.3, half=0.1, margin=0.2)
UNPROVEN = verdict_with(-0.05, half=0.3, margin=0.2)


def guard(verdict: Verdict | None) -> Guard:
    return scorecard(UP, {"churn": verdict}).counters[0].guard


def test_a_counter_is_safe_where_its_bound_stays_inside_the_margin() -> None:
    assert guard(SAFE) is Guard.SAFE


def test_a_counter_that_surely_got_worse_is_harmed() -> None:
    assert guard(HARMED) is Guard.HARMED


def test_a_counter_without_significant_harm_is_not_therefore_safe() -> None:
    assert guard(UNPROVEN) is Guard.NOT_PROVEN_SAFE


def test_a_small_sure_harm_inside_the_margin_is_safe() -> None:
    assert guard(verdict_with(-0.1, half=0.05, margin=0.2)) is Guard.SAFE


@pytest.mark.parametrize(("change", "expected"), [(0.3, Guard.HARMED), (-0.3, Guard.SAFE)])
def test_for_churn_up_is_the_bad_side(change: float, expected: Guard) -> None:
    assert guard(verdict_with(change, half=0.1, margin=0.2, good_direction=Direction.DOWN)) is expected


def test_a_counter_without_data_is_missing_and_keeps_the_reading_unproven() -> None:
    read = scorecard(UP, {"churn": None, "retention": SAFE})
    assert [counter.guard for counter in read.counters] == [Guard.MISSING, Guard.SAFE]
    assert read.reading is Reading.UNPROVEN


@pytest.mark.parametrize("change", [0.0, -0.9])
def test_a_counter_stopped_by_a_gate_is_neither_safe_nor_harmed(change: float) -> None:
    assert guard(verdict_with(change, half=0.1, margin=0.2, n=19)) is Guard.NOT_PROVEN_SAFE
    assert guard(judge(comparison_with(change, half=0.1, still_open=True), 0.2, Direction.UP)) is Guard.NOT_PROVEN_SAFE


def test_a_counter_too_vague_for_a_word_can_still_be_safe() -> None:
    vague = verdict_with(0.35, half=0.41, margin=0.2)
    assert vague.word is Word.NOT_ENOUGH_DATA
    assert guard(vague) is Guard.SAFE


def test_holm_asks_more_of_one_alarm_among_many() -> None:
    borderline = verdict_with(-0.2, half=0.21, margin=0.2)  # one-sided p = 0.031
    assert guard(borderline) is Guard.HARMED
    among = scorecard(UP, {"a": borderline, "b": UNPROVEN, "c": SAFE})
    assert among.counters[0].guard is Guard.NOT_PROVEN_SAFE


def test_counters_that_cannot_be_judged_do_not_count_for_holm() -> None:
    borderline = verdict_with(-0.2, half=0.21, margin=0.2)
    gated = verdict_with(-0.2, half=0.21, margin=0.2, n=5)
    assert scorecard(UP, {"a": borderline, "b": None, "c": gated}).counters[0].guard is Guard.HARMED


def test_a_real_improvement_with_every_counter_safe_is_healthy() -> None:
    assert scorecard(UP, {"a": SAFE, "b": SAFE, "c": SAFE}).reading is Reading.HEALTHY


def test_a_real_improvement_that_harms_one_counter_comes_at_a_cost() -> None:
    assert scorecard(UP, {"a": SAFE, "b": HARMED, "c": None}).reading is Reading.AT_A_COST


def test_a_metric_on_its_own_is_never_healthy() -> None:
    assert scorecard(UP, {}).reading is Reading.UNPROVEN


def test_a_headline_within_noise_stays_noise_whatever_the_counters_say() -> None:
    for counter in (SAFE, HARMED, None):
        assert scorecard(NOISE, {"a": counter}).reading is Reading.NOISE


def test_a_headline_that_declined_is_never_healthy() -> None:
    assert scorecard(DOWN, {"a": SAFE}).reading is Reading.WORSE


def test_a_counter_exactly_at_its_margin_rarely_passes() -> None:
    """The share of scorecards called safe while churn rose by its whole margin."""
    rng = np.random.default_rng(8)
    safe = 0
    for x1, x2 in zip(rng.binomial(800, 0.10, 1_000), rng.binomial(800, 0.13, 1_000), strict=True):
        churn = judge(compare(Kind.PROPORTION, share(int(x1), 800), share(int(x2), 800)), 0.03, Direction.DOWN)
        safe += guard(churn) is Guard.SAFE
    assert safe / 1_000 < 0.07


@pytest.mark.parametrize("good_direction", Direction)
@pytest.mark.parametrize(
    ("before", "after"), [((1, 50), (165, 5_000)), ((105, 5_000), (3, 50))], ids=["inside the margin", "above 0"]
)
def test_a_bound_that_few_cases_make_too_sure_proves_neither_safety_nor_harm(
    before: tuple[int, int], after: tuple[int, int], good_direction: Direction
) -> None:
    if good_direction is Direction.UP:
        before, after = ((n - cases, n) for cases, n in (before, after))
    verdict = judge(compare(Kind.PROPORTION, share(*before), share(*after)), 0.03, good_direction)
    assert not verdict.gated
    counter = scorecard(UP, {"churn": verdict}).counters[0]
    assert counter.guard is Guard.NOT_PROVEN_SAFE
    assert counter.verdict is not None
    assert "neither safe nor harmed" in counter.verdict.caveats[-1]


def test_the_same_people_asked_twice_are_guarded_by_their_own_interval() -> None:
    shared = comparison_with(
        0.002, half=0.001, n=50, kind=Kind.PROPORTION, dependence=equal_keys("pair", 50, 1e-6, True)
    )
    few = replace(shared, before=Estimate(0.02, (0.0, 0.1), 50), after=Estimate(0.022, (0.0, 0.1), 50))
    assert guard(judge(few, 0.03, Direction.DOWN)) is Guard.SAFE
    assert guard(judge(replace(few, dependence=None), 0.03, Direction.DOWN)) is Guard.NOT_PROVEN_SAFE
