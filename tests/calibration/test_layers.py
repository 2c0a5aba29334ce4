"""False alarms where answers repeat, overlap, or periods swing by themselves; and that the naive way makes them."""

from __future__ import annotations

import numpy as np
import pytest

from cxmetrics.model import Kind, Word
from tests.calibration.dependent import EQUAL, TWENTY, UNEQUAL, Counts, apart, both, clustered, from_database, restless
from tests.calibration.worlds import alarms, verdicts

BAND = 0.03, 0.065


@pytest.mark.parametrize(("answers", "icc"), EQUAL.values(), ids=EQUAL)
def test_keys_of_equal_size_keep_the_promise(answers: Counts, icc: float) -> None:
    cells, clusters = clustered(np.random.default_rng([7, answers.size]), answers, icc, 4_000)
    rate = alarms(verdicts(Kind.NPS, cells, clusters=clusters)).mean()
    assert BAND[0] <= rate <= BAND[1]


@pytest.mark.parametrize(("answers", "icc"), UNEQUAL.values(), ids=UNEQUAL)
def test_few_or_unequal_keys_keep_the_promise(answers: Counts, icc: float) -> None:
    cells, clusters = clustered(np.random.default_rng([8, answers.size]), answers, icc, 4_000)
    assert alarms(verdicts(Kind.NPS, cells, clusters=clusters)).mean() <= BAND[1]


def test_the_workspace_keeps_the_promise_on_records_with_keys() -> None:
    answers = both([30] * 10 + [0] * 5, [0] * 5 + [30] * 10)
    found = list(from_database(np.random.default_rng(12), answers, 0.1, 500))
    rate = np.mean([verdict.word in (Word.IMPROVED, Word.DECLINED) for verdict in found])
    # 500 verdicts put the rate within 0.02 of the truth; without their keys it would be 0.25 (see below).
    assert BAND[0] - 0.02 <= rate <= BAND[1] + 0.02
    assert all(verdict.comparison.dependence for verdict in found)


def test_without_their_keys_twenty_agents_alarm_five_times_too_often() -> None:
    cells, _ = clustered(np.random.default_rng(8), apart(TWENTY, TWENTY), 0.1, 4_000)
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
