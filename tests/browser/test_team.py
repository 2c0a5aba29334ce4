"""Team mode against a real OpenID provider: no login, no data; no role, no data; a role gives what it promises."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx2 import Client
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.harness import rerun, visit, visitor
from tests.browser.logins import ANN, BOB, invite, log_in, team
from tests.browser.sharing import share
from tests.browser.sockets import session_of

FIGURES = ".cx-headline"


@pytest.fixture(scope="module")
def server(example_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("team")
    with team(shutil.copytree(example_home, folder / "home"), folder / "run") as url:
        yield url


@pytest.fixture
def ann(browser: Browser, server: str) -> Iterator[Page]:
    """An owner by configuration, logged in."""
    with visitor(browser) as page:
        log_in(page, server, "ann")
        yield page


@pytest.fixture
def bob(browser: Browser, server: str) -> Iterator[Page]:
    """Somebody who is logged in and has no role yet."""
    with visitor(browser) as page:
        log_in(page, server, "bob")
        yield page


@pytest.mark.parametrize(
    "path", ["/", "/data?w=example", "/metrics?metric=churn", "/quick_check", "/people", "/shares"]
)
def test_whoever_is_not_logged_in_sees_a_door_and_no_data(page: Page, server: str, path: str) -> None:
    visit(page, server + path)
    expect(page.get_by_role("button", name="Log in")).to_be_visible()
    expect(page.locator(FIGURES)).to_have_count(0)
    for word in ("Example company", "Net Promoter", "example"):
        assert word not in page.locator("body").inner_text()


def test_a_role_is_needed_given_and_taken_away(ann: Page, bob: Page, server: str) -> None:
    expect(ann.locator(FIGURES)).to_contain_text("within noise")
    expect(bob.get_by_role("heading", name="Nothing is shared with you yet")).to_be_visible()
    visit(bob, f"{server}/?w=example")
    expect(bob.locator(FIGURES)).to_have_count(0)

    invite(ann, server, "Bob@Example.com")
    expect(ann.get_by_test_id("stMain")).to_contain_text("Invited by ann@")
    visit(bob, server)
    expect(bob.locator(FIGURES)).to_contain_text("within noise")

    with rerun(ann):
        ann.get_by_role("button", name="Remove").click()
    with rerun(bob):
        bob.get_by_role("link", name="Metrics").click()
    expect(bob.get_by_role("heading", name="Nothing is shared with you yet")).to_be_visible()
    expect(bob.get_by_text("Net Promoter Score")).to_have_count(0)


def test_a_viewer_can_look_and_nothing_else(ann: Page, bob: Page, server: str) -> None:
    invite(ann, server, BOB)
    visit(bob, f"{server}/?w=example")
    expect(bob.locator(FIGURES)).to_be_visible()
    expect(bob.get_by_role("button", name="Share this view")).to_have_count(0)
    visit(bob, f"{server}/data?w=example")
    expect(bob.get_by_text("What was brought")).to_be_visible()
    expect(bob.locator("input[type=file]")).to_have_count(0)
    expect(bob.get_by_test_id("stDataFrame")).to_have_count(0)
    visit(bob, f"{server}/metrics?w=example")
    expect(bob.get_by_text("Edit this definition")).to_have_count(0)
    visit(bob, f"{server}/shares?w=example")
    expect(bob.get_by_test_id("stMain")).to_contain_text("Nothing can be shared here.")
    visit(bob, f"{server}/people?w=example")
    expect(bob.get_by_role("textbox")).to_have_count(0)


def test_the_upload_route_is_closed_to_a_viewer_and_open_to_an_owner(ann: Page, bob: Page, server: str) -> None:
    invite(ann, server, BOB)
    answers = {}
    for who, page in (("ann", ann), ("bob", bob)):
        session = session_of(page, server)
        answers[who] = page.request.put(
            f"{server}/_stcore/upload_file/{session}/1",
            multipart={"file": FilePayload(name="a", mimeType="a/b", buffer=b"x")},
        )
    assert (answers["bob"].status, answers["bob"].text()) == (403, "This visitor may not bring files.")
    assert answers["ann"].status == 403
    assert "XSRF" in answers["ann"].text() or "xsrf" in answers["ann"].text()  # past the gate, at Streamlit's own


def test_whoever_shares_in_a_team_does_so_under_their_address(ann: Page, page: Page, server: str) -> None:
    visit(ann, server)
    link = share(ann, server, title="From the team", name="")
    page.goto(link)
    expect(page.locator("header")).to_contain_text(f"Shared by {ANN}")
    expect(page.locator("h1")).to_contain_text("within noise")


def test_an_address_that_nobody_vouches_for_is_turned_away(browser: Browser, server: str) -> None:
    with visitor(browser) as page:
        log_in(page, server, "eve")
        expect(page.get_by_role("heading", name="Your address is not verified")).to_be_visible()
        expect(page.locator(FIGURES)).to_have_count(0)


def test_a_login_that_was_made_up_is_none(browser: Browser, server: str) -> None:
    with visitor(browser) as page:
        forged = "2|1:0|10:1700000000|15:_streamlit_user|4:e30=|" + "0" * 64
        page.context.add_cookies([{"name": "_streamlit_user", "value": forged, "url": server}])
        visit(page, server)
        expect(page.get_by_role("button", name="Log in")).to_be_visible()
        expect(page.locator(FIGURES)).to_have_count(0)


def test_another_host_name_is_not_answered(server: str) -> None:
    with Client(headers={"host": "evil.example"}) as somebody:
        for path in ("/", "/_stcore/health", "/_stcore/host-config", "/s/guess"):
            assert somebody.get(server + path).status_code == 400
