"""Over time in a browser: a comment is typed, stands on the chart, is told in words, and goes again, by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.harness import PHONE, WIDE, rerun, unfold, visit


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desk", "phone"])
def test_a_comment_is_typed_shown_and_removed(page: Page, server: str, size: ViewportSize) -> None:
    page.set_viewport_size(size)
    visit(page, f"{server}/over_time?metric=ces")
    chart = page.get_by_test_id("stVegaLiteChart").first
    expect(chart).to_have_attribute("aria-label", re.compile("^Control chart of Ease of getting help, 27 points"))
    text = page.get_by_label("What happened", exact=True)
    unfold(page.get_by_text("Mark what happened"), text)
    page.get_by_text("A comment on a point").click()
    text.fill("Snow on the line")
    with rerun(page):
        page.get_by_role("button", name="Mark it").press("Enter")
    expect(page.get_by_text("comment: Snow on the line")).to_be_visible()
    expect(chart).to_have_attribute("aria-label", re.compile("Marked: 1 March 2026: Snow on the line"))
    with rerun(page):
        page.get_by_role("button", name="Remove").press("Enter")
    expect(page.get_by_text("comment: Snow on the line")).to_have_count(0)


def test_a_double_click_makes_one_mark(page: Page, server: str) -> None:
    visit(page, f"{server}/over_time?metric=ces")
    text = page.get_by_label("What happened", exact=True)
    unfold(page.get_by_text("Mark what happened"), text)
    text.fill("Two clicks")
    with rerun(page):
        page.get_by_role("button", name="Mark it").dblclick()
    expect(page.get_by_text("event: Two clicks")).to_have_count(1)
    expect(text).to_have_value("")
    with rerun(page):
        page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("event: Two clicks")).to_have_count(0)


def test_the_way_the_chart_is_drawn_travels_in_the_address(page: Page, server: str) -> None:
    visit(page, f"{server}/over_time?metric=nps")
    with rerun(page):
        page.get_by_role("radio", name="Weeks").click()
    expect(page).to_have_url(re.compile("by=week"))
    expect(page.get_by_text("118 weeks, 1 January 2024 to 5 April 2026")).to_be_visible()
    address = page.url
    visit(page, address)
    expect(page.get_by_text("118 weeks, 1 January 2024 to 5 April 2026")).to_be_visible()
    assert page.url == address
