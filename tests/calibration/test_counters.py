"""How rarely a harm of a whole margin passes for safe, and that the joint power is what it says."""

from __future__ import annotations

import numpy as np
import pytest

from cxmetrics.judge.compare import compare
from cxmetrics.judge.counters import scorecard
from cxmetrics.judge.planning import Standing, present, to_prove_safe
from cxmetrics.judge.verdict import judge
from cxmetrics.model import Direction, Guard, Kind, Moments, Reading
from tests.calibration.worlds import Rng, Sizes, exact_guards
from tests.judge.examples import verdict_with

UP = verdict_with(0.3, half=0.1, margin=0.2)
MARGIN = 0.03


def readings(rng: Rng, counters: int, worse: float, n: int, times: int) -> tuple[float, float]:
    """The share of scorecards that are healthy where one of the counters got worse by so much; the mean joint power."""
    healthy, powers = 0, []
    for _ in range(times):
        verdicts = {}
        for i in range(counters):
            chances = 0.10, 0.10 + (worse if i == 0 else 0.0)
            before, after = (Moments(n=n, positive=int(rng.binomial(n, chance))) for chance in chances)
            verdicts[str(i)] = judge(compare(Kind.PROPORTION, before, after), MARGIN, Direction.DOWN)
        card = scorecard(UP, verdicts)
        healthy += card.reading is Reading.HEALTHY
        powers.append(card.joint_power or 0.0)
    return healthy / times, float(np.mean(powers))


@pytest.mark.parametrize("counters", [1, 3, 10])
def test_a_counter_worse_by_its_margin_is_hardly_ever_called_healthy(counters: int) -> None:
    healthy, _ = readings(np.random.default_rng(counters), counters, MARGIN, 2_000, 3_000 // counters)
    assert healthy <= 0.055


@pytest.mark.parametrize(("counters", "n"), [(1, 2_000), (3, 2_000), (3, 4_000)])
def test_the_joint_power_is_how_often_unharmed_counters_are_shown_safe(counters: int, n: int) -> None:
    healthy, power = readings(np.random.default_rng([counters, n]), counters, 0.0, n, 600)
    assert power == pytest.approx(healthy, abs=0.06)


def test_the_planned_answers_prove_each_of_three_counters_safe_nineteen_times_in_twenty() -> None:
    now = Standing(present(Kind.PROPORTION, Moments(n=1_000, positive=100)), now=1_000, weeks=4.0)
    n = to_prove_safe(now, MARGIN, counters=3).answers
    assert n is not None
    together, _ = readings(np.random.default_rng(12), 3, 0.0, n, 1_000)
    assert together == pytest.approx(0.95**3, abs=0.03)


@pytest.mark.parametrize(
    ("share", "sizes"),
    [
        (0.004, (50, 5_000)), (0.023, (50, 5_000)), (0.96, (5_000, 50)), (0.028, (20, 1_000)), (0.016, (30, 10_000)),
        (0.028, (100, 300)),
    ],
    ids=str,
)  # fmt: skip
def test_a_harm_of_the_margin_hardly_ever_passes_for_safe_between_unequal_periods(share: float, sizes: Sizes) -> None:
    """By enumeration, where the bound alone would let 6 to 11 % pass."""
    assert exact_guards((share, share + MARGIN), sizes, MARGIN)[Guard.SAFE] <= 0.055


@pytest.mark.parametrize(
    ("share", "sizes"),
    [(0.023, (50, 5_000)), (0.023, (5_000, 50)), (0.085, (1_000, 20)), (0.038, (10_000, 30)), (0.9, (20, 200))],
    ids=str,
)
def test_a_share_that_did_not_change_is_hardly_ever_harmed(share: float, sizes: Sizes) -> None:
    """By enumeration, where the bound alone would accuse up to 9.7 %."""
    assert exact_guards((share, share), sizes, MARGIN)[Guard.HARMED] <= 0.07


def test_a_harm_is_not_missed_by_looking_at_counters_that_cannot_be_judged() -> None:
    gated = verdict_with(0.0, half=0.1, margin=0.2, n=5)
    safe = verdict_with(0.0, half=0.1, margin=0.2)
    card = scorecard(UP, {"few": gated, "none": None, "safe": safe})
    assert [counter.guard for counter in card.counters] == [Guard.NOT_PROVEN_SAFE, Guard.MISSING, Guard.SAFE]
    assert card.joint_power == scorecard(UP, {"safe": safe}).joint_power
