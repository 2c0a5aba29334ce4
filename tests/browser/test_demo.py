"""A public demonstration: everybody sees the example, nobody changes it, and one's own file is one's own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.harness import rerun, serving, visit, visitor
from tests.browser.sockets import session_of
from tests.browser.surveys import survey


@pytest.fixture(scope="module")
def server(example_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = shutil.copytree(example_home, tmp_path_factory.mktemp("demo") / "home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CXMETRICS_MODE", "demo")
        patch.setenv("CXMETRICS_HOSTS", "127.0.0.1")
        with serving(home) as url:
            yield url


def test_the_example_is_shown_and_cannot_be_changed_or_shared(page: Page, server: str) -> None:
    visit(page, server)
    expect(page.locator(".cx-headline")).to_contain_text("within noise")
    expect(page.get_by_test_id("stSidebarNavLink").filter(has_text="Links")).to_have_count(0)
    expect(page.get_by_role("button", name="Share this view")).to_have_count(0)
    visit(page, f"{server}/metrics?w=example")
    expect(page.get_by_test_id("stMain")).to_contain_text("What it means")
    expect(page.get_by_text("Edit this definition")).to_have_count(0)


def test_a_file_goes_into_a_workspace_that_only_this_browser_can_open(
    page: Page, browser: Browser, server: str
) -> None:
    visit(page, f"{server}/data")
    expect(page.get_by_test_id("stMain")).to_contain_text("deleted 2 hours after you last look at it")
    with rerun(page):
        page.locator("input[type=file]").set_input_files(survey())
    with rerun(page):
        page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_test_id("stMain")).to_contain_text("472 records")
    expect(page.get_by_role("combobox", name="Workspace")).to_have_value("Your files")

    visit(page, server)  # a reload is a new session of the same browser
    address = page.url
    with rerun(page):
        page.get_by_role("combobox", name="Workspace").click()
        page.get_by_role("option", name="Your files").click()
    expect(page.locator(".cx-headline")).to_contain_text("March 2026 against February 2026")
    own = page.url
    assert "w=visit-" in own
    assert own != address

    with visitor(browser) as another:
        visit(another, own)
        expect(another.get_by_test_id("stAlert")).to_contain_text("There is no workspace called")
        expect(another.locator(".cx-headline")).to_have_count(0)


def test_a_session_that_was_made_up_cannot_upload(page: Page, server: str) -> None:
    file = FilePayload(name="a", mimeType="a/b", buffer=b"x")
    known = session_of(page, server)
    assert page.request.put(f"{server}/_stcore/upload_file/made-up/1", multipart={"file": file}).text() == (
        "This visitor may not bring files."
    )
    assert page.request.put(f"{server}/_stcore/upload_file/{known}/1", multipart={"file": file}).text() != (
        "This visitor may not bring files."
    )
