"""Gamed?: who stands out, fairness to them, the target in the link, and what to bring where there is nothing to ask."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxmetrics.report.gaming_words import ELSE
from cxmetrics.ui import access, opened
from tests.ui.conftest import Open, heading, notices, words
from tests.workspace.exports import answers, days, taken, written


def test_the_example_s_agent_is_named_with_what_else_could_explain_it(open_page: Open) -> None:
    test = open_page("gaming")
    assert not test.exception
    assert heading(test) == (
        "Handle time fell 19\u202f% because very short calls rose from 49 to 328, 282 of them at E-014."
    )
    assert ELSE in [element.value for element in test.markdown]
    said = words(test)
    assert "E-014 Very short calls theirs 282 of 403 (70 %)" in said
    assert "Without calls under 15 s Handle time went from 5 min 02 s to 4 min 59 s: no meaningful" in said
    assert "217 of 5 029 calls (4 %) are followed by an answer of the same customer within 30 days" in said
    assert "E-014 8 answers: too few to say anything." in said


def test_where_nothing_happened_nobody_is_excused_for_anything(open_page: Open) -> None:
    test = open_page("gaming", metric="talk_time", compare="custom", before="2025-11", after="2025-12")
    assert heading(test).startswith("Nothing stands out: none of ")
    assert ELSE not in [element.value for element in test.markdown]
    assert "chance allows it" in words(test)
    assert "<strong>stands out</strong>" not in " ".join(element.proto.body for element in test.html)


def test_the_target_is_in_the_link_and_its_neighbourhood_is_told(open_page: Open) -> None:
    test = open_page("gaming", target="300")
    assert test.number_input(key="target").value == 300
    (told,) = [element.value for element in test.markdown if "below 5\u202fmin 00\u202fs" in element.value]
    assert told.endswith("That is within what luck allows.")
    test.number_input(key="target").set_value(240.0).run()
    assert test.query_params["target"] == "240"
    assert any("below 4\u202fmin 00\u202fs" in element.value for element in test.markdown)


@pytest.mark.parametrize("target", ["abc", "-3", "4", "nan", "1e12", "<b>"])
def test_a_target_that_cannot_be_is_named_and_nothing_is_shown_instead(open_page: Open, target: str) -> None:
    test = open_page("gaming", target=target)
    assert not test.exception
    assert f"'{target}'" in notices(test)
    assert not words(test)


def test_a_target_far_from_every_call_says_so(open_page: Open) -> None:
    test = open_page("gaming", target="80000")
    assert any(element.value.startswith("Too few calls end near it") for element in test.markdown)


def test_a_segment_that_the_records_lack_is_said(open_page: Open) -> None:
    test = open_page("gaming", metric="nps", segment="plan:Pro")
    assert not test.exception
    assert any("cannot be split by plan" in element.value for element in test.caption)


def test_a_workspace_without_such_a_metric_says_what_to_bring(open_page: Open, tmp_path: Path) -> None:
    opened.create("Survey", access.visitor())
    taken(opened.held("Survey"), written(tmp_path, answers([*days("2026-02"), *days("2026-03")])))
    test = open_page("gaming", w="Survey")
    assert not test.exception
    assert test.title[0].value == "No metric here can be gamed this way"
    assert any(link.proto.page.endswith("guide") for link in test.get("page_link"))
