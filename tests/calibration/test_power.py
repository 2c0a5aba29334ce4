"""The printed number of answers sees the change as often as it promises."""

from __future__ import annotations

import math

import numpy as np
import pytest

from cxmetrics.judge.compare import compare
from cxmetrics.judge.planning import answers_needed, detectable_changes, power_of_each, present
from cxmetrics.model import Kind, Moments
from tests.calibration.worlds import LIKELY, alarms, nps, numbers, shares, verdicts

PAIRS = 20_000
PROMISE = 0.79, 0.81


def test_a_rise_of_five_points_is_seen_by_the_printed_answers() -> None:
    before, after = LIKELY["NPS 67"], (0.77, 0.05)
    first, last = (Moments(n=400, positive=round(400 * p), negative=round(400 * d)) for p, d in (before, after))
    n = compare(Kind.NPS, first, last).n_needed
    assert n is not None
    rate = alarms(verdicts(Kind.NPS, nps(np.random.default_rng(1), before, after, (n, n), PAIRS))).mean()
    assert PROMISE[0] <= rate <= PROMISE[1]


@pytest.mark.parametrize(("before", "after"), [(0.80, 0.83), (0.50, 0.55), (0.22, 0.19)])
def test_a_change_of_a_share_is_seen_by_the_printed_answers(before: float, after: float) -> None:
    first, last = (Moments(n=1_000, positive=round(1_000 * share)) for share in (before, after))
    n = compare(Kind.PROPORTION, first, last).n_needed
    assert n is not None
    rate = alarms(verdicts(Kind.PROPORTION, shares(np.random.default_rng(2), before, after, (n, n), PAIRS))).mean()
    assert PROMISE[0] <= rate <= PROMISE[1]


def test_a_change_of_a_mean_is_seen_by_the_planned_answers() -> None:
    basis = present(Kind.MEAN, Moments(n=101, total=410.0, m2=100 * 0.81))
    n = answers_needed(basis, 0.2)
    assert n is not None
    rate = alarms(verdicts(Kind.MEAN, numbers(np.random.default_rng(3), (4.1, 4.3), 0.9, (n, n), PAIRS))).mean()
    assert PROMISE[0] <= rate <= PROMISE[1]


def test_a_handle_time_that_changes_by_the_margin_is_seen_by_the_planned_answers() -> None:
    basis = present(Kind.DURATION, Moments(n=101, total=560.0, m2=100 * 0.64))
    n = answers_needed(basis, 0.05)
    assert n is not None
    world = numbers(np.random.default_rng(4), (5.6, 5.6 + math.log(1.05)), 0.8, (n, n), PAIRS)
    assert PROMISE[0] <= alarms(verdicts(Kind.DURATION, world)).mean() <= PROMISE[1]


def test_beside_three_counters_each_gets_the_power_that_keeps_all_four_at_eighty_percent() -> None:
    assert power_of_each(0) == pytest.approx(0.80)
    assert power_of_each(3) == pytest.approx(0.95)
    basis = present(Kind.PROPORTION, Moments(n=1_000, positive=800))
    alone, guarded = answers_needed(basis, 0.03), answers_needed(basis, 0.03, counters=3)
    assert alone is not None
    assert guarded is not None
    world = shares(np.random.default_rng(5), 0.785, 0.815, (guarded, guarded), PAIRS)
    assert 0.94 <= alarms(verdicts(Kind.PROPORTION, world)).mean() <= 0.96
    (detectable,) = detectable_changes(basis, [guarded], counters=3)
    assert detectable == pytest.approx(0.03, rel=0.001)
