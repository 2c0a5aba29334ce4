"""The page satisfied but left: the planted truth in its sentence, its choices in the link, and never an empty page."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxmetrics.report.figures import THIN
from cxmetrics.workspace.workspace import Workspace
from tests.ui.conftest import Open, heading, notices, words
from tests.workspace.exports import answers, days, taken, written


def test_the_sentence_says_that_most_left_satisfied(open_page: Open) -> None:
    test = open_page("satisfied_but_left", metric="csat", window="180")
    assert not test.exception
    assert heading(test) == (
        f"Most left satisfied: 67{THIN}% of those who had answered in the 180 days before sounded satisfied."
    )
    said = words(test)
    assert "33 % = 213 of 647 had not sounded satisfied; 67 % = 434 had (63 % to 71 %, 95 % interval)." in said
    assert "those who would leave were less satisfied already" in said
    assert "of 2 593 who left" in said
    assert "None given" in said
    assert "18 % = 470 of 2 593 named a competitor (17 % to 20 %): “Hillside Fibre” 298, “Quickwire” 172." in said
    assert "there is no survey here whose answers carry the ids of the roster" in said


def test_the_window_is_in_the_link(open_page: Open) -> None:
    test = open_page("satisfied_but_left", metric="nps")
    assert test.number_input(key="window").value == 90
    test.number_input(key="window").set_value(180).run()
    assert test.query_params["window"] == "180"
    assert "= 404 had" in words(test)


def test_only_those_who_left_in_the_later_period(open_page: Open) -> None:
    test = open_page("satisfied_but_left", metric="csat")
    test.radio(key="left").set_value("period").run()
    assert test.query_params["left"] == "period"
    assert "Customers who left in March 2026" in words(test)
    assert "of 160 who left" in words(test)


def test_competitors_are_added_in_the_link(open_page: Open) -> None:
    test = open_page("satisfied_but_left", metric="csat", rivals="too slow, <b>x</b>")
    assert not test.exception
    assert "“too slow” 210" in words(test)


@pytest.mark.parametrize(
    ("field", "value"),
    [("window", "0"), ("window", "abc"), ("window", "9999"), ("left", "tomorrow"), ("rivals", "not one line\nbut two")],
)
def test_a_link_that_cannot_be_honoured_is_refused_in_words(open_page: Open, field: str, value: str) -> None:
    test = open_page("satisfied_but_left", metric="csat", **{field: value})
    assert not test.exception
    assert value.partition("\n")[0] in notices(test)
    assert not words(test)


def test_where_a_file_is_missing_the_page_says_what_to_bring(open_page: Open, home: Path, tmp_path: Path) -> None:
    with Workspace(home / "thin.duckdb") as workspace:
        taken(workspace, written(tmp_path, answers(days("2026-02") + days("2026-03"))))
    test = open_page("satisfied_but_left", w="thin")
    assert not test.exception
    assert heading(test) == "Whether those who left had been satisfied cannot be said yet."
    assert "Bring a file that says who left and when" in words(test)
    text = " ".join(element.value for element in test.markdown)
    assert "No reasons are known." in text
    assert "Bring an HR roster" in text


def test_what_luck_may_have_made_is_not_called_a_fact(open_page: Open) -> None:
    test = open_page("satisfied_but_left", metric="nps", left="period", window="120")
    assert heading(test).startswith("Whether most left satisfied cannot be told: 61")
    assert "is within luck: these answers cannot tell whether leavers felt otherwise." in words(test)
