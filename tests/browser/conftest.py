"""One server and one Chromium for each test process, and pages that notice whatever should never happen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.harness import chromium, serving, visitor


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever is tested here needs a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    with chromium() as running:
        yield running


@pytest.fixture(scope="session")
def home(example_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home folder of the shared server: the example, and what the tests bring."""
    return shutil.copytree(example_home, tmp_path_factory.mktemp("shared") / "home")


@pytest.fixture(scope="session")
def server(home: Path) -> Iterator[str]:
    """The address of the shared server."""
    with serving(home) as url:
        yield url


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A visitor who was never here. No dialog may open, no script fail, no request go to another host."""
    alarms: list[str] = []
    with visitor(browser) as somebody:
        somebody.add_init_script("window.alert = window.confirm = window.prompt = text => { throw Error(text) }")
        somebody.on("pageerror", lambda error: alarms.append(f"script error: {error}"))
        somebody.on("request", lambda request: alarms.extend(_leaving(request.url)))
        yield somebody
    assert alarms == []


def _leaving(url: str) -> list[str]:
    kept = url.startswith(("http://127.0.0.1:", "data:", "blob:"))
    return [] if kept else [f"request to {url}"]
