"""How often the engine says that something changed where nothing did, gates included; 5 % is what it promises."""

from __future__ import annotations

import numpy as np
import pytest

from cxmetrics.model import Kind
from tests.calibration.worlds import (
    LIKELY,
    SCALES,
    alarms,
    durations,
    every_share,
    exact_rate,
    nps,
    numbers,
    rates,
    ratios,
    scales,
    shares,
    tails,
    verdicts,
)

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


@pytest.mark.parametrize(
    ("sizes", "least", "most"),
    [((20, 20), 0.0, 0.065), ((100, 2_000), 0.03, 0.06), ((400, 400), 0.044, 0.056)],
    ids=["20 v 20", "100 v 2000", "400 v 400"],
)
def test_means_of_normal_numbers_keep_the_promise(sizes: tuple[int, int], least: float, most: float) -> None:
    rng = np.random.default_rng([5, *sizes])
    assert least <= alarms(verdicts(Kind.MEAN, numbers(rng, (4.1, 4.1), 0.9, sizes, PAIRS))).mean() <= most


@pytest.mark.parametrize("name", SCALES)
@pytest.mark.parametrize("sizes", [(20, 20), (20, 200), (30, 10_000), (100, 300), (400, 400), (400, 10_000)], ids=str)
def test_means_of_a_skewed_scale_make_no_more_alarms(name: str, sizes: tuple[int, int]) -> None:
    rng = np.random.default_rng([6, *sizes])
    assert alarms(verdicts(Kind.MEAN, scales(rng, SCALES[name], sizes, PAIRS))).mean() <= CEILING


@pytest.mark.parametrize("sizes", [(20, 20), (100, 2_000)], ids=str)
def test_handle_times_recorded_in_whole_seconds_keep_the_promise(sizes: tuple[int, int]) -> None:
    rate = alarms(verdicts(Kind.DURATION, durations(np.random.default_rng([12, *sizes]), sizes, PAIRS))).mean()
    assert abs(rate - 0.05) <= 0.006


@pytest.mark.parametrize("dispersion", [1.0, 3.0])
@pytest.mark.parametrize("records", [(30, 30), (30, 90)], ids=str)
def test_rates_keep_the_promise_however_much_their_records_scatter(dispersion: float, records: tuple[int, int]) -> None:
    world = rates(np.random.default_rng([13, *records]), records, dispersion, PAIRS)
    assert 0.03 <= alarms(verdicts(Kind.RATE, world)).mean() <= 0.06


@pytest.mark.parametrize("customers", [(50, 50), (50, 500), (100, 300)], ids=str)
def test_ratios_keep_the_promise(customers: tuple[int, int]) -> None:
    world = ratios(np.random.default_rng([14, *customers]), customers, PAIRS)
    assert 0.03 <= alarms(verdicts(Kind.RATIO, world)).mean() <= 0.06


@pytest.mark.parametrize(("sizes", "most"), [((50, 50), 0.06), ((400, 400), 0.06), ((50, 5_000), 0.07)], ids=str)
@pytest.mark.parametrize("name", ["NPS 0", "NPS 67", "NPS 90"])
def test_each_tail_keeps_its_half(name: str, sizes: tuple[int, int], most: float) -> None:
    world = nps(np.random.default_rng([90, *sizes]), LIKELY[name], LIKELY[name], sizes, PAIRS)
    assert max(tail.mean() for tail in tails(Kind.NPS, world)) <= most


@pytest.mark.parametrize("size", [50, 100])
def test_each_tail_of_shares_keeps_its_half_exactly(size: int) -> None:
    rose, fell = tails(Kind.PROPORTION, every_share((size, size)))
    shares = np.linspace(0.005, 0.5, 100)
    assert max(exact_rate(tail, share, (size, size)) for tail in (rose, fell) for share in shares) <= 0.06
