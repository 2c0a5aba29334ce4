"""The page over time: what its first sentence says, what its link carries, and marks from the form to the chart."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from cxmetrics.report.figures import THIN
from cxmetrics.ui import opened
from tests.ui.conftest import Open, heading, notices, words


def page_words(test: AppTest) -> str:
    """Headings and Markdown too, without escapes."""
    said = [element.value for element in (*test.markdown, *test.header)]
    return re.sub(r"\\(.)", r"\1", " ".join(said))


def test_the_drip_is_said_in_a_sentence_with_its_numbers(open_page: Open) -> None:
    test = open_page("over_time", metric="csat_invoice")
    assert not test.exception
    assert heading(test) == (
        "No single month alarmed, but over the year Satisfied customers: invoice got worse by 5.5 pp: from about "
        f"79.5{THIN}% in April 2025 to 74.0{THIN}% in March 2026."
    )


def test_other_metrics_say_where_it_drips(open_page: Open) -> None:
    test = open_page("over_time", metric="ces")
    assert heading(test) == (
        "Nothing stands out: Ease of getting help stays within its limits, and no slow drift is seen."
    )
    assert "Slipping without any alarm: Satisfied customers: invoice by 5.5 pp over the year." in words(test)


def test_a_signal_is_said_with_how_often_luck_makes_one(open_page: Open) -> None:
    test = open_page("over_time", metric="churn")
    assert heading(test) == (
        "Customers lost shows a signal in March 2026: above the upper limit. "
        f"21{THIN}% of stable series this long show one."
    )
    assert "April 2026 is still open and is not judged." in words(test)


def test_three_verdicts_stand_side_by_side(open_page: Open) -> None:
    said = words(open_page("over_time", metric="nps"))
    for name in ("Month on month", "Quarter on quarter", "Month, year on year"):
        assert name in said


def test_every_metric_of_the_example_has_its_page_by_months_and_weeks(open_page: Open) -> None:
    test = open_page("over_time")
    outline = opened.outline("example", opened.workspace("example").version)
    for metric in outline.metrics:
        for compare in ("month", "year"):
            test.query_params["metric"], test.query_params["compare"] = metric, compare
            test.run()
            assert not test.exception, metric
            assert not test.warning, metric
            assert heading(test)


def test_how_the_chart_is_drawn_is_in_the_link(open_page: Open) -> None:
    test = open_page("over_time", metric="nps")
    test.selectbox(key="baseline").set_value("12").run()
    assert test.query_params["baseline"] == "12"
    assert "38 % of stable series with 27 months" in words(test)
    assert "The grey band is what luck allows (" in words(test)
    test.segmented_control(key="by").set_value("week").run()
    assert test.query_params["by"] == "week"
    assert "118 weeks, 1 January 2024 to 5 April 2026" in words(test)
    again = open_page("over_time", metric="nps", by="week", baseline="52")
    assert again.selectbox(key="baseline").value == "52"


def test_a_season_is_taken_out_or_left_in(open_page: Open) -> None:
    test = open_page("over_time", metric="ces")
    assert "The season was taken out" in words(test)
    test.segmented_control(key="season").set_value("in").run()
    assert test.query_params["season"] == "in"
    assert "There is a season, and it was left in" in words(test)
    assert "season" not in [control.key for control in open_page("over_time", metric="nps").segmented_control]


@pytest.mark.parametrize(
    ("field", "text"), [("by", "day"), ("baseline", "5"), ("baseline", "many"), ("season", "<b>"), ("by", "")]
)
def test_what_cannot_be_honoured_is_named_and_nothing_is_shown_instead(open_page: Open, field: str, text: str) -> None:
    test = open_page("over_time", metric="nps", **{field: text})
    assert not test.exception
    assert text in notices(test)
    assert "This value cannot be used" in notices(test)
    assert not words(test)


def marked(test: AppTest, kind: str, text: str) -> AppTest:
    radio = next(radio for radio in test.radio if radio.label == "What it is")
    radio.set_value(next(option for option in radio.options if str(option).startswith(kind)))
    next(field for field in test.text_input if field.label == "What happened").set_value(text)
    next(button for button in test.button if button.label == "Mark it").click()
    return test.run()


def test_a_comment_is_made_shown_and_taken_away(open_page: Open) -> None:
    test = open_page("over_time", metric="nps")
    marked(test, "A comment", "Snow *everywhere* <b>")
    assert not test.exception
    assert "**1 March 2026**, comment: Snow *everywhere* <b>" in page_words(test)
    (mark,) = opened.workspace("example").marks()
    assert (mark.metric, mark.text) == ("nps", "Snow *everywhere* <b>")
    assert "Snow" not in page_words(open_page("over_time", metric="ces"))
    test = open_page("over_time", metric="nps")
    next(button for button in test.button if button.label == "Remove").click()
    test.run()
    assert "Snow" not in page_words(test)
    assert opened.workspace("example").marks() == ()


def test_a_mark_without_words_is_refused(open_page: Open) -> None:
    test = marked(open_page("over_time", metric="nps"), "An event", "  ")
    assert "1 to 200 characters" in notices(test)
    assert opened.workspace("example").marks() == ()


def test_who_stays_is_told_with_the_people_behind_it(open_page: Open) -> None:
    said = words(open_page("over_time", metric="churn"))
    assert "Of 1 368 people, 81 % (1 103) were still there after 12 months; so 265 were not." in said
    assert "no time of joining stands out" in said
    assert "Who stays" not in words(open_page("over_time", metric="nps"))


def test_a_small_cohort_is_hidden(open_page: Open) -> None:
    said = words(open_page("over_time", metric="churn", segment="plan:Plus"))
    assert "September 2024 too few to tell October 2024 44" in said
