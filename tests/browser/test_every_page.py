"""Every page, wide and narrow, light and dark."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.harness import PHONE, WIDE, visit

PAGES = {
    "/": "Net Promoter Score is within noise",
    "/quick_check": "Is this bump real?",
    "/plan": "A change of 5 points in Net Promoter Score takes about 2\u202f000 answers",
    "/gaming": "Handle time fell 19\u202f% because very short calls rose from 49 to 328, 282 of them at E-014.",
    "/spot_the_noise": "One of these 20 charts is Net Promoter Score",
    "/what_moved_it": "Without employee E-077 in Leeds, 9 to 15 March 2026",
    "/over_time": "Net Promoter Score shows a signal in May 2025",
    "/spread": "Nothing stands out: none of 14 segments differs",
    "/satisfied_but_left": "Most left satisfied: 62\u202f% of those who had answered in the 90 days before",
    "/data": "Data",
    "/metrics": "Metrics",
    "/methods": "How a verdict is reached",
    "/methods_in_full": "Statistics",
    "/shares": "Links",
    "/safekeeping": "Safekeeping",
}

_WIDER = """() => [document.documentElement, ...document.querySelectorAll('[data-testid=stMain]')]
    .some(element => element.scrollWidth > element.clientWidth)"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_fits_a_desk_and_a_phone_and_has_its_heading(
    page: Page, server: str, path: str, scheme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(PHONE)
    visit(page, server + path)
    expect(page.get_by_role("heading", level=1).first).to_contain_text(PAGES[path])
    expect(page.get_by_test_id("stException")).to_have_count(0)
    assert "Traceback" not in page.content()
    assert _is_dark(page) is (scheme == "dark")
    for size in (PHONE, WIDE):
        page.set_viewport_size(size)
        page.wait_for_function(f"() => !({_WIDER})()", timeout=5_000)  # the sidebar takes a moment to slide in
    charts = page.get_by_test_id("stVegaLiteChart")
    for chart in charts.all():
        expect(chart.locator("canvas, svg").first).to_be_visible()
    expect(charts.filter(has_text=re.compile("undefined|NaN"))).to_have_count(0)


@pytest.mark.parametrize("path", PAGES)
def test_headings_are_those_of_one_page_and_skip_no_level(page: Page, server: str, path: str) -> None:
    visit(page, server + path)
    headings = page.get_by_test_id("stMain").locator("h1, h2, h3, h4, h5, h6")
    levels = [int(tag[1]) for tag in headings.evaluate_all("found => found.map(heading => heading.tagName)")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


def test_every_page_and_the_choice_of_metric_and_periods_fit_beside_it_on_a_laptop(page: Page, server: str) -> None:
    page.set_viewport_size(ViewportSize(width=1280, height=800))
    visit(page, server)
    links = page.get_by_test_id("stSidebarNavLink")
    expect(links).to_have_count(15)
    for seen in (links.first, links.last, *(page.get_by_role("combobox", name=name) for name in ("Metric", "Compare"))):
        expect(seen).to_be_in_viewport(ratio=1)
    heights = links.evaluate_all("links => links.map(link => link.getBoundingClientRect().height)")
    assert min(heights) >= 24  # what a pointer has to hit, by WCAG 2.2


def test_the_chart_of_months_is_drawn_and_told_in_words(page: Page, server: str) -> None:
    visit(page, server)
    chart = page.get_by_test_id("stVegaLiteChart")
    expect(chart).to_have_attribute("aria-label", re.compile("^Net Promoter Score by month with 95 % intervals, from"))
    expect(chart.locator("canvas, svg").first).to_be_visible()


def _is_dark(page: Page) -> bool:
    colour = page.locator(".stApp").evaluate("app => getComputedStyle(app).backgroundColor")
    red, green, blue = map(int, colour.removeprefix("rgb(").removesuffix(")").split(","))
    return red + green + blue < 384
