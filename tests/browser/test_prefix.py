"""Served under a path instead of a name of its own, as a reverse proxy passes it on."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.harness import choose, rerun, serving, visit
from tests.browser.sharing import share
from tests.browser.surveys import survey


@pytest.fixture(scope="module")
def server(example_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = shutil.copytree(example_home, tmp_path_factory.mktemp("prefix") / "home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STREAMLIT_SERVER_BASE_URL_PATH", "tools/cx")
        with serving(home) as url:
            yield f"{url}/tools/cx"


def test_pages_are_walked_and_a_file_is_brought(page: Page, server: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    visit(page, f"{server}/")
    choose(page, "Metric", "Customers lost")
    assert page.url.startswith(f"{server}/?")
    with rerun(page):
        page.get_by_role("link", name="Data").click()
    assert page.url.startswith(f"{server}/data")
    with rerun(page):
        page.locator("input[type=file]").set_input_files(survey())
    with rerun(page):
        page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_test_id("stMain")).to_contain_text("472 records")
    assert [url for url in asked if not url.startswith((server, server.replace("http", "ws"), "data:", "blob:"))] == []


def test_a_link_is_made_read_and_watched(page: Page, server: str) -> None:
    link = share(page, server, title="From under a prefix")
    assert link.startswith(f"{server}/s/")
    with page.expect_response(f"{server}/shared/*/open"):
        page.goto(link)
        page.mouse.click(5, 5)
    assert page.url.startswith(f"{server}/shared/")
    expect(page.locator("h1")).to_contain_text("within noise")


def test_what_is_not_under_the_prefix_is_not_there_and_metrics_stay_closed(page: Page, server: str) -> None:
    assert page.request.get(f"{server}/_stcore/metrics").status == 404
    assert page.request.get(f"{server.removesuffix('/tools/cx')}/s/guess").status == 404
