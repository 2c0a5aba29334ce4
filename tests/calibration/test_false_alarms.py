"""How often the engine says that something changed where nothing did, gates included; 5 % is what it promises."""

from __future__ import annotations

import numpy as np
import pytest

from cxmetrics.model import Kind, Policy
from tests.calibration.worlds import LIKELY, alarms, every_share, exact_rate, nps, numbers, shares, verdicts

PAIRS = 20_000
CEILING = 0.065
USUAL = ("NPS -40", "NPS 0", "NPS 30", "NPS 67")


@pytest.mark.parametrize("name", LIKELY)
@pytest.mark.parametrize("sizes", [(400, 400), (400, 4_000)], ids=str)
def test_net_promoter_scores_of_400_answers_keep_the_promise(name: str, sizes: tuple[int, int]) -> None:
    rng = np.random.default_rng([400, *sizes])
    rate = alarms(verdicts(Kind.NPS, nps(rng, LIKELY[name], LIKELY[name], sizes, PAIRS))).mean()
    assert abs(rate - 0.05) <= 0.006


@pytest.mark.parametrize("name", USUAL)
@pytest.mark.parametrize("sizes", [(50, 50), (100, 300)], ids=str)
def test_net_promoter_scores_of_fewer_answers_stay_near_it(name: str, sizes: tuple[int, int]) -> None:
    rng = np.random.default_rng([50, *sizes])
    rate = alarms(verdicts(Kind.NPS, nps(rng, LIKELY[name], LIKELY[name], sizes, PAIRS))).mean()
    assert 0.03 <= rate <= 0.06


@pytest.mark.parametrize("name", LIKELY)
@pytest.mark.parametrize("sizes", [(20, 20), (10, 100), (30, 10_000), (50, 5_000)], ids=str)
def test_no_size_and_no_score_makes_many_false_alarms(name: str, sizes: tuple[int, int]) -> None:
    rng = np.random.default_rng([20, *sizes])
    assert alarms(verdicts(Kind.NPS, nps(rng, LIKELY[name], LIKELY[name], sizes, PAIRS))).mean() <= CEILING


@pytest.mark.parametrize("sizes", [(20, 20), (50, 50), (10, 100), (30, 3_000), (100, 100), (400, 400)], ids=str)
def test_shares_keep_the_promise_exactly(sizes: tuple[int, int]) -> None:
    """By enumeration: of every pair of counts there is, for shares from 0.5 % up."""
    outcome = alarms(verdicts(Kind.PROPORTION, every_share(sizes)))
    rates = {share: exact_rate(outcome, share, sizes) for share in (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5)}
    assert max(rates.values()) <= CEILING
    if min(sizes) >= 400:
        assert all(abs(rate - 0.05) <= 0.006 for share, rate in rates.items() if share * min(sizes) >= 20)
    elif min(sizes) >= 50:
        assert all(0.03 <= rate <= 0.06 for share, rate in rates.items() if share * min(sizes) >= 5)


def test_half_a_percent_of_thirty_against_ten_thousand_is_never_an_alarm() -> None:
    rng = np.random.default_rng(30)
    assert alarms(verdicts(Kind.PROPORTION, shares(rng, 0.005, 0.005, (30, 10_000), PAIRS))).mean() <= 0.001


@pytest.mark.parametrize("kind", [Kind.MEAN, Kind.DURATION])
@pytest.mark.parametrize("sizes", [(20, 20), (100, 2_000), (400, 400)], ids=str)
def test_means_and_logarithms_keep_the_promise(kind: Kind, sizes: tuple[int, int]) -> None:
    rng = np.random.default_rng([5, *sizes])
    rate = alarms(verdicts(kind, numbers(rng, (4.1, 4.1), 0.9, sizes, PAIRS))).mean()
    assert abs(rate - 0.05) <= 0.006


@pytest.mark.parametrize(("sizes", "most"), [((50, 50), 0.06), ((400, 400), 0.06), ((50, 5_000), 0.07)], ids=str)
@pytest.mark.parametrize("name", ["NPS 0", "NPS 67", "NPS 90"])
def test_each_tail_keeps_its_half(name: str, sizes: tuple[int, int], most: float) -> None:
    rng = np.random.default_rng([90, *sizes])
    found = verdicts(Kind.NPS, nps(rng, LIKELY[name], LIKELY[name], sizes, PAIRS), policy=Policy(level=0.90))
    assert (found.lower > 0).mean() <= most
    assert (found.upper < 0).mean() <= most
