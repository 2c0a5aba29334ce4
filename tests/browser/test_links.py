"""The address is the state: it can be copied, gone back from, and never lies."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.harness import choose, offered, rerun, settled, shows_others, visit, visitor


def test_a_copied_link_shows_the_same_sentence_and_figures_to_somebody_else(
    page: Page, browser: Browser, server: str
) -> None:
    visit(page, server)
    choose(page, "Metric", "Satisfied customers")
    choose(page, "Compare", "Quarter on quarter")
    choose(page, "Whose answers", "location: Leeds")
    expect(page).to_have_url(f"{server}/?w=example&metric=csat&compare=quarter&segment=location%3ALeeds")
    page.get_by_role("button", name="Copy link").click()
    shows_others(browser, page.get_by_test_id("stCode").inner_text().strip(), page)


def test_two_periods_of_ones_own_are_in_the_link(page: Page, browser: Browser, server: str) -> None:
    visit(page, server)
    choose(page, "Compare", "Two periods of my own")
    choose(page, "Before", "Q1 2025")
    expect(page.locator(".cx-kicker").first).to_contain_text("March 2026 against Q1 2025")
    mine = page.locator(".cx-headline").inner_text()
    with visitor(browser) as other:
        visit(other, page.url)
        assert other.locator(".cx-headline").inner_text() == mine


def test_days_can_be_written_and_what_cannot_be_read_leaves_the_view_as_it_was(page: Page, server: str) -> None:
    visit(page, server)
    choose(page, "Compare", "Two periods of my own")
    _write(page, "After", "2026-03-09..2026-03-13")
    expect(page.locator(".cx-kicker").first).to_contain_text("9 March 2026 to 13 March 2026 against February 2026")
    address, mine = page.url, page.locator(".cx-headline").inner_text()
    _write(page, "After", "last spring")
    expect(page.get_by_test_id("stAlert")).to_contain_text("last spring")
    assert page.locator(".cx-headline").inner_text() == mine
    assert page.url == address


@pytest.mark.parametrize(
    ("link", "named"),
    [
        ("/?metric=moon_phase", "moon_phase"),
        ("/?compare=fortnight", "fortnight"),
        ("/?segment=location%3AAtlantis", "location:Atlantis"),
        ("/?compare=custom&before=spring&after=2026-03", "spring"),
        ("/?w=Nobodys", "Nobodys"),
        ("/data?w=Nobodys", "Nobodys"),
        ("/metrics?w=..%2Fetc", "../etc"),
    ],
)
def test_a_link_that_cannot_be_honoured_says_so_and_leads_back(page: Page, server: str, link: str, named: str) -> None:
    visit(page, server + link)
    expect(page.get_by_test_id("stAlert")).to_contain_text(named)
    expect(page.locator(".cx")).to_have_count(0)
    with rerun(page):
        page.get_by_role("button", name="Show the scorecard of the example").click()
    expect(page.locator(".cx-headline .cx-badge")).to_contain_text("within noise")
    expect(page.get_by_test_id("stAlert")).to_have_count(0)


def test_the_back_button_returns_to_the_earlier_selection(page: Page, server: str) -> None:
    visit(page, server)
    first = page.locator(".cx-say").inner_text()
    choose(page, "Metric", "Customers lost")
    expect(page.locator(".cx-say")).to_contain_text("Customers lost")
    with rerun(page):
        page.go_back()
    expect(page.locator(".cx-say")).to_have_text(first)
    expect(page.get_by_role("combobox", name="Metric")).to_have_value("Net Promoter Score")


def test_a_reload_keeps_the_view(page: Page, server: str) -> None:
    visit(page, server)
    choose(page, "Metric", "Called again within a week")
    choose(page, "Compare", "Month, year on year")
    before = page.locator(".cx").all_inner_texts()
    page.reload()
    settled(page)
    assert page.locator(".cx").all_inner_texts() == before


def test_the_scorecard_keeps_its_selection_while_other_pages_are_read(page: Page, server: str) -> None:
    visit(page, server)
    choose(page, "Metric", "Customers lost")
    address = page.url
    for name in ("Methods", "Scorecard"):
        with rerun(page):
            page.get_by_role("link", name=name).click()
    expect(page.locator(".cx-say")).to_contain_text("Customers lost")
    assert page.url == address


def test_the_quick_check_keeps_its_figures_in_the_link(page: Page, browser: Browser, server: str) -> None:
    visit(page, f"{server}/quick_check")
    with rerun(page):
        box = page.get_by_role("spinbutton", name="NPS").last
        box.fill("90")
        box.press("Enter")
    expect(page.locator(".cx-say")).to_have_text("NPS really improved.")
    with visitor(browser) as other:
        visit(other, page.url)
        expect(other.locator(".cx-say")).to_have_text("NPS really improved.")


def _write(page: Page, label: str, text: str) -> None:
    with rerun(page):
        offered(page, label, text)
        page.keyboard.press("Enter")
