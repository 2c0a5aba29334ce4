"""Spot the noise in a real browser: by keyboard, and with nothing in the page that gives the real chart away."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.harness import PHONE, rerun, visit, visitor


def test_a_chart_is_picked_by_keyboard_and_the_answer_stays(page: Page, browser: Browser, server: str) -> None:
    visit(page, f"{server}/spot_the_noise?w=example&metric=csat&compare=year&segment=all")
    expect(page.locator(".cx-panel")).to_have_count(20)
    kinds = page.locator(".cx-panel").evaluate_all("all => all.map(panel => panel.className)")
    assert set(kinds) == {"cx-panel"}
    page.get_by_role("button", name="Chart 5", exact=True).focus()
    with rerun(page):
        page.keyboard.press("Enter")
    said = page.locator(".cx-say")
    expect(said).to_have_text(
        re.compile(r"^You (found it: chart 5 is the real one|did not find it: you picked chart 5)")
    )
    expect(page.locator(".cx-panel-real")).to_have_count(1)
    answer = said.inner_text()
    with visitor(browser) as again:
        visit(again, page.url)
        expect(again.locator(".cx-say")).to_have_text(answer)


def test_a_phone_shows_two_charts_side_by_side(page: Page, server: str) -> None:
    page.set_viewport_size(PHONE)
    visit(page, f"{server}/spot_the_noise")
    tops = page.locator(".cx-panel").evaluate_all("all => all.map(e => Math.round(e.getBoundingClientRect().top))")
    assert [tops.count(top) for top in dict.fromkeys(tops)] == [2] * 10


def test_the_scorecard_leads_to_the_line_up_of_the_same_view(page: Page, server: str) -> None:
    visit(page, f"{server}/?w=example&metric=ces&compare=quarter&segment=all")
    with rerun(page):
        page.get_by_role("link", name="Spot the noise: could you have told?").click()
    expect(page).to_have_url(re.compile(r"/spot_the_noise\?w=example&metric=ces&compare=quarter&segment=all$"))
    expect(page.locator(".cx-say")).to_contain_text("Ease of getting help")
