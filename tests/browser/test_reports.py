"""Reports from the app: four files of the view, none where it may not leave, and a page that works from disk."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, Page, Request, expect

from tests.browser.harness import PHONE, WIDE, visit, visitor

FILES = {
    "Paper (PDF)": b"%PDF",
    "Slide (PowerPoint)": b"PK",
    "Page (HTML)": b"<!doctype",
    "Figures (CSV)": b"\xef\xbb\xbf",
}


def test_a_view_is_taken_along_in_four_files(page: Page, server: str, tmp_path: Path) -> None:
    visit(page, server)
    page.get_by_role("button", name="Report", exact=True).click()
    for label, start in FILES.items():
        with page.expect_download() as download:
            page.get_by_role("dialog").get_by_role("button", name=label).click()
        name = download.value.suggested_filename
        assert name.startswith("nps-2026-03.")
        download.value.save_as(tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(start)


def test_the_page_that_was_saved_opens_from_disk_without_any_request(
    page: Page, browser: Browser, server: str, tmp_path: Path
) -> None:
    visit(page, f"{server}/?w=example&metric=churn")
    page.get_by_role("button", name="Report", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Page (HTML)").click()
    saved = tmp_path / "report.html"
    download.value.save_as(saved)
    for size in (WIDE, PHONE):
        with visitor(browser, size, "dark") as reader:
            asked: list[str] = []
            reader.on("request", partial(_noted, asked))
            reader.goto(saved.as_uri())
            expect(reader.get_by_role("heading", level=1)).to_contain_text("Customers lost")
            expect(reader.get_by_role("img", name=re.compile("by month with 95 % intervals"))).to_have_count(1)
            assert asked == [saved.as_uri()]
            assert reader.evaluate("document.documentElement.scrollWidth") == size["width"]


def test_a_view_of_one_employee_is_asked_for_first(page: Page, server: str) -> None:
    visit(page, f"{server}/?w=example&metric=nps&compare=year&segment=employee%3AE-001")
    page.get_by_role("button", name="Report", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("This view is of one employee")).to_be_visible()
    expect(dialog.get_by_role("button", name="Paper (PDF)")).to_have_count(0)


def _noted(asked: list[str], request: Request) -> None:
    asked.append(request.url)
