"""Safekeeping in a browser: a backup is made, downloaded, and brought back as a new workspace with the same figures."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.harness import PATIENCE, PHONE, WIDE, rerun, unfold, visit, visitor
from tests.browser.surveys import survey
from tests.browser.test_uploads import drop, into


def bring_back(page: Page, file: Path | FilePayload, name: str, clicks: int = 1) -> None:
    with rerun(page):
        page.locator("input[type=file]").set_input_files(file)
    with rerun(page):
        box = page.get_by_label("Name of the new workspace")
        box.fill(name)
        box.press("Enter")
    with rerun(page):
        page.get_by_role("button", name="Bring it back").click(click_count=clicks, delay=50)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desk", "phone"])
def test_a_backup_is_downloaded_and_brought_back_with_the_same_figures(
    page: Page, server: str, tmp_path: Path, size: dict[str, int]
) -> None:
    name = f"Again {size['width']}"
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    visit(page, f"{server}/?w=example&metric=nps")
    figures = page.get_by_role("heading", level=1).first.inner_text()
    visit(page, f"{server}/safekeeping?w=example")
    with rerun(page):
        page.get_by_role("button", name="Make a backup").click()
    expect(page.get_by_text("checked by opening the copy and comparing every table")).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download it").click()
    kept = tmp_path / "kept.duckdb"
    waiting.value.save_as(kept)
    with duckdb.connect(str(kept), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM upload").fetchall() == [(5,)]
    bring_back(page, kept, name, clicks=2)  # the second must not find its own name taken
    expect(page.get_by_text(f"{name} has ")).to_be_visible()
    expect(page.get_by_test_id("stAlert")).to_contain_text("rows again, each table checked")
    visit(page, f"{server}/?w={name}&metric=nps")
    expect(page.get_by_role("heading", level=1).first).to_have_text(figures)


def test_a_workspace_that_visitors_look_at_is_backed_up_from_the_command_line(
    page: Page, server: str, home: Path, tmp_path: Path
) -> None:
    visit(page, f"{server}/?w=example")
    command = [sys.executable, "-m", "cxmetrics", "backup", str(home / "example.duckdb"), str(tmp_path / "kept.duckdb")]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    assert "checked by opening it" in done.stdout, done.stderr
    with duckdb.connect(str(tmp_path / "kept.duckdb"), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM upload").fetchall() == [(5,)]


def test_a_browser_that_is_lost_while_a_file_is_stored_leaves_the_whole_file(
    browser: Browser, page: Page, server: str, home: Path
) -> None:
    with visitor(browser) as lost:
        into(lost, server, "Lost")
        drop(lost, survey())
        lost.get_by_role("button", name="Import", exact=True).click(no_wait_after=True)
        lost.get_by_text("Storing").or_(lost.get_by_text("survey.csv: 472 records")).first.wait_for()
    deadline = time.monotonic() + PATIENCE
    while not (home / "Lost.duckdb").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    entry = page.get_by_test_id("stExpander").filter(has_text="survey.csv")
    while time.monotonic() < deadline:
        visit(page, f"{server}/data?w=Lost")
        if entry.count():
            break
    unfold(entry.locator("summary"), entry.get_by_text("472 records, 413 used"))


def test_what_is_no_backup_and_a_name_that_is_taken_are_said(page: Page, server: str) -> None:
    visit(page, f"{server}/safekeeping?w=example")
    notes = FilePayload(name="<b>May</b>.duckdb", mimeType="application/octet-stream", buffer=b"no backup " * 3000)
    bring_back(page, notes, "From notes")
    expect(page.get_by_test_id("stAlert")).to_contain_text("<b>May</b>.duckdb is not a workspace file")
    visit(page, f"{server}/safekeeping?w=example")
    bring_back(page, notes, "example")
    expect(page.get_by_test_id("stAlert")).to_contain_text("There is a file example.duckdb already")


def test_who_did_what_is_there_and_saved_as_a_sheet(page: Page, server: str, tmp_path: Path) -> None:
    visit(page, f"{server}/safekeeping?w=example")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save as CSV").click()
    waiting.value.save_as(tmp_path / "trail.csv")
    lines = (tmp_path / "trail.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "When (UTC),Who,What,Of what"
    assert sum("somebody at this computer,brought a file," in line for line in lines) == 5
