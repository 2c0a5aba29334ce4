"""Several headlines looked at together."""

from __future__ import annotations

from cxmetrics.judge.family import together
from cxmetrics.model import Word
from tests.judge.examples import verdict_with

SURE = verdict_with(0.4, half=0.1, margin=0.2)
BARELY = verdict_with(0.21, half=0.2, margin=0.2)  # p = 0.04
CALM = verdict_with(0.05, half=0.3, margin=0.2)


def test_one_headline_alone_stays_as_it_is() -> None:
    assert BARELY.word is Word.IMPROVED
    assert together({"nps": BARELY}) == {"nps": BARELY}


def test_the_luckiest_of_several_headlines_is_taken_back_and_says_so() -> None:
    found = together({"nps": BARELY, "csat": CALM, "churn": CALM})
    assert found["nps"].word is Word.WITHIN_NOISE
    assert "among 3 metrics looked at together" in found["nps"].caveats[-1]
    assert found["nps"].comparison == BARELY.comparison
    assert found["csat"] is CALM


def test_a_sure_change_survives_any_company() -> None:
    assert together({"nps": SURE, **{str(i): CALM for i in range(9)}})["nps"] is SURE


def test_a_headline_that_cannot_be_judged_is_no_look() -> None:
    gated = verdict_with(0.4, half=0.1, margin=0.2, n=5)
    assert together({"nps": BARELY, "csat": gated})["nps"] is BARELY


def test_a_change_taken_back_from_too_few_answers_is_not_called_noise() -> None:
    vague = verdict_with(0.61, half=0.6, margin=0.2)
    assert vague.word is Word.IMPROVED
    assert together({"nps": vague, "csat": CALM})["nps"].word is Word.NOT_ENOUGH_DATA
