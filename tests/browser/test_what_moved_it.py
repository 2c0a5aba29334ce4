"""What moved it in a real browser: the steps are drawn and told, and a split that was chosen travels with the link."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.harness import PHONE, WIDE, rerun, shows_others, visit


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_the_steps_are_drawn_told_in_words_and_chosen_by_keyboard(page: Page, server: str, size: ViewportSize) -> None:
    page.set_viewport_size(size)
    visit(page, f"{server}/what_moved_it")
    chart = page.get_by_test_id("stVegaLiteChart")
    expect(chart).to_have_attribute(
        "aria-label", re.compile("^Net Promoter Score, from 67.0 to 68.0 in steps that add up, one for each employee:")
    )
    expect(chart.locator("canvas, svg").first).to_be_visible()
    with rerun(page):
        page.get_by_role("radio", name="location").focus()
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"[?&]by=location"))
    expect(chart).to_have_attribute("aria-label", re.compile("one for each location: .*Leeds"))


def test_a_split_that_was_chosen_is_shown_to_somebody_else(page: Page, browser: Browser, server: str) -> None:
    visit(page, f"{server}/what_moved_it")
    with rerun(page):
        page.get_by_role("radio", name="week").click()
    shows_others(browser, page.url, page)


def test_every_value_is_told_in_figures(page: Page, server: str) -> None:
    visit(page, f"{server}/what_moved_it?w=example&metric=churn")
    page.get_by_text("Every plan in figures").click()
    for plan in ("Basic", "Plus", "Pro"):
        expect(page.get_by_role("rowheader", name=plan, exact=True)).to_be_visible()
