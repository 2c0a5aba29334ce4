"""The plan in a real browser: its chart is drawn and told, and its link shows somebody else the same."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.harness import choose, rerun, shows_others, visit, visitor


def test_a_copied_plan_shows_the_same_to_somebody_else(page: Page, browser: Browser, server: str) -> None:
    visit(page, f"{server}/plan")
    choose(page, "Metric", "Customers lost")
    with rerun(page):
        box = page.get_by_role("spinbutton", name="Which change would be worth seeing, in percentage points?")
        box.fill("0.5")
        box.press("Enter")
    expect(page).to_have_url(re.compile(r"/plan\?w=example&metric=churn&compare=month&segment=all&change=0\.5$"))
    page.get_by_role("button", name="Copy link").click()
    shows_others(browser, page.get_by_test_id("stCode").inner_text().strip(), page)


def test_the_chart_of_a_plan_is_drawn_and_told_in_words(page: Page, server: str) -> None:
    visit(page, f"{server}/plan")
    chart = page.get_by_test_id("stVegaLiteChart")
    expect(chart).to_have_attribute("aria-label", re.compile("^The smallest change in Net Promoter Score that is seen"))
    expect(chart.locator("canvas, svg").first).to_be_visible()


def test_the_scorecard_leads_to_the_plan_of_the_same_view(page: Page, server: str) -> None:
    visit(page, server)
    choose(page, "Compare", "Month, year on year")
    with rerun(page):
        page.get_by_role("link", name="Plan what it would take to know").click()
    expect(page.locator(".cx-say")).to_contain_text("A change of 5 points in Net Promoter Score")
    expect(page.get_by_role("combobox", name="Compare")).to_have_value("Month, year on year")


def test_a_figure_typed_in_is_planned_and_kept_in_the_link(page: Page, browser: Browser, server: str) -> None:
    visit(page, f"{server}/plan")
    with rerun(page):
        page.get_by_role("radio", name="A figure I know").click()
    with rerun(page):
        box = page.get_by_role("spinbutton", name="Answers")
        box.fill("4000")
        box.press("Enter")
    expect(page.locator(".cx-say")).to_contain_text("You have enough: with 4\u202f000 answers a period")
    with visitor(browser) as other:
        visit(other, page.url)
        expect(other.locator(".cx-say")).to_have_text(page.locator(".cx-say").inner_text())
