"""Nothing is asked of any other host: neither by the server, nor by the children that read files.

Python says of every address it connects to or looks up, in the server and in its children. Where strace is installed,
the kernel says it too, also of what libraries do without Python.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.harness import rerun, started, visit
from tests.browser.sharing import share
from tests.browser.surveys import survey
from tests.browser.test_every_page import PAGES
from tests.browser.test_reports import FILES

_GUARD = """
import os, sys
EVENTS = {"socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}

def note(event, about):
    if event in EVENTS:
        with open(os.environ["GUARD_LOG"], "a") as log:
            log.write(f"{event} {about}\\n")

sys.addaudithook(note)
with open(os.environ["GUARD_LOG"], "a") as log:
    log.write(f"guarded {' '.join(sys.orig_argv)}\\n")
"""
_STRACE = (
    "strace",
    "-D",
    "-f",
    "-qq",
    "--seccomp-bpf",
    "-e",
    "signal=none",
    "-e",
    "trace=connect,sendto,sendmsg,sendmmsg",
)


class Guard:
    """What a server under guard did."""

    def __init__(self, folder: Path) -> None:
        self.said, self.traced = folder / "said", folder / "traced"
        (folder / "sitecustomize.py").write_text(_GUARD)
        self.under = (*_STRACE, "-o", str(self.traced)) if shutil.which("strace") else ()

    @property
    def guarded(self) -> list[str]:
        """The commands of the processes that were watched."""
        return [line for line in self.said.read_text().splitlines() if line.startswith("guarded ")]

    @property
    def asked(self) -> list[str]:
        """Every address that anything was asked of."""
        lines = [line for line in self.said.read_text().splitlines() if not line.startswith("guarded ")]
        if self.traced.exists():
            lines += [line for line in self.traced.read_text().splitlines() if "sa_family=AF_INET" in line]
        return lines


@pytest.fixture
def guard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Guard:
    """For servers started from here on."""
    folder = tmp_path / "guard"
    folder.mkdir()
    monkeypatch.setenv("GUARD_LOG", str(folder / "said"))
    monkeypatch.setenv("PYTHONPATH", str(folder))
    return Guard(folder)


def test_a_whole_walk_with_reports_a_link_and_an_import_asks_nobody(
    page: Page, guard: Guard, example_home: Path, tmp_path: Path
) -> None:
    home = shutil.copytree(example_home, tmp_path / "home")
    with started(home, under=guard.under) as (url, _):
        for path in PAGES:
            visit(page, url + path)
        visit(page, url)
        page.get_by_role("button", name="Report", exact=True).click()
        for label in FILES:
            with page.expect_download() as download:
                page.get_by_role("dialog").get_by_role("button", name=label).click()
            assert download.value.path().stat().st_size > 0
        page.goto(share(page, url, title="For the board"))
        expect(page.locator("h1")).to_contain_text("within noise")
        visit(page, f"{url}/data")
        with rerun(page):
            page.locator("input[type=file]").set_input_files(survey())
        with rerun(page):
            page.get_by_role("button", name="Import", exact=True).click()
        expect(page.get_by_test_id("stMain")).to_contain_text("472 records")
    assert len(guard.guarded) >= 2
    assert any("cxmetrics.warehouse.child" in command for command in guard.guarded)
    assert guard.asked == []


def test_a_server_on_every_address_does_not_ask_for_its_own(
    guard: Guard, example_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CXMETRICS_MODE", "demo")
    monkeypatch.setenv("CXMETRICS_HOSTS", "cx.example.com")
    home = shutil.copytree(example_home, tmp_path / "home")
    with started(home, address="0.0.0.0", under=guard.under):
        pass
    assert guard.guarded
    assert guard.asked == []
