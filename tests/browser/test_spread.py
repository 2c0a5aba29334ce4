"""Spread and satisfied but left in a real browser: charts told in words, choices by keyboard, links that agree."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.harness import choose, rerun, shows_others, visit, visitor


def test_the_chart_of_a_spread_is_drawn_and_told_in_words(page: Page, server: str) -> None:
    visit(page, f"{server}/spread?w=example&metric=replied&compare=month&segment=all")
    chart = page.get_by_test_id("stVegaLiteChart")
    expect(chart).to_have_attribute(
        "aria-label", re.compile("the surest first. Social \\(channel\\), \u221237 pp \\(\u221249 to \u221225 pp\\)")
    )
    expect(chart.locator("canvas, svg").first).to_be_visible()


def test_two_filters_and_important_customers_are_in_the_link(page: Page, browser: Browser, server: str) -> None:
    visit(page, f"{server}/spread?w=example&metric=csat&compare=quarter&segment=all")
    choose(page, "Whose answers", "channel: phone")
    choose(page, "Second filter", "location: Leeds")
    with rerun(page):
        box = page.get_by_role("combobox", name="Who is important?")
        box.focus()
        page.keyboard.type("plan: Pro")
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"segment=channel%3Aphone&also=location%3ALeeds&important=plan%3APro$"))
    assert any("channel: phone and location: Leeds: " in text for text in page.locator(".cx").all_inner_texts())
    shows_others(browser, page.url, page)


def test_the_days_before_leaving_are_typed_and_kept_in_the_link(page: Page, browser: Browser, server: str) -> None:
    visit(page, f"{server}/satisfied_but_left?w=example&metric=csat&compare=month&segment=all")
    expect(page.locator(".cx-say")).to_contain_text("in the 90 days before")
    with rerun(page):
        box = page.get_by_role("spinbutton", name="Days before leaving in which an answer counts")
        box.fill("180")
        box.press("Enter")
    expect(page.locator(".cx-say")).to_have_text(
        "Most left satisfied: 67\u202f% of those who had answered in the 180 days before sounded satisfied."
    )
    chart = page.get_by_test_id("stVegaLiteChart")
    expect(chart).to_have_attribute("aria-label", re.compile("left within the month: 67.*were there and stayed: 78"))
    with visitor(browser) as other:
        visit(other, page.url)
        expect(other.locator(".cx-say")).to_have_text(page.locator(".cx-say").inner_text())
