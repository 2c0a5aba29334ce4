"""False alarms where answers repeat, overlap, or periods swing by themselves; and that the naive way makes them."""

from __future__ import annotations

import numpy as np
import pytest

from cxmetrics.model import Kind
from tests.calibration.worlds import alarms, clustered, restless, verdicts

BAND = 0.03, 0.065


@pytest.mark.parametrize(
    ("keys", "shared", "answers", "icc"),
    [
        ((20, 20), 0, 20, 0.1),
        ((20, 20), 20, 20, 0.1),
        ((400, 400), 200, 1, 0.5),
        ((300, 300), 100, 2, 0.3),
        ((10, 10), 10, 40, 0.1),
    ],
    ids=["agents apart", "agents in both", "half answered in both", "two answers each, some in both", "ten agents"],
)
def test_repeated_keys_keep_the_promise(keys: tuple[int, int], shared: int, answers: int, icc: float) -> None:
    cells, clusters = clustered(np.random.default_rng([7, *keys]), keys, shared, answers, icc, 4_000)
    rate = alarms(verdicts(Kind.NPS, cells, clusters=clusters)).mean()
    assert BAND[0] <= rate <= BAND[1]


def test_without_their_keys_twenty_agents_alarm_five_times_too_often() -> None:
    cells, _ = clustered(np.random.default_rng(8), (20, 20), 0, 20, 0.1, 4_000)
    assert alarms(verdicts(Kind.NPS, cells)).mean() > 0.2


@pytest.mark.parametrize(
    ("n", "tau", "baseline"), [(10_000, 2.0, 8), (10_000, 2.0, 24), (400, 2.0, 12), (400, 4.0, 12), (1_000, 1.0, 24)]
)
def test_periods_that_swing_keep_the_promise(n: int, tau: float, baseline: int) -> None:
    cells, swing = restless(np.random.default_rng([9, n, baseline]), n, tau, baseline, 10_000)
    assert BAND[0] <= alarms(verdicts(Kind.NPS, cells, swing=swing)).mean() <= BAND[1]


def test_without_the_swing_ten_thousand_answers_alarm_more_often_than_not() -> None:
    cells, _ = restless(np.random.default_rng(10), 10_000, 2.0, 8, 10_000)
    assert alarms(verdicts(Kind.NPS, cells)).mean() > 0.5


def test_looking_for_a_swing_where_there_is_none_costs_a_little_and_no_more() -> None:
    cells, swing = restless(np.random.default_rng(11), 400, 0.0, 12, 10_000)
    assert 0.025 <= alarms(verdicts(Kind.NPS, cells, swing=swing)).mean() <= 0.05
