"""The first sixty seconds: a fresh server, nothing stored yet, nobody here before."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.harness import PHONE, rerun, serving, settled, visit


def test_a_fresh_server_shows_its_progress_and_then_a_verdict_with_counters(page: Page, tmp_path: Path) -> None:
    start = time.perf_counter()
    with serving(tmp_path / "home") as url:
        page.goto(url)
        expect(page.get_by_text("Building the example company from its five exports")).to_be_visible()
        expect(page.locator(".cx-headline .cx-badge")).to_contain_text("within noise")
        print(f"empty folder to verdict: {time.perf_counter() - start:.1f} s")
        settled(page)
        expect(page.locator(".cx-headline")).to_contain_text("−7 to +9 points")
        expect(page.get_by_role("heading", name="Customers lost", exact=True)).to_be_visible()
        expect(page.get_by_text("Building the example company")).to_have_count(0)


@pytest.mark.parametrize("path", ["/metrics?metric=churn", "/quick_check"])
def test_a_deep_link_opened_before_anything_else_passes_through_the_frame(
    page: Page, example_home: Path, tmp_path: Path, path: str
) -> None:
    with serving(shutil.copytree(example_home, tmp_path / "home")) as url:
        visit(page, url + path)
        expect(page.get_by_test_id("stSidebarNavLink")).to_have_text(
            [
                *("Scorecard", "Quick check", "Plan"),
                *("What moved it", "Over time", "Gamed?", "Spot the noise", "Spread", "Satisfied but left"),
                *("Data", "Export guide", "Metrics", "Methods", "Links", "Safekeeping"),
            ]
        )
        expect(page.get_by_role("combobox", name="Workspace")).to_have_value("Example company")
        expect(page.get_by_role("heading", level=1).first).to_be_visible()
        expect(page.get_by_test_id("stException")).to_have_count(0)
        expect(page.get_by_test_id("stAlert")).to_have_count(0)


def test_a_phone_shows_the_verdict_and_is_two_taps_from_choosing_a_file(page: Page, server: str) -> None:
    page.set_viewport_size(PHONE)
    visit(page, server)
    expect(page.locator(".cx-headline .cx-badge")).to_be_in_viewport()
    with rerun(page):
        page.get_by_role("link", name="Bring a file of your own").click()
    expect(page.get_by_role("button", name="Upload", exact=True)).to_be_in_viewport()
