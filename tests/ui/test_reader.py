"""Readers' requests without a browser: guesses, headers, hostile text, and what is behind a reverse proxy."""

from __future__ import annotations

import asyncio
import secrets
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest
import streamlit as st
from httpx2 import ASGITransport, AsyncClient, Response
from starlette.types import Receive, Scope, Send

from cxmetrics.judge.compare import USUAL
from cxmetrics.model import EVERYBODY
from cxmetrics.ui.reader import Readers
from cxmetrics.workspace import shelf
from cxmetrics.workspace.comparisons import Choice
from cxmetrics.workspace.saved import SavedView
from cxmetrics.workspace.shares import Link, Shares, Terms
from cxmetrics.workspace.workspace import Workspace

T = TypeVar("T")

VIEW = SavedView("scorecard", "nps", Choice.MONTH, EVERYBODY, USUAL)
GUESSES = 10_000


async def elsewhere(scope: Scope, receive: Receive, send: Send) -> None:
    raise AssertionError(f"a reader's request reached the application: {scope['path']}")


def ask(asking: Callable[[AsyncClient], Awaitable[T]]) -> T:
    """What somebody is told who asks the readers' door and nothing else."""

    async def asked() -> T:
        async with AsyncClient(transport=ASGITransport(Readers(elsewhere)), base_url="http://127.0.0.1") as client:
            return await asking(client)

    # in a thread of its own: a browser that another test left open has a loop running in this one
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, asked()).result()


def get(path: str, **headers: str) -> Response:
    return ask(lambda client: client.get(path, headers=headers))


@pytest.fixture
def ours(home: Path) -> Iterator[Shares]:
    """The links of the example."""
    with Workspace(home / "example.duckdb") as workspace:
        yield Shares(shelf.register(), shelf.EXAMPLE, workspace)


def made(ours: Shares, **terms: Any) -> tuple[Link, str]:
    return ours.share(VIEW, Terms(**{"title": "To the board", "shared_by": "Dana Reed"} | terms))


def test_ten_thousand_guesses_and_every_ended_link_get_the_very_same_answer(ours: Shares) -> None:
    (revoked, revoked_token), (deleted, deleted_token), (_, open_token) = (made(ours) for _ in range(3))
    ours.revoke(revoked.id)
    ours.delete(deleted.id)
    guesses = [secrets.token_urlsafe(32) for _ in range(GUESSES - 4)]

    async def guessing(client: AsyncClient) -> Counter[tuple[Any, ...]]:
        told: Counter[tuple[Any, ...]] = Counter()
        for token in [*guesses, revoked_token, deleted_token, "short", open_token[:-1]]:
            answer = await client.get(f"/s/{token}")
            told[answer.status_code, answer.content, tuple(sorted(answer.headers.items()))] += 1
        return told

    told = ask(guessing)
    assert list(told.values()) == [GUESSES]
    ((status, body, _),) = told
    assert status == 404
    assert b"This link is not available." in body
    assert get(f"/s/{open_token}").status_code == 303


def test_the_address_of_a_link_is_of_no_use_without_its_cookie(ours: Shares) -> None:
    link, token = made(ours)
    other, _ = made(ours)
    gone = get("/s/never").content
    for path, cookie in (
        (f"/shared/{link.id}", ""),
        (f"/shared/{link.id}", "cx_reader=guess"),
        (f"/shared/{other.id}", f"cx_reader={token}"),
        ("/shared/nowhere", f"cx_reader={token}"),
    ):
        answer = get(path, cookie=cookie)
        assert (answer.status_code, answer.content) == (404, gone)
    assert get(f"/shared/{link.id}/open").status_code == 404
    assert get(f"/shared/{link.id}/open", cookie=f"cx_reader={token}").status_code == 204


def test_the_cookie_goes_to_one_page_only_and_no_script_sees_it(ours: Shares) -> None:
    link, token = made(ours)
    answer = get(f"/s/{token}")
    assert answer.headers["location"] == f"/shared/{link.id}"
    cookie = answer.headers["set-cookie"].lower()
    for part in (f"path=/shared/{link.id}", "httponly", "samesite=lax"):
        assert part in cookie
    assert "secure" not in cookie
    assert "secure" in ask(lambda client: client.get(f"https://127.0.0.1/s/{token}")).headers["set-cookie"].lower()


def test_nothing_is_kept_or_listed_by_anybody_on_the_way(ours: Shares) -> None:
    link, token = made(ours)
    for path in (f"/s/{token}", f"/shared/{link.id}", "/s/never"):
        headers = get(path, cookie=f"cx_reader={token}").headers
        assert headers["cache-control"] == "no-store"
        assert "noindex" in headers["x-robots-tag"]


def test_behind_a_prefix_every_address_has_it(ours: Shares, monkeypatch: pytest.MonkeyPatch) -> None:
    link, token = made(ours)
    option = st.get_option
    monkeypatch.setattr(st, "get_option", lambda key: "cx" if key == "server.baseUrlPath" else option(key))
    answer = get(f"/cx/s/{token}")
    assert answer.headers["location"] == f"/cx/shared/{link.id}"
    assert f"path=/cx/shared/{link.id}" in answer.headers["set-cookie"].lower()
    page = get(f"/cx/shared/{link.id}", cookie=f"cx_reader={token}")
    assert "within noise" in page.text
    with pytest.raises(AssertionError, match="reached the application"):
        get(f"/s/{token}")


def test_hostile_text_in_title_note_and_name_is_text(ours: Shares) -> None:
    hostile = "<script>alert(1)</script>{{ 7 * 7 }}\" onmouseover='x'"
    link, token = made(ours, title=hostile, note=hostile, shared_by=hostile[:80])
    page = get(f"/shared/{link.id}", cookie=f"cx_reader={token}").text
    assert page.count("<script") == 1  # its own, from a file
    assert "&lt;script&gt;" in page
    assert "49" not in page.partition("<main>")[0].partition("</style>")[2]


def test_a_wrong_password_is_told_and_too_many_close_the_door(ours: Shares) -> None:
    link, token = made(ours, password="open sesame")
    path, cookie = f"/shared/{link.id}", {"cookie": f"cx_reader={token}"}

    def tried(password: str) -> Response:
        return ask(lambda client: client.post(path, data={"password": password}, headers=cookie))

    assert "Net Promoter" not in get(path, **cookie).text
    assert get(f"{path}/open", **cookie).status_code == 404
    right = tried("open sesame")
    assert right.status_code == 303
    proof = right.headers["set-cookie"].partition(";")[0]
    assert "Net Promoter" in get(path, cookie=proof).text
    for _ in range(10):
        wrong = tried("open barley")
        assert wrong.status_code == 403
        assert "not the password" in wrong.text
    assert "Too many wrong passwords" in tried("open sesame").text
    assert "too long" in tried("x" * 5000).text


def test_a_link_that_was_revoked_is_gone_also_for_whoever_knew_its_password(ours: Shares) -> None:
    link, token = made(ours, password="open sesame")
    path, cookie = f"/shared/{link.id}", {"cookie": f"cx_reader={token}"}
    answer = ask(lambda client: client.post(path, data={"password": "open sesame"}, headers=cookie))
    proof = answer.headers["set-cookie"].partition(";")[0]
    ours.revoke(link.id)
    assert get(path, cookie=proof).content == get("/s/never").content


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_a_reader_can_only_read(ours: Shares, method: str) -> None:
    link, token = made(ours)
    answer = ask(lambda client: client.request(method, f"/shared/{link.id}", headers={"cookie": f"cx_reader={token}"}))
    assert answer.status_code == 405
    assert ours.link(link.id).openings == 0
