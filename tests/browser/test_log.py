"""The log of a hosted server, after much was done and much went wrong: searched for whatever is nobody's business."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from urllib.parse import quote

import pytest
from httpx2 import Client
from playwright.sync_api import Browser, Page, expect
from websockets.sync.client import connect

from tests.browser.harness import rerun, visit, visitor
from tests.browser.logins import BOB, invite, log_in, team
from tests.browser.sharing import share
from tests.browser.sockets import session_of
from tests.browser.surveys import survey

WORKSPACE, FILE, PASSWORD, WRONG = "Acme takeover", "Layoffs of Kim.csv", "heliotrope 7", "marigold 8"
GUESSED, STRANGER, INJECTED = "guess-of-a-token", "kim@customer.example", "made up by somebody"


def test_nothing_that_anybody_brought_or_is_known_by_gets_into_the_log(
    browser: Browser, example_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STREAMLIT_LOGGER_HIDE_WELCOME_MESSAGE", "true")
    home, log = shutil.copytree(example_home, tmp_path / "home"), tmp_path / "log"
    secrets = {WORKSPACE, FILE, PASSWORD, WRONG, GUESSED, STRANGER, INJECTED, BOB, "ann@example.com", "127.0.0.1"}
    with team(home, tmp_path / "run", log) as url:
        with visitor(browser) as ann, visitor(browser) as bob, visitor(browser) as reader:
            log_in(ann, url, "ann")
            log_in(bob, url, "bob")
            invite(ann, url, BOB)
            secrets |= {_bring(ann, url), _share_and_read(ann, reader, url)}
            _ask_for_what_is_not_there(reader, url, session_of(bob, url))
            secrets.add(session_of(bob, url))
            for somebody in (ann, bob, reader):
                secrets |= {str(cookie.get("value")) for cookie in somebody.context.cookies()}
        _break(url, home)
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    routes = {line["route"]: line["status"] for line in lines if line["message"] == "request"}
    for asked in ("/s/{token}", "/shared/{link}", "/_stcore/upload_file/{session}/{file}", "/oauth2callback", "other"):
        assert asked in routes
    failures = {line["message"] for line in lines if line.get("error") and line["where"]}
    assert failures == {"A reader could not be answered"}
    told = log.read_text()
    assert [secret for secret in secrets if secret in told or quote(secret) in told or json.dumps(secret) in told] == []


def _bring(page: Page, url: str) -> str:
    """A file with telling names into a workspace with a telling name: the session that brought it."""
    session = session_of(page, f"{url}/data?w=example")
    box = page.get_by_role("textbox", name="Name of your workspace")
    with rerun(page):
        box.fill(WORKSPACE)
        box.press("Enter")
    with rerun(page):
        page.locator("input[type=file]").set_input_files(survey(FILE))
    with rerun(page):
        page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_test_id("stMain")).to_contain_text("472 records")
    return session


def _share_and_read(page: Page, reader: Page, url: str) -> str:
    """A link with a password, read after a wrong one: its token."""
    link = share(page, url, "/?w=example", title="For the board", password=PASSWORD, name="")
    reader.goto(link)
    for password in (WRONG, PASSWORD):
        reader.get_by_label(re.compile("[Pp]assword")).fill(password)
        reader.keyboard.press("Enter")
        reader.wait_for_load_state()
    expect(reader.locator("h1")).to_contain_text("within noise")
    return link.rpartition("/")[2]


def _ask_for_what_is_not_there(reader: Page, url: str, session: str) -> None:
    """Wrong tokens, addresses, names, routes and methods, and an upload that is not let in."""
    visit(reader, f"{url}/?w={quote(WORKSPACE)}&metric={STRANGER}")
    line = quote(f'"}}\n{{"message": "{INJECTED}"}}')
    with Client(base_url=url) as somebody:
        for path in (f"/s/{GUESSED}", f"/{STRANGER}", f"/{line}", f"/shared/{GUESSED}/open?who={STRANGER}"):
            somebody.get(path, headers={"referer": f"https://{STRANGER}/", "user-agent": STRANGER})
        somebody.request(INJECTED.replace(" ", "-"), "/")
        somebody.get("/", headers={"host": STRANGER})
        somebody.put(f"/_stcore/upload_file/{session}/{GUESSED}", files={FILE: (FILE, STRANGER.encode())})


def _break(url: str, home: Path) -> None:
    """A message that is none, and a register that is rubbish."""

    with connect(url.replace("http", "ws") + "/_stcore/stream") as socket:
        socket.send(b"\xff" + STRANGER.encode())
    for path in home.glob("register.sqlite*"):
        path.write_bytes(STRANGER.encode() * 4096)
    with Client() as somebody:
        assert "cannot be shown at the moment" in somebody.get(f"{url}/s/{GUESSED}").text
