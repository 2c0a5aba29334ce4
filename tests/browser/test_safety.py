"""What the server gives away, and what it keeps to itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.harness import choose, rerun, serving, visit
from tests.browser.test_every_page import PAGES

BROKEN = "Broken"


@pytest.fixture
def broken(home: Path) -> Iterator[str]:
    """The name of a workspace whose file is rubbish."""
    path = home / f"{BROKEN}.duckdb"
    path.write_bytes(b"rubbish" * 4096)
    yield BROKEN
    path.unlink()


@pytest.mark.parametrize(
    "path",
    ["/", "/quick_check", "/healthz", "/_stcore/health", "/_stcore/metrics", "/static/js/nowhere.js", "/media/nowhere"],
)
def test_every_answer_carries_the_security_headers(page: Page, server: str, path: str) -> None:
    headers = page.request.get(server + path).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_the_metrics_route_is_closed_and_the_health_route_open(page: Page, server: str) -> None:
    assert page.request.get(f"{server}/_stcore/metrics").status == 404
    assert page.request.get(f"{server}/healthz").text() == "ok"


def test_everything_a_whole_walk_loads_comes_from_this_server_with_the_headers(page: Page, server: str) -> None:
    bare: list[str] = []
    loaded: list[str] = []

    def look(url: str, headers: dict[str, str]) -> None:
        loaded.append(url)
        if "content-security-policy" not in headers and url.startswith("http"):
            bare.append(url)

    page.on("response", lambda response: look(response.url, response.headers))
    visit(page, server)
    choose(page, "Metric", "Customers lost")
    choose(page, "Compare", "Quarter on quarter")
    for path in PAGES:
        visit(page, server + path)
    assert len(loaded) > 20
    assert bare == []
    assert [url for url in loaded if not url.startswith((server, "data:", "blob:"))] == []


def test_a_damaged_workspace_is_one_plain_sentence(page: Page, server: str, broken: str) -> None:
    visit(page, f"{server}/?w={broken}")
    alert = page.get_by_test_id("stAlert")
    expect(alert).to_contain_text("damaged")
    assert "/" not in alert.inner_text(), "folders of the server are nobody's business"
    assert "Traceback" not in page.content()
    with rerun(page):
        page.get_by_role("button", name="Show the scorecard of the example").click()
    expect(page.locator(".cx-headline .cx-badge")).to_contain_text("within noise")


def test_a_defect_is_one_plain_sentence_and_its_traceback_goes_to_the_log(page: Page, tmp_path: Path) -> None:
    script, log = tmp_path / "defect.py", tmp_path / "log"
    script.write_text(
        "from pathlib import Path\n"
        "from streamlit.starlette import App\n"
        "from cxmetrics.ui import server\n"
        "app = App(Path(__file__).with_name('frame.py'), on_script_error=server.on_script_error)\n"
    )
    (tmp_path / "frame.py").write_text("import streamlit as st\nst.title('Here')\nraise KeyError('a secret of ours')\n")
    with serving(tmp_path / "home", script, tmp_path, "/_stcore/health", log) as url:
        visit(page, url)
        expect(page.get_by_test_id("stAlert")).to_contain_text("Something went wrong here.")
        for secret in ("a secret of ours", "KeyError", "Traceback", str(tmp_path)):
            assert secret not in page.content()
    assert "a secret of ours" in log.read_text()
