"""Gamed? in a real browser: its chart is drawn and told, and the target travels in the link."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.harness import rerun, shows_others, visit


def test_agents_are_drawn_and_told_in_words(page: Page, server: str) -> None:
    visit(page, f"{server}/gaming")
    chart = page.get_by_test_id("stVegaLiteChart")
    told = re.compile(
        r"^Very short calls, % of calls, .* E-014 comes first with 282 of 403; all others have 46 of 4626\.$"
    )
    expect(chart).to_have_attribute("aria-label", told)
    expect(chart.locator("canvas, svg").first).to_be_visible()


def test_a_target_typed_in_shows_somebody_else_the_same(page: Page, browser: Browser, server: str) -> None:
    visit(page, f"{server}/gaming?w=example&metric=handle_time&compare=month&segment=all")
    box = page.get_by_role("spinbutton", name="Which target do agents have, in seconds?")
    with rerun(page):
        box.fill("240")
        box.press("Enter")
    expect(page).to_have_url(re.compile(r"/gaming\?w=example&metric=handle_time&compare=month&segment=all&target=240$"))
    shows_others(browser, page.url, page)


def test_from_here_one_click_leads_to_the_line_up_of_the_same_view(page: Page, server: str) -> None:
    visit(page, f"{server}/gaming?w=example&metric=handle_time&compare=quarter&segment=all")
    with rerun(page):
        page.get_by_role("link", name="Spot the noise: could you have told?").click()
    expect(page).to_have_url(re.compile(r"/spot_the_noise\?w=example&metric=handle_time&compare=quarter&segment=all$"))
