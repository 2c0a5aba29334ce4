"""What a request may add to its figures: what stands beside them, a baseline, a population, counter-metrics."""

from __future__ import annotations

import pytest

from cxmetrics.judge.request import scorecard_of, verdict_of
from cxmetrics.model import Guard, Reading, Word
from tests.judge.requests import COUNTS, request


def test_a_mean_has_its_top_box_and_its_ranks_beside_it() -> None:
    before = {"levels": {"1": 0, "2": 0, "3": 260, "4": 0, "5": 340}}
    after = {"levels": {"1": 0, "2": 0, "3": 0, "4": 500, "5": 100}}
    verdict = verdict_of(request("mean", before, after))
    assert verdict.word is Word.NO_MEANINGFUL_CHANGE
    assert verdict.beside["top box"].word is Word.IMPROVED
    assert "The top box says something else: improved. Read both." in verdict.caveats
    assert verdict.checks[0].value == pytest.approx(((260 * 600) + 340 * 50) / 600**2)
    assert verdict_of(request("mean", before, after, top_box=5)).beside["top box"].word is Word.DECLINED


@pytest.mark.parametrize(
    ("levels", "top_box"),
    [({"1": 1, "5": 1}, 4), ({"2": 1, "6": 1}, 6), ({"7": 2}, 6), ({"1": 1, "4": 3}, None), ({"0": 1, "5": 1}, None)],
)
def test_a_top_box_is_found_only_on_a_scale_that_is_known(levels: dict[str, int], top_box: float | None) -> None:
    asked = request("mean", {"levels": levels})
    assert (asked.shares is None) == (top_box is None)
    if asked.shares and top_box:
        assert asked.shares[0].positive == sum(count for level, count in levels.items() if float(level) >= top_box)


def test_amounts_show_how_many_spend_anything_beside_how_much() -> None:
    before, after = {"values": [0] * 100 + [20, 50, 80] * 100}, {"values": [0] * 250 + [20, 50, 80] * 100}
    verdict = verdict_of(request("amount", before, after))
    assert verdict.comparison.change == pytest.approx(0)
    assert verdict.comparison.before.mean == pytest.approx(50)
    assert verdict.beside["share above zero"].word is Word.DECLINED
    assert any("share above zero" in caveat for caveat in verdict.caveats)


def test_a_baseline_teaches_how_much_a_figure_swings() -> None:
    restless = [{"events": events, "n": 10_000} for events in (700, 900, 620, 1000, 760, 880, 650, 940, 800)]
    before, after = {"events": 780, "n": 10_000}, {"events": 880, "n": 10_000}
    calm = verdict_of(request("proportion", before, after, margin=0.005))
    taught = verdict_of(request("proportion", before, after, margin=0.005, baseline=restless))
    assert calm.word is Word.IMPROVED
    assert taught.word is Word.NOT_ENOUGH_DATA
    assert taught.comparison.tau == pytest.approx(0.0132, abs=0.001)
    assert verdict_of(request("proportion", before, after, baseline=restless[:7])).comparison.tau is None
    medians = [{"values": [level + i for i in range(40)]} for level in (0, 30, 5, 40, 10, 50, 0, 30)]
    assert (verdict_of(request("median", medians[0], medians[1], baseline=medians)).comparison.tau or 0) > 5


def test_published_baselines_teach_as_well() -> None:
    printed = [{"nps": score, "n": 400} for score in (60, 70, 55, 75, 62, 71, 58, 74)]
    found = verdict_of(request("nps", {"nps": 67, "n": 400}, {"nps": 68, "n": 400}, baseline=printed))
    assert (found.comparison.tau or 0) > 5


def test_these_accounts_alone_are_known_better_than_a_process() -> None:
    figures = {"promoters": 75, "passives": 30, "detractors": 15}
    asked = verdict_of(request("nps", figures, population=150))
    assert asked.comparison.standard_error == pytest.approx(2.89885518 * 2**0.5)  # R survey, svydesign(fpc = 150)
    assert asked.caveats[-1].startswith("About these 150 accounts only")
    assert asked.comparison.n_needed is None


def test_an_open_period_typed_in_has_no_verdict() -> None:
    verdict = verdict_of(request("nps", COUNTS, still_open=True))
    assert (verdict.word, verdict.comparison.still_open) == (Word.NOT_ENOUGH_DATA, True)


def test_counters_typed_in_are_read_against_their_headline() -> None:
    lost = {"kind": "proportion", "before": {"events": 20, "n": 1000}, "after": {"events": 60, "n": 1000}}
    asked = request("nps", COUNTS, counters={"churn": lost | {"good_direction": "down", "margin": 0.01}})
    card = scorecard_of(asked)
    assert (card.reading, card.counters[0].key, card.counters[0].guard) == (Reading.NOISE, "churn", Guard.HARMED)
