"""A question that takes long is given up as soon as nobody waits for its answer."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.harness import PATIENCE, serving, visitor

AT_ONCE = 10.0
"""Seconds within which it must be given up; left alone it would take hours."""
FRAME = """
import time
from pathlib import Path
import streamlit as st
from cxmetrics.ui import leaving
from cxmetrics.warehouse.connection import Database

HERE = Path(__file__).parent

@st.cache_resource
def database():
    return Database(None, HERE, asker=leaving.asker)

def note(word):
    with (HERE / "notes").open("a") as notes:
        notes.write(word + " ")

st.button("Again")
if not (HERE / "quick").exists():
    asked = database()
    try:
        with asked.reading() as cursor:
            note("began")
            cursor.execute("SELECT count(*) FROM range(3000000000000) a WHERE hash(a.range) = 7").fetchall()
        note("answered")
    except BaseException as error:
        note(type(error).__name__)
        raise
st.write("Done")
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "frame.py").write_text(FRAME)
    (tmp_path / "app.py").write_text(
        "from pathlib import Path\n"
        "from streamlit.starlette import App\n"
        "from cxmetrics.ui import server\n"
        "app = App(Path(__file__).with_name('frame.py'), on_script_error=server.on_script_error)\n"
    )
    return tmp_path


@pytest.fixture
def slow(folder: Path) -> Iterator[str]:
    """A page whose question takes very long."""
    with serving(folder / "home", folder / "app.py", folder, "/_stcore/health") as url:
        yield url


def noted(folder: Path, words: str, within: float) -> float:
    """Seconds until the page has noted these words."""
    begun, notes = time.monotonic(), folder / "notes"
    while not notes.exists() or not notes.read_text().startswith(words):
        assert time.monotonic() - begun < within, notes.read_text() if notes.exists() else "nothing"
        time.sleep(0.02)
    return time.monotonic() - begun


def test_a_browser_that_is_closed_gives_its_question_up(browser: Browser, folder: Path, slow: str) -> None:
    with visitor(browser) as page:
        page.goto(slow)
        noted(folder, "began", PATIENCE)
        time.sleep(0.5)
        assert folder.joinpath("notes").read_text() == "began "
    print(f"given up {noted(folder, 'began TooMuch', AT_ONCE):.2f} s after the browser was closed")


def test_whoever_asks_for_something_else_waits_no_longer(page: Page, folder: Path, slow: str) -> None:
    page.goto(slow)
    noted(folder, "began", PATIENCE)
    (folder / "quick").touch()
    page.get_by_role("button", name="Again").click()
    noted(folder, "began TooMuch", AT_ONCE)
    expect(page.get_by_text("Done")).to_be_visible()
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
