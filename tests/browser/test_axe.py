"""Names, roles and contrast of every page, checked with axe-core: wide and narrow, light and dark."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.harness import PHONE, WIDE, rerun, visit, visitor
from tests.browser.sharing import share
from tests.browser.test_every_page import PAGES

NOT_OURS = {
    # Streamlit puts the sections of its navigation, each a `div`, between the list and its items.
    "list": "[data-testid=stSidebarNavItems]",
    "listitem": "[data-testid=stSidebarNavItems] *",
    # Streamlit's markdown gives a wide table or formula no tab stop; Chromium and Firefox make one of what scrolls
    # (`test_keyboard.py` scrolls one).
    "scrollable-region-focusable": ".st-key-document :is(table, .katex-display)",
}
"""What Streamlit draws and we cannot mend: rule -> the elements excepted from it."""

_BROKEN = """async notOurs => {
    const {violations} = await axe.run({resultTypes: ['violations'], elementRef: true});
    return violations.filter(({impact}) => ['serious', 'critical'].includes(impact)).flatMap(({id, nodes}) => nodes
        .filter(({element}) => !(id in notOurs && element.matches(notOurs[id])))
        .map(({html, failureSummary}) => `${id}: ${html.slice(0, 200)}\\n${failureSummary}`));
}"""
_UNFOLD = "document.querySelectorAll('details').forEach(details => { details.open = true; })"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_keeps_the_rules(page: Page, server: str, path: str, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme)
    visit(page, server + path)
    page.evaluate(_UNFOLD)
    assert broken(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_a_reader_sees_keeps_the_rules(
    page: Page, browser: Browser, server: str, scheme: Literal["light", "dark"]
) -> None:
    link = share(page, server, title="Board, March", password="a walk in May")
    with visitor(browser, scheme=scheme) as reader:
        reader.goto(link)
        expect(reader.get_by_role("heading", name="This view has a password")).to_be_visible()
        assert broken(reader) == []
        reader.get_by_label("Password").fill("a walk in May")
        reader.get_by_role("button", name="Open").click()
        expect(reader.locator("body")).to_contain_text("Board, March")
        reader.evaluate(_UNFOLD)
        assert broken(reader) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_opens_over_a_page_keeps_the_rules(page: Page, server: str, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme)
    visit(page, server)
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_test_id("stCode")).to_be_visible()
    assert broken(page, [WIDE]) == []  # the sidebar, which it belongs to, folds on a phone
    page.keyboard.press("Escape")
    with rerun(page):
        page.get_by_role("button", name="Share this view").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert broken(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axes_and_legend_of_a_chart_are_as_dark_as_fine_print(
    page: Page, server: str, scheme: Literal["light", "dark"]
) -> None:  # axe looks at no text inside a drawing
    page.emulate_media(color_scheme=scheme)
    visit(page, server)
    text = page.get_by_test_id("stVegaLiteChart").locator(
        ":is(.role-axis-label, .role-axis-title, .role-legend-label) text"
    )
    expect(text.first).to_be_visible()
    drawn = text.evaluate_all("all => all.map(one => getComputedStyle(one).fill)")
    printed = page.locator(".cx-kicker").first.evaluate("one => getComputedStyle(one).color")
    assert set(drawn) == {printed}


def test_a_page_that_breaks_rules_is_found_out(page: Page) -> None:
    page.set_content(
        "<html lang=en><title>A page</title><body style='background: #fff'><main><h1>A page</h1>"
        "<p style='color: #999'>Hard to read</p><button></button><ul><div>no item</div></ul></main>"
    )
    rules = {line.split(":")[0] for line in broken(page, [WIDE])}
    assert rules == {"color-contrast", "button-name", "list"}


def broken(page: Page, sizes: Iterable[ViewportSize] = (WIDE, PHONE)) -> list[str]:
    """Each serious or critical violation at these sizes: the rule, the element, and what would mend it."""
    page.evaluate(AXE_SCRIPT)
    found: list[str] = []
    for size in sizes:
        page.set_viewport_size(size)
        page.wait_for_function("() => document.getAnimations().every(one => one.playState !== 'running')")
        found += page.evaluate(_BROKEN, NOT_OURS)
    return found
