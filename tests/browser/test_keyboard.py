"""Every page by keyboard alone: Tab reaches whatever can be done on it and shows where it is."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.harness import PHONE, rerun, visit
from tests.browser.test_every_page import PAGES

STOPS = 150
"""More presses of Tab than any page takes from its first stop to its last."""

_REMEMBER = """() => {
    const own = `[data-testid=stMain] :is(button, a[href], summary, input, textarea, [role=combobox], [tabindex="0"])`;
    // Not the page's: Streamlit's tools over a chart and beside a heading, and what the arrow keys or a button do too.
    const others = `[data-testid=stElementToolbar] *, [data-testid=stHeaderActionElements] *,
        [data-testid^=stNumberInputStep], [data-testid=stNumberInputClearButton], button[aria-haspopup=listbox],
        input[type=file], :disabled`;
    window.lookOf = element => {
        let look = '';
        for (let one = element, up = 0; one && up < 4; one = one.parentElement, up += 1) {
            const style = getComputedStyle(one);
            look += [style.outline, style.boxShadow, style.borderColor, style.backgroundColor].join() + ';';
        }
        return look;
    };
    window.groupOf = element => element.closest('[role=radiogroup]') ?? element;
    window.waiting = new Map([...document.querySelectorAll(own)]
        .filter(element => element.checkVisibility({visibilityProperty: true}) && !element.matches(others))
        .map(element => [groupOf(element), element.outerHTML.slice(0, 200)]));
    window.looks = new Map([...document.querySelectorAll(own)].map(element => [element, lookOf(element)]));
    return window.waiting.size;
}"""
_ARRIVED = """() => {
    const here = document.activeElement;
    if (here === document.body) return 'end';
    if (!waiting.delete(groupOf(here))) return 'other';
    return 'own';
}"""
_SHOWN = "() => lookOf(document.activeElement) !== looks.get(document.activeElement)"


@pytest.mark.parametrize("path", PAGES)
def test_tab_reaches_whatever_a_page_offers_and_shows_where_it_is(page: Page, server: str, path: str) -> None:
    visit(page, server + path)
    page.evaluate(_REMEMBER)
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        arrived = page.evaluate(_ARRIVED)
        if arrived == "end":
            break
        if arrived == "own":
            page.wait_for_function(_SHOWN, timeout=2000)
    assert page.evaluate("[...waiting.values()]") == []


def test_four_pages_are_used_by_keyboard_alone(page: Page, server: str) -> None:
    visit(page, f"{server}/what_moved_it?w=example&metric=nps&compare=month&segment=all")
    _tab_to(page, page.get_by_role("radio", name="employee"))
    with rerun(page):
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("[?&]by="))

    visit(page, f"{server}/over_time?w=example&metric=nps&compare=month&segment=all")
    _tab_to(page, page.get_by_role("radio", name="Months"))
    with rerun(page):
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("[?&]by=week"))

    visit(page, f"{server}/spread?w=example&metric=nps&compare=month&segment=all")
    _tab_to(page, page.get_by_role("combobox", name="Second filter"))
    page.keyboard.type("location: Leeds")
    with rerun(page):
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("[?&]also=location%3ALeeds"))

    visit(page, f"{server}/spot_the_noise?w=example&metric=replied&compare=month&segment=all")
    _tab_to(page, page.get_by_role("button", name="Chart 7", exact=True))
    with rerun(page):
        page.keyboard.press("Enter")
    expect(page.locator(".cx-say")).to_have_text(
        re.compile("^You (found it: chart 7|did not find it: you picked chart 7)")
    )


def test_a_table_wider_than_a_phone_is_scrolled_by_keyboard(page: Page, server: str) -> None:
    page.set_viewport_size(PHONE)
    visit(page, f"{server}/methods_in_full")
    wide = page.locator(".st-key-document table").first
    _tab_to(page, wide)
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.activeElement.scrollLeft > 0")


def _tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until it has the focus."""
    expect(wanted).to_be_visible()
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab never reaches {wanted}")
