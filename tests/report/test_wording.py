"""The sentences: one for each word, calm where it is noise, plain about what is worse, and never without a word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from cxmetrics.judge.compare import compare
from cxmetrics.judge.counters import scorecard
from cxmetrics.judge.verdict import judge
from cxmetrics.layout import Reason, Role
from cxmetrics.measure import NpsOf
from cxmetrics.model import Dependence, Direction, Guard, Kind, Metric, Moments, Reading, Swing, Verdict, Word
from cxmetrics.period import Period
from cxmetrics.report import definition_words, intake, scorecard_words, small_print, wording
from cxmetrics.report.figures import MINUS, THIN
from tests.judge.examples import nps, share, verdict_with

CELEBRATION = re.compile(r"(?i)improv|rose|went up|better|great|good news|celebrat|!|▲|success|growth")
NPS = Metric("nps", "NPS", Kind.NPS, "points", Direction.UP, NpsOf("q"), (), 5, "")


def nps_verdict(before: Moments, after: Moments) -> Verdict:
    return judge(compare(Kind.NPS, before, after), 5, Direction.UP)


def churn_verdict(before: Moments, after: Moments) -> Verdict:
    return judge(compare(Kind.PROPORTION, before, after), 0.01, Direction.DOWN)


FLAGSHIP = nps_verdict(nps(288, 92, 20), nps(292, 88, 20))
BETTER = nps_verdict(nps(200, 120, 80), nps(300, 80, 20))
WORSE = churn_verdict(share(89, 4442), share(160, 4454))
SAFE = churn_verdict(share(900, 45000), share(905, 45000))
EMPTY = nps_verdict(nps(0, 0, 0), nps(288, 92, 20))


def test_the_flagship_is_said_calmly() -> None:
    assert FLAGSHIP.word is Word.WITHIN_NOISE
    sentence = wording.verdict_sentence(FLAGSHIP, "NPS", "points")
    assert sentence.startswith(
        "NPS went from 67 to 68: within noise. If nothing had changed, a move of at least 1 point"
    )
    assert not CELEBRATION.search(sentence)
    assert not CELEBRATION.search(wording.word_alone(FLAGSHIP, "NPS"))


def test_the_chance_in_the_sentence_is_the_p_value() -> None:
    assert FLAGSHIP.comparison.p_value is not None
    percent = re.search(rf"turn up (\d+){THIN}% of the time", wording.verdict_sentence(FLAGSHIP, "NPS", "points"))
    assert percent is not None
    assert int(percent[1]) == round(100 * FLAGSHIP.comparison.p_value)


def test_an_improvement_is_said_with_its_interval() -> None:
    assert BETTER.word is Word.IMPROVED
    sentence = wording.verdict_sentence(BETTER, "NPS", "points")
    assert sentence.startswith("NPS went from 30 to 70: a real improvement. The true change is +")
    assert f"with 95{THIN}% confidence" in sentence
    assert sentence.endswith("more than 5 points, the smallest change that matters.")


def test_no_end_of_the_interval_of_a_real_change_reads_as_no_change() -> None:
    barely = nps_verdict(nps(313, 95, 40), nps(327, 70, 30))
    assert barely.word is Word.IMPROVED
    assert barely.comparison.interval is not None
    assert 0 < barely.comparison.interval[0] < 0.5
    facts = wording.facts(barely, "points")
    assert facts.interval.startswith("+0.")
    assert "." in facts.change


def test_a_rise_of_what_should_be_low_is_said_to_be_worse() -> None:
    assert WORSE.word is Word.DECLINED
    sentence = wording.verdict_sentence(WORSE, "Customers lost", "%")
    assert f"from 2.0{THIN}% to 3.6{THIN}%: really worse." in sentence
    assert not CELEBRATION.search(sentence)
    assert wording.word_alone(WORSE, "Customers lost") == "Customers lost really got worse."


def test_a_fall_of_what_should_be_low_is_an_improvement() -> None:
    verdict = churn_verdict(share(160, 4454), share(89, 4442))
    assert verdict.word is Word.IMPROVED
    assert "a real improvement" in wording.verdict_sentence(verdict, "Customers lost", "%")
    assert MINUS in wording.facts(verdict, "%").change


def test_what_is_too_small_to_matter_is_said_with_the_margin() -> None:
    assert SAFE.word is Word.NO_MEANINGFUL_CHANGE
    sentence = wording.verdict_sentence(SAFE, "Customers lost", "%")
    assert "no meaningful change" in sentence
    assert "less than the 1 pp that would matter" in sentence
    assert not CELEBRATION.search(sentence)


def test_too_few_answers_are_said_with_how_many_would_do() -> None:
    verdict = nps_verdict(nps(20, 5, 5), nps(19, 8, 3))
    assert verdict.word is Word.NOT_ENOUGH_DATA
    sentence = wording.verdict_sentence(verdict, "NPS", "points")
    assert "not enough to tell" in sentence
    assert "answers a period would be needed to see a change of 5 points" in sentence


def test_a_period_without_answers_is_said_to_be_one() -> None:
    assert "nobody answered in one of the two periods" in wording.verdict_sentence(EMPTY, "NPS", "points")


@pytest.mark.parametrize(
    ("headline", "counter", "said"),
    [
        (FLAGSHIP, WORSE, "Do not celebrate. NPS is within noise, while Churn got worse."),
        (FLAGSHIP, SAFE, "NPS is within noise, and no counter-metric is known to have got worse. No action."),
        (BETTER, WORSE, "NPS improved, but at a cost: Churn got worse."),
        (BETTER, SAFE, "NPS improved, and none of its counter-metrics paid for it."),
        (BETTER, None, "NPS improved, but Churn may have paid for it."),
        (verdict_with(-2.0, 0.5, 0.2), WORSE, "NPS really got worse. Churn got worse too."),
        (verdict_with(-2.0, 0.5, 0.2), None, "NPS really got worse."),
        (EMPTY, SAFE, "There is no verdict on NPS yet."),
        (EMPTY, WORSE, "Do not celebrate. There is no verdict on NPS yet, while Churn got worse."),
        (FLAGSHIP, None, "NPS is within noise, and nothing beside it has data yet."),
    ],
)
def test_the_headline_says_who_paid_for_it(headline: Verdict, counter: Verdict | None, said: str) -> None:
    metrics = {NPS.key: NPS, "churn": replace(NPS, key="churn", label="Churn")}
    assert scorecard_words.headline(scorecard(headline, {"churn": counter}), metrics, NPS.key) == said


def test_a_metric_on_its_own_is_not_praised() -> None:
    assert scorecard_words.headline(scorecard(BETTER, {}), {NPS.key: NPS}, NPS.key) == (
        "NPS improved. Nothing is watched beside it, so who paid for it is not known."
    )


def test_a_period_that_is_not_over_is_not_blamed_on_too_few_answers() -> None:
    verdict = judge(replace(FLAGSHIP.comparison, still_open=True), 5, FLAGSHIP.good_direction)
    sentence = wording.verdict_sentence(verdict, "NPS", "points")
    assert "not over yet" in sentence
    assert "needed" not in sentence


@pytest.mark.parametrize(
    ("words", "vocabulary"),
    [
        (wording.MEANINGS, Word),
        (wording.READINGS, Reading),
        (wording.GUARDS, Guard),
        (intake.REASONS, Reason),
        (intake.ROLES, Role),
        (wording.KINDS, Kind),
        (wording.UNITS, Kind),
    ],
    ids=["words", "readings", "guards", "reasons", "roles", "kinds", "units"],
)
def test_everything_that_can_be_said_has_words(words: Mapping[object, str], vocabulary: type[Word]) -> None:
    assert set(words) == set(vocabulary)


def test_a_receipt_counts_every_record_once() -> None:
    set_aside = {"preview_row": 2, "test_row": 1, "no_date": 7}
    assert intake.receipt(48, 38, 0, set_aside) == (
        "48 records, 38 used, 10 set aside: 2 preview, 1 test, 7 without a readable date"
    )
    assert intake.receipt(1200, 20, 1180, {}) == (f"1{THIN}200 records, 20 used, 1{THIN}180 already known, 0 set aside")


def test_a_share_is_also_told_as_the_people_on_its_bad_side() -> None:
    assert wording.people(0.8, 417, Direction.UP) == "83 of 417"
    assert wording.people(0.036, 4454, Direction.DOWN) == f"160 of 4{THIN}454"
    assert wording.people(None, 0, Direction.UP) == "none of 0"


@pytest.mark.parametrize(
    ("period", "said"),
    [
        (Period.parse("2026-03"), "March 2026"),
        (Period.parse("2026-Q1"), "Q1 2026"),
        (Period.parse("2026"), "2026"),
        (Period.parse("2026-03-09"), "9 March 2026"),
        (Period.months(2025, 2, 3), "1 February 2025 to 30 April 2025"),
        (Period(date(2025, 12, 22), date(2026, 1, 4)), "22 December 2025 to 4 January 2026"),
    ],
)
def test_a_period_is_spelled_as_people_say_it(period: Period, said: str) -> None:
    assert wording.spell(period) == said


def test_names_are_listed_as_in_a_sentence() -> None:
    assert [wording.listed(names) for names in (["a"], ["a", "b"], ["a", "b", "c"])] == ["a", "a and b", "a, b and c"]


def test_nothing_is_read_together_without_a_verdict_on_the_headline() -> None:
    assert scorecard_words.reading(scorecard(EMPTY, {"churn": WORSE})).startswith("without a verdict on the headline")
    assert scorecard_words.reading(scorecard(FLAGSHIP, {"churn": WORSE})).startswith(
        "noise: The headline did not really move"
    )


def test_an_edit_is_said_in_the_units_and_names_people_use() -> None:
    churn = replace(NPS, kind=Kind.PROPORTION, unit="%")
    assert definition_words.edited(churn, "smallest_change_that_matters", "0.03", "0.01") == (
        "Smallest change that matters", "3 pp", "1 pp",
    )  # fmt: skip
    assert definition_words.edited(NPS, "good_direction", "up", "down")[1:] == ("higher is better", "lower is better")
    assert definition_words.edited(NPS, "counter_metrics", "churn, csat", "")[1:] == (
        "Customers lost, Satisfied customers",
        "none",
    )
    assert definition_words.edited(NPS, "label", "NPS", "Recommendation") == ("Name", "NPS", "Recommendation")


def test_the_small_print_says_how_often_luck_does_it_and_how_far_the_figure_swings() -> None:
    rows = dict(small_print.honesty(FLAGSHIP, "points"))
    assert rows["Smallest change these answers could show"] == "11.2 points, four times in five"
    assert rows["How often luck alone does this"] == f"80{THIN}% of the time, if nothing changed"
    assert rows["Answers a period for a change like this one"] == f"about 50{THIN}000 for 1 point"
    assert "Swings by itself" not in rows
    assert rows["Mind"].startswith("Sampling noise only")
    restless = compare(Kind.NPS, nps(288, 92, 20), nps(292, 88, 20), swing=Swing(2.0, 12))
    rows = dict(small_print.honesty(judge(restless, 5, Direction.UP), "points"))
    assert rows["Swings by itself"].startswith("typically by 2.0 points")
    assert rows["Answers a period for a change that matters"].startswith("no number shows 5 points: below 7.9 points")


def test_who_was_counted_more_than_once_is_said() -> None:
    repeated = compare(
        Kind.NPS, nps(288, 92, 20), nps(292, 88, 20), dependence=Dependence("customer", 700, 18.0, 18.0, 699.0, True)
    )
    rows = dict(small_print.honesty(judge(repeated, 5, Direction.UP), "points"))
    assert rows["Counted more than once"] == "700 different customers, some of them more than once; allowed for"
