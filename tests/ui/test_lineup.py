"""Spot the noise: one pick, and the page says plainly whether it was the real one."""

from __future__ import annotations

import re

import pytest

from cxmetrics.judge.compare import USUAL
from cxmetrics.judge.lineup import PANELS
from cxmetrics.model import Selection
from cxmetrics.period import Period
from cxmetrics.ui import opened
from cxmetrics.workspace import shelf
from tests.ui.conftest import Open, heading, words

CHURN = Selection("churn", Period.parse("2026-02"), Period.parse("2026-03"))


def real(selection: Selection) -> int:
    workspace = opened.workspace(shelf.EXAMPLE)
    sitting = workspace.sitting(workspace.outline(), selection, "", USUAL)
    assert sitting
    return sitting.lineup.real + 1


def test_every_panel_has_a_button_and_says_in_words_what_it_shows(open_page: Open) -> None:
    test = open_page("spot_the_noise")
    assert heading(test).startswith("One of these 20 charts is Net Promoter Score")
    assert [test.button(key=f"pick_{i + 1}").label for i in range(PANELS)] == [f"Chart {i + 1}" for i in range(PANELS)]
    pictures = [element.proto.body for element in test.html if "cx-panel" in element.proto.body[:20]]
    assert len(pictures) == PANELS
    assert all(re.search(r'aria-label="Chart \d+: the compared months go ', picture) for picture in pictures)
    assert "the real one" not in " ".join(pictures)
    assert "cx-panel-real" not in " ".join(pictures)


def test_finding_a_real_rise_is_said_plainly_and_kept(open_page: Open) -> None:
    test = open_page("spot_the_noise", metric="churn")
    number = real(CHURN)
    test.button(key=f"pick_{number}").click().run()
    assert not test.exception
    assert heading(test) == f"You found it: chart {number} is the real one."
    said = words(test)
    assert "is the largest of all 20" in said
    assert "Customers lost went from 2.0" in said
    assert "One visitor picked without having seen the chart, 1 found it." in said
    assert heading(open_page("spot_the_noise", metric="churn")) == heading(test)


def test_missing_it_is_said_plainly_and_shows_which_one_it_was(open_page: Open) -> None:
    test = open_page("spot_the_noise", metric="churn")
    number = real(CHURN)
    other = number % PANELS + 1
    test.button(key=f"pick_{other}").click().run()
    assert heading(test) == (
        f"You did not find it: you picked chart {other}, where nothing changed. The real one is chart {number}."
    )
    assert f"Chart {number}: the real one" in words(test)
    said = words(test)
    assert f"Chart {other}: your pick" in said
    assert "the verdict stands" in said
    assert "That is what noise looks like" not in said


def test_missing_what_is_within_noise_is_what_noise_looks_like(open_page: Open) -> None:
    test = open_page("spot_the_noise", metric="nps")
    number = real(Selection("nps", CHURN.before, CHURN.after))
    test.button(key=f"pick_{number % PANELS + 1}").click().run()
    assert "That is what noise looks like" in words(test)


def test_who_had_seen_the_chart_is_not_counted(open_page: Open) -> None:
    test = open_page("spot_the_noise", metric="churn")
    test.checkbox(key="seen_before").check().run()
    test.button(key=f"pick_{real(CHURN)}").click().run()
    said = words(test)
    assert "your pick says nothing about luck" in said
    assert "All picks" not in said


@pytest.mark.parametrize("before", ["2026-03-01..2026-03-07"])
def test_two_weeks_of_one_month_cannot_be_hidden(open_page: Open, before: str) -> None:
    test = open_page("spot_the_noise", metric="nps", compare="custom", before=before, after="2026-03-08..2026-03-14")
    assert not test.exception
    assert "too few months" in test.title[0].value


def test_the_scorecard_leads_here(open_page: Open) -> None:
    assert any(link.proto.page.endswith("spot_the_noise") for link in open_page().get("page_link"))


def test_the_game_is_not_shared(open_page: Open) -> None:
    for page, offered in (("spot_the_noise", []), ("gaming", ["Share this view", "Report"])):
        labels = [button.label for button in open_page(page).button]
        assert [label for label in labels if label in ("Share this view", "Report")] == offered
