"""The spread page: its sentence is true whether somebody is worst served or not, and its filters are in the link."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cxmetrics.report.figures import MINUS, THIN
from tests.ui.conftest import Open, heading, notices, words


def test_where_nothing_stands_out_the_page_says_so(open_page: Open) -> None:
    test = open_page("spread")
    assert not test.exception
    assert (
        heading(test) == "Nothing stands out: none of 14 segments differs from the others by more than luck explains."
    )
    said = words(test)
    assert "Benjamini-Hochberg's correction" in said
    assert "worse than the others" not in said
    assert "Too few to say, with fewer than 20 answers" in said


def test_the_worst_served_is_named_with_its_people(open_page: Open) -> None:
    test = open_page("spread", metric="replied")
    expected = f"Social (channel) is worst served: Tickets replied to 63{THIN}%, against 100{THIN}% for the others."
    assert heading(test) == expected
    said = words(test)
    assert "37 % = 31 of 83 not so" in said
    assert "the same records as Social messaging (via)" in said
    assert f"The gap is {MINUS}37 pp" in said


def test_customers_and_not_the_employee_are_worst_served(open_page: Open) -> None:
    test = open_page("spread", metric="short_calls")
    assert heading(test).startswith(
        f"Customers of E-014 are worst served: Very short calls 70{THIN}%, against 1.0{THIN}%"
    )
    assert "70 % = 282 of 403 affected" in words(test)


def test_a_low_figure_of_a_metric_that_works_against_customers_is_no_praise(open_page: Open) -> None:
    test = open_page("spread", metric="handle_time")
    assert heading(test).startswith("E-014 (employee) stands apart: Handle time 24")
    assert "By itself that is no praise." in heading(test)
    assert "better than the others" not in words(test)


def test_the_parts_that_say_the_opposite_of_the_whole_are_told(open_page: Open) -> None:
    said = words(
        open_page("spread", metric="ticket_csat", compare="custom", before="2025-Q1", after="2026-Q1", segment="all")
    )
    assert f"Tickets rated good moved by {MINUS}4 pp in total, but within the values of channel" in said
    assert "the other way, by +6 pp" in said


def test_two_filters_are_in_the_link_and_shown_as_one_crossing(open_page: Open) -> None:
    test = open_page("spread", metric="csat", compare="quarter", segment="channel:phone")
    test.selectbox(key="also").set_value("location:Leeds").run()
    assert test.query_params["also"] == "location:Leeds"
    assert not test.exception
    said = words(test)
    assert re.search(r"channel: phone and location: Leeds: \d+ %, against \d+ % for the others, a gap of", said)
    test.selectbox(key="also").set_value("all").run()
    assert "also" not in test.query_params


def test_a_second_filter_gives_way_to_a_segment_of_its_own_column(open_page: Open) -> None:
    test = open_page("spread", metric="csat", also="location:Leeds")
    test.selectbox(key="pick_segment").set_value("channel:phone").run()
    assert test.query_params["also"] == "location:Leeds"
    test.selectbox(key="pick_segment").set_value("location:York").run()
    assert "also" not in test.query_params
    assert not notices(test)


def test_important_customers_are_chosen_in_the_link(open_page: Open) -> None:
    test = open_page("spread", metric="csat", important="plan:Pro")
    assert test.multiselect(key="important").value == ["plan:Pro"]
    assert "Pro: 78" in words(test)
    test.multiselect(key="important").set_value(["plan:Pro", "plan:Plus"]).run()
    assert test.query_params["important"] == "plan:Pro,plan:Plus"
    assert "Pro, Plus: " in words(test)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"also": "location:Atlantis"}, "location:Atlantis"),
        ({"also": "channel:phone", "segment": "channel:chat"}, "two segments of channel at once"),
        ({"important": "plan:pro\r\nplan:basic"}, "which is not one line"),
        ({"important": "plan:Gold"}, "plan:Gold"),
        ({"important": "plan:Pro,channel:chat"}, "values of one column"),
        ({"important": '"'}, "no"),
    ],
)
def test_a_link_that_cannot_be_honoured_is_refused_in_words(open_page: Open, fields: dict[str, str], said: str) -> None:
    test = open_page("spread", metric="csat", **fields)
    assert not test.exception
    assert said in notices(test)
    assert not words(test)


def test_where_a_column_is_missing_the_page_says_what_to_bring(open_page: Open) -> None:
    test = open_page("spread", metric="employee_turnover")
    said = " ".join(element.value for element in test.markdown)
    assert "has a column such as plan or tier. Bring one to see" in said


def test_important_customers_are_known_from_the_list_of_customers_too(open_page: Open) -> None:
    test = open_page("spread", metric="handle_time", important="plan:Pro")
    assert not test.exception
    assert "Pro: 3 min" in words(test)


def test_an_open_period_names_nobody(open_page: Open) -> None:
    test = open_page("spread", metric="short_calls", compare="custom", before="2026-03", after="2026-04")
    assert heading(test) == "No segment is named before April 2026 is over."


def test_every_metric_of_the_example_has_its_spread(open_page: Open, home: Path) -> None:
    test = open_page("spread")
    metrics = test.sidebar.selectbox(key="pick_metric").options
    assert len(metrics) > 30
    for key in ("nps", "ces", "handle_time", "churn", "employee_retention", "leave_reason_none_given", "hold_time"):
        test = open_page("spread", metric=key)
        assert not test.exception, key
        assert heading(test), key
