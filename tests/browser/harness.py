"""A real server in a process of its own, and a real Chromium looking at it: for tests, benchmark and screenshots."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Literal

from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect, sync_playwright
from playwright.sync_api import TimeoutError as NotInTime
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

ROOT = Path(__file__).parents[2]
WIDE = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=375, height=812)
PATIENCE = 30.0
"""Seconds after which a page or a server that does not come counts as broken."""

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_SETTLED = """() => document.querySelector('.stApp')?.dataset.testScriptState === 'notRunning'
    && !document.querySelector('[data-testid=stStatusWidget], [data-testid=stSkeleton], [data-stale=true]')"""

_SCRIPT_FINISHED = ForwardMsg.DESCRIPTOR.fields_by_name["script_finished"].number
_COUNT_RUNS = f"""
window.finishedRuns = 0;
const fieldsOf = bytes => {{
    const fields = [];
    let at = 0;
    const varint = () => {{
        let value = 0, shift = 1, byte;
        do {{ byte = bytes[at++]; value += (byte & 127) * shift; shift *= 128; }} while (byte & 128);
        return value;
    }};
    while (at < bytes.length) {{
        const tag = varint();
        fields.push(Math.floor(tag / 8));
        if (tag % 8 === 2) {{ const length = varint(); at += length; }} else varint();
    }}
    return fields;
}};
window.WebSocket = class extends window.WebSocket {{
    constructor(...given) {{
        super(...given);
        this.addEventListener('message', message => {{
            if (!fieldsOf(new Uint8Array(message.data)).includes({_SCRIPT_FINISHED})) return;
            requestAnimationFrame(() => requestAnimationFrame(() => {{ window.finishedRuns += 1; }}));
        }});
    }}
}};
"""
"""Counts, in the page, the finished runs whose outcome has been painted; the page itself says nothing of short ones."""


@contextmanager
def serving(
    home: Path, script: Path = ROOT / "app.py", folder: Path = ROOT, health: str = "/healthz", log: Path | None = None
) -> Iterator[str]:
    """The address of a fresh server that answers; its workspaces are in `home`, its configuration in `folder`."""
    with started(home, script, folder, health, log) as (url, _):
        yield url


@contextmanager
def started(
    home: Path,
    script: Path = ROOT / "app.py",
    folder: Path = ROOT,
    health: str = "/healthz",
    log: Path | None = None,
    address: str = "127.0.0.1",
    under: Sequence[str] = (),
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """`serving`, with the process itself; under: a command that runs another one and becomes it."""
    port = free_port()
    command = [*under, sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    command += ["--server.headless", "true", "--server.address", address, "--browser.gatherUsageStats", "false"]
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    with log.open("wb+") if log else TemporaryFile() as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, "CXMETRICS_HOME": str(home), "PYTHONPATH": path},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            url = f"http://127.0.0.1:{port}"
            _await(url + health, process, output)
            yield url, process
        finally:
            process.terminate()
            process.wait(PATIENCE)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The Chromium that is installed, else the one Playwright brings."""
    installed = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed, args=list(_QUIET))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def visitor(browser: Browser, size: ViewportSize = WIDE, scheme: Literal["light", "dark"] = "light") -> Iterator[Page]:
    """Somebody who was never here, with an empty page."""
    with browser.new_context(viewport=size, color_scheme=scheme) as context:
        page = context.new_page()
        page.add_init_script(_COUNT_RUNS)
        yield page


def shows_others(browser: Browser, link: str, page: Page) -> None:
    """Assert that whoever opens the link sees the sentences and figures that the page shows."""
    mine = page.locator(".cx").all_inner_texts()
    assert mine
    with visitor(browser) as other:
        visit(other, link)
        assert other.locator(".cx").all_inner_texts() == mine
        assert other.url == page.url


def settled(page: Page) -> None:
    """Wait until the script has run and the page shows all of it."""
    page.wait_for_function(_SETTLED, timeout=PATIENCE * 1000)


def visit(page: Page, url: str) -> None:
    """Open an address and wait for the whole page."""
    page.goto(url, timeout=PATIENCE * 1000)
    settled(page)


@contextmanager
def rerun(page: Page) -> Iterator[None]:
    """Around an action that runs the script again: wait for the whole page it leads to."""
    before = page.evaluate("window.finishedRuns")
    yield
    page.wait_for_function("before => window.finishedRuns > before", arg=before, timeout=PATIENCE * 1000)
    settled(page)


def unfold(button: Locator, inside: Locator) -> None:
    """Press a button until what it opens is there: a page that is still being drawn may close it again."""
    for _ in range(round(PATIENCE)):
        button.click()
        with suppress(NotInTime):
            inside.wait_for(timeout=1000)
            return
    inside.wait_for(timeout=1000)


def choose(page: Page, label: str, option: str) -> None:
    """Pick an option of the selectbox with this label."""
    with rerun(page):
        offered(page, label, option).filter(has_text=re.compile(f"^{re.escape(option)}$")).click()


def offered(page: Page, label: str, typed: str = "") -> Locator:
    """The options of the selectbox with this label, narrowed down by typing; a long list draws only its beginning."""
    box = page.get_by_role("combobox", name=label, exact=True)
    box.click()
    if typed:
        box.fill(typed)
    return page.get_by_role("option")


def free_port() -> int:
    """A port of this computer that nobody listens on yet."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _await(url: str, process: subprocess.Popen[bytes], output: IO[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            output.seek(0)
            raise RuntimeError(f"The server ended before it answered:\n{output.read().decode(errors='replace')}")
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.02)
    raise TimeoutError(f"Nothing answered at {url} in {PATIENCE:.0f} s.")
