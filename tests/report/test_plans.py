"""A plan in words: what it takes, what is there, what luck does, and which counter-metric is the slowest."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from cxmetrics.judge.planning import Need, Standing, present, to_see
from cxmetrics.measure import LeaversOf, NpsOf, ShareOf
from cxmetrics.model import Direction, Kind, Metric, Moments, Swing
from cxmetrics.period import Period
from cxmetrics.report import plan_chart, plans
from cxmetrics.report.figures import THIN
from cxmetrics.report.html import render
from cxmetrics.report.plans import Subject
from tests.judge.examples import nps
from tests.report.test_html import HOSTILE, Page

ABOUT = Subject("NPS", Kind.NPS, "points", "answers", "month")
CHURN = Subject("Customers lost", Kind.PROPORTION, "%", "people", "month")
NOW = Standing(present(Kind.NPS, nps(288, 92, 20)), now=400, weeks=31 / 7)
RESTLESS = Standing(present(Kind.NPS, nps(288, 92, 20), Swing(2.0, 12)), now=400, weeks=31 / 7)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (1, f"A change of 1 point in NPS takes about 50{THIN}000 answers a period to see: about 11 years"),
        (5, f"A change of 5 points in NPS takes about 2{THIN}000 answers a period to see: 23 weeks at today's rate."),
        (10, "A change of 10 points in NPS takes about 500 answers a period to see: 6 weeks at today's rate."),
        (12, "You have enough: with 400 answers a month, a change of 12 points in NPS would be seen at least four"),
    ],
)
def test_the_first_sentence_says_how_many_answers_and_how_long(change: float, said: str) -> None:
    assert plans.say(ABOUT, NOW, to_see(NOW, change)).startswith(said)


def test_what_swings_by_itself_has_a_floor_that_no_number_of_answers_breaks() -> None:
    need = to_see(RESTLESS, 5.0)
    assert plans.say(ABOUT, RESTLESS, need) == (
        "No number of answers would show a change of 5 points in NPS: it swings too much by itself from one month to "
        "the next, and below 7.9 points nothing stands out."
    )
    assert dict(plans.rows(ABOUT, RESTLESS, need))["More answers do not help"].startswith("below 7.9 points")


def test_a_label_with_a_colon_is_quoted_within_the_sentence() -> None:
    about = replace(ABOUT, label="Left because: none given")
    assert "in “Left because: none given” takes about" in plans.say(about, NOW, to_see(NOW, 5.0))


def test_nothing_is_planned_from_answers_that_are_all_alike_or_not_there() -> None:
    alike = Standing(present(Kind.MEAN, Moments(n=50, total=200.0)), now=50, weeks=4.0)
    assert "do not differ" in plans.say(ABOUT, alike, to_see(alike, 0.2))
    assert [name for name, _ in plans.rows(ABOUT, alike, to_see(alike, 0.2))] == ["Now"]
    assert plan_chart.data(ABOUT, alike, to_see(alike, 0.2)).empty
    silent = replace(NOW, now=0)
    assert "nothing came in" in plans.say(ABOUT, silent, to_see(silent, 5.0))


def test_the_rows_say_what_the_present_answers_can_do() -> None:
    rows = dict(plans.rows(ABOUT, NOW, to_see(NOW, 5.0)))
    assert rows["Now"] == "400 answers a month, about 90 a week"
    assert rows["Smallest change you would see"].startswith("11.2 points")
    # the error of the difference is 4.007 points: 5 is 1.248 of them
    assert f"seen 24{THIN}% of the time" in rows["How surely you would see it"]
    assert f"turns up 21{THIN}% of the time" in rows["How often luck alone does this"]
    assert "not known" in rows["Mind"]


@pytest.mark.parametrize(
    ("number", "said"),
    [(None, "never"), (0.2, "1 week"), (22.3, "23 weeks"), (104, "104 weeks"), (555, "about 11 years")],
)
def test_time_is_said_in_weeks_and_from_two_years_on_in_years(number: float | None, said: str) -> None:
    assert plans.weeks(number) == said


def test_the_slowest_of_all_is_named_and_what_never_settles_is_said() -> None:
    seen, proven = Need(5.0, 3_537, 400, 40.0), Need(0.01, 4_528, 4_454, 4.5)
    said = plans.together([(ABOUT, seen), (CHURN, proven)], [])
    more = "NPS takes more answers here than alone, because all have to succeed at once."
    assert said == ["For four times in five it takes 40 weeks; NPS is the slowest.", more]
    never = plans.together([(ABOUT, seen), (CHURN, Need(0.01, None, 4_454, None))], ["Referrals"])
    assert never == [
        "Waiting does not settle it: Customers lost swings too much by itself from one month to the next. Compare "
        "longer periods, or allow for more.",
        more,
        "Without data to plan from: Referrals.",
    ]
    enough = plans.together([(ABOUT, replace(seen, now=4_000)), (CHURN, replace(proven, now=9_000))], [])
    assert enough == ["One month is enough to settle all of them four times in five."]


def test_the_table_has_the_headline_first_and_marks_the_slowest_once() -> None:
    rows = plans.table([(ABOUT, Need(5.0, 3_537, 400, 40.0)), (CHURN, Need(0.01, 4_528, 9_000, 2.2))])
    assert [(row.shows, row.needed, row.weeks, row.slowest) for row in rows] == [
        ("a change of 5 points", f"about 3{THIN}500", "40 weeks", True),
        ("no harm of 1 pp", f"about 4{THIN}500", "enough now", False),
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_label_is_only_text(text: str) -> None:
    about = replace(ABOUT, label=text)
    need = to_see(NOW, 5.0)
    both = [(about, need), (about, need)]
    for fragment in (
        render("plan", kicker=text, say=plans.say(about, NOW, need)),
        render("plan_together", said=plans.together(both, [text]), table=plans.table(both)),
    ):
        page = Page(fragment)
        assert text in page.text
        assert page.tags <= {"section", "p", "h1", "h2", "span", "table", "thead", "tbody", "tr", "th", "td"}
        assert page.attributes.keys() <= {"class", "scope"}


def test_what_is_counted_and_how_long_a_period_is_have_names() -> None:
    metric = Metric("m", "M", Kind.NPS, "points", Direction.UP, NpsOf("q"), (), 5, "")
    assert plans.counted(metric) == "answers"
    assert plans.counted(replace(metric, measure=LeaversOf("a", "b"))) == "people"
    assert plans.counted(replace(metric, measure=ShareOf("c"))) == "records"
    spelled = [plans.length(Period.parse(text)) for text in ("2026-03", "2026-Q1", "2026", "2026-03-09..2026-03-15")]
    assert spelled == ["month", "quarter", "year", "period"]


def test_the_chart_shows_the_curve_with_what_is_wanted_there_and_needed() -> None:
    data = plan_chart.data(ABOUT, NOW, to_see(NOW, 5.0))
    assert set(data["part"]) == {"curve", "wanted", "over", "now", "needed"}
    assert data.loc[data["part"] == "now", "change"].item() == pytest.approx(11.2, abs=0.05)
    needed = data.loc[data["part"] == "needed"].iloc[0]
    assert (needed["answers"], needed["label"]) == (2_017, f"needed: 2{THIN}000")
    assert needed["change"] == pytest.approx(5.0, abs=0.01)
    curve = data[data["part"] == "curve"]
    assert curve["change"].is_monotonic_decreasing
    assert curve["answers"].is_monotonic_increasing


def test_a_floor_is_drawn_on_the_other_side_of_its_line_than_the_wish() -> None:
    data = plan_chart.data(ABOUT, RESTLESS, to_see(RESTLESS, 5.0))
    floor = data.loc[data["part"] == "floor", "change"].item()
    assert floor == pytest.approx(7.92, abs=0.01)
    assert data.loc[data["part"] == "over", "label"].item() == "floor: 7.9 points"
    assert data.loc[data["part"] == "under", "label"].item() == "wanted: 5 points"
    assert (data.loc[data["part"] == "curve", "change"] > floor).all()


def test_shares_are_drawn_in_percentage_points() -> None:
    standing = Standing(present(Kind.PROPORTION, Moments(n=4_442, positive=89)), now=4_442, weeks=4.0)
    data = plan_chart.data(CHURN, standing, to_see(standing, 0.01))
    assert data.loc[data["part"] == "wanted", "change"].item() == pytest.approx(1.0)


def test_the_specification_is_built_once_and_holds_nothing_from_a_file() -> None:
    assert plan_chart.spec("points", "answers") is plan_chart.spec("points", "answers")
    spec = json.dumps(plan_chart.spec("points", "answers"))
    assert '"values"' not in spec
    columns = set(plan_chart.data(ABOUT, NOW, to_see(NOW, 5.0)).columns)
    assert columns == {"part", "ink", "answers", "change", "label", "words", "seen", "time"}


def test_the_chart_is_told_in_words() -> None:
    words = plan_chart.words(ABOUT, NOW, to_see(NOW, 5.0))
    assert f"The present 400 see 11.2 points; about 2{THIN}000 see 5 points." in words
    assert "no number of them sees 5 points" in plan_chart.words(ABOUT, RESTLESS, to_see(RESTLESS, 5.0))
