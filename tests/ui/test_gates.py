"""The gates: who is answered under which name, what may be uploaded, and what is refused before the start."""

from __future__ import annotations

import asyncio
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from httpx2 import ASGITransport, AsyncClient, Response
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import (
    BackendOperationRequest,
    BackMsg,
    DeferredFileRequestPayload,
    InstallSkillsRequestPayload,
)
from streamlit.proto.ClientState_pb2 import ClientState

from cxmetrics.errors import BadInput
from cxmetrics.settings import Mode
from cxmetrics.ui import uploads
from cxmetrics.ui.gates import HostGate, VisitMark, is_loopback
from cxmetrics.ui.messages import MessageGate
from cxmetrics.ui.startup import HOSTED, demand_loopback, demand_options, demand_random
from cxmetrics.ui.uploads import UploadGate

ROOT = Path(__file__).parents[2]
PAGE = PlainTextResponse("in", media_type="text/html")


def asked(
    app: ASGIApp, url: str, client: str = "127.0.0.1", method: str = "GET", headers: dict[str, str] | None = None
) -> Response:
    async def asking() -> Response:
        async with AsyncClient(transport=ASGITransport(app, client=(client, 50_000))) as somebody:
            return await somebody.request(method, url, headers=headers)

    return asyncio.run(asking())


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "127.0.0.1", "127.9.9.9", "::1", "[::1]"])
def test_names_of_this_computer(host: str) -> None:
    assert is_loopback(host)
    demand_loopback(host)


@pytest.mark.parametrize("host", ["", None, "0.0.0.0", "::", "192.168.1.5", "cx.example.com", "localhost.example.com"])
def test_local_mode_does_not_start_where_others_reach_it(host: str | None) -> None:
    with pytest.raises(BadInput, match="set CXMETRICS_MODE to team or demo"):
        demand_loopback(host)


@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1:8501", "[::1]:8501", "localhost"])
def test_local_mode_answers_at_this_computer(host: str) -> None:
    assert asked(HostGate(PAGE), f"http://{host}/").text == "in"


@pytest.mark.parametrize(
    ("url", "client"),
    [
        ("http://localhost/", "192.168.1.9"),
        ("http://localhost/", "2001:db8::1"),
        ("http://evil.example/", "127.0.0.1"),
        ("http://localhost.evil.example/", "127.0.0.1"),
        ("http://192.168.1.5/", "127.0.0.1"),
    ],
)
def test_local_mode_answers_nobody_else_and_under_no_other_name(url: str, client: str) -> None:
    answer = asked(HostGate(PAGE), url, client)
    assert answer.status_code in (400, 403)
    assert "CXMETRICS_HOSTS" in answer.text


def test_a_host_that_is_no_name_at_all_is_refused() -> None:
    for host in ("", "[", "a b", "localhost@evil.example"):
        assert asked(HostGate(PAGE), "http://localhost/", headers={"host": host}).status_code == 400


def test_hosted_modes_answer_under_their_names_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CXMETRICS_MODE", "demo")
    monkeypatch.setenv("CXMETRICS_HOSTS", "CX.example.com, other.example.com")
    for url in ("http://cx.example.com/", "https://other.example.com:8443/", "http://anything.example/healthz"):
        assert asked(HostGate(PAGE), url, "203.0.113.9").text == "in"
    for url in ("http://localhost/", "http://evil.example/", "http://cx.example.com.evil.example/"):
        assert asked(HostGate(PAGE), url, "203.0.113.9").status_code == 400


def test_only_a_demonstration_marks_its_visitors(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "set-cookie" not in asked(VisitMark(PAGE), "http://localhost/").headers
    monkeypatch.setenv("CXMETRICS_MODE", "demo")
    marks = [asked(VisitMark(PAGE), "https://localhost/").headers["set-cookie"] for _ in range(2)]
    assert marks[0] != marks[1]
    for part in ("HttpOnly", "SameSite=Lax", "Secure"):
        assert part in marks[0]
    known = asked(VisitMark(PAGE), "http://localhost/", headers={"cookie": marks[0].partition(";")[0]})
    assert "set-cookie" not in known.headers


def put(length: str | None, file: str = "a", session: str = "known", method: str = "PUT") -> int:
    headers = {} if length is None else {"content-length": length}
    url = f"http://localhost/_stcore/upload_file/{session}/{file}"
    return asked(UploadGate(PAGE), url, method=method, headers=headers).status_code


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """One session that may bring files, ten megabytes at a time."""
    monkeypatch.setattr(uploads, "_HELD", {"known": {}})
    monkeypatch.setattr(st, "get_option", {"server.maxUploadSize": 10}.__getitem__)


@pytest.mark.usefixtures("known")
def test_a_session_that_may_not_bring_files_is_refused() -> None:
    assert put("10", session="stranger") == 403
    assert put("10", session="stranger", method="DELETE") == 403
    assert put("10") == 200


@pytest.mark.usefixtures("known")
def test_what_a_session_holds_together_is_bounded() -> None:
    assert put(str(6 * 2**20)) == 200
    assert put(str(5 * 2**20), file="b") == 413
    assert put(str(9 * 2**20)) == 200, "the same file anew takes the place of the one before"
    assert put(None, method="DELETE") == 200
    assert put(str(10 * 2**20), file="b") == 200
    assert put(str(10 * 2**20 + 1), file="b") == 413


@pytest.mark.usefixtures("known")
def test_an_upload_that_does_not_say_its_length_is_refused() -> None:
    assert put("-5") == 411
    assert put("ten") == 411


def test_32_random_bytes_are_a_secret_however_they_are_written() -> None:
    for secret in (secrets.token_hex(32), secrets.token_urlsafe(32), secrets.token_urlsafe(64)):
        demand_random(secret, "it")


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "changeme",
        "changeme" * 8,
        "x" * 64,
        "0123456789abcdef" * 4,
        "9f2c4b7a1d3e5f60718293a4b5c6d7e8f9a0b1c2d3e4f5061728394a5b6c7d",
        "Zm9vYmFyLXF1eC0xMjM0NTY3ODkwLWFiY2RlZmdoaW",
    ],
)
def test_what_is_short_or_not_random_is_no_secret(secret: str) -> None:
    with pytest.raises(BadInput, match="shorter than 32 random bytes, or not random"):
        demand_random(secret, "it")


def test_hosted_modes_have_the_options_of_streamlit_that_keep_others_out() -> None:
    ours = {name: st.get_option(name) for name in HOSTED}
    demand_options(Mode.TEAM, ours)
    for name in HOSTED:
        with pytest.raises(BadInput, match=f"option {name} has to be"):
            demand_options(Mode.DEMO, ours | {name: "something else"})


@pytest.mark.parametrize(
    ("environment", "options", "named"),
    [
        ({}, ["--server.address", "0.0.0.0"], "Set --server.address to localhost"),
        ({}, ["--server.address", ""], "Set --server.address to localhost"),
        ({"CXMETRICS_MODE": "public"}, [], "CXMETRICS_MODE is 'public'"),
        ({"CXMETRICS_MODE": "demo"}, [], "set CXMETRICS_HOSTS"),
        ({"CXMETRICS_MODE": "team", "CXMETRICS_HOSTS": "cx.example.com"}, [], "section [auth]"),
        (
            {
                "CXMETRICS_MODE": "demo",
                "CXMETRICS_HOSTS": "cx.example.com",
                "STREAMLIT_SERVER_COOKIE_SECRET": "changeme",
            },
            [],
            "server.cookieSecret is shorter than 32 random bytes",
        ),
        (
            {
                "CXMETRICS_MODE": "demo",
                "CXMETRICS_HOSTS": "cx.example.com",
                "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "true",
            },
            [],
            "browser.gatherUsageStats has to be false",
        ),
    ],
)
def test_what_would_be_unsafe_does_not_start_and_says_what_to_set(
    tmp_path: Path, environment: dict[str, str], options: list[str], named: str
) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            "app.py",
            "--server.port",
            "0",
            "--server.headless",
            "true",
            *options,
        ],
        cwd=ROOT,
        env={**os.environ, "CXMETRICS_HOME": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    said = done.stdout + done.stderr
    assert named in said
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


def said(**fields: Any) -> bytes:
    """What a browser says."""
    return bytes(BackMsg(**fields).SerializeToString())


RUN = said(rerun_script=ClientState(query_string="w=example"))
UNHEARD = {
    "clear every cache": said(clear_cache=True),
    "shut down": said(debug_shutdown_runtime=True),
    "cut me off": said(debug_disconnect_websocket=True),
    "tell me of your repository": said(load_git_info=True),
    "run when files change": said(set_run_on_save=True),
    "write files beside the program": said(
        backend_operation_request=BackendOperationRequest(install_skills=InstallSkillsRequestPayload())
    ),
    "nothing": b"",
    "no message": b"\xff" * 100,
}


@pytest.mark.parametrize("unheard", UNHEARD.values(), ids=UNHEARD)
def test_what_no_page_of_ours_says_is_not_heard(unheard: bytes) -> None:
    assert heard([{"bytes": unheard}, {"text": "hello"}, {"bytes": RUN}]) == [RUN]


def test_what_our_pages_say_is_heard() -> None:
    file = said(backend_operation_request=BackendOperationRequest(deferred_file=DeferredFileRequestPayload()))
    spoken = [RUN, said(stop_script=True), said(app_heartbeat=True), file]
    assert heard([{"bytes": one} for one in spoken]) == spoken


def heard(frames: list[dict[str, object]]) -> list[bytes]:
    """What of these frames reaches the application."""
    coming: Iterator[Message] = iter(
        [*({"type": "websocket.receive", **frame} for frame in frames), {"type": "websocket.disconnect"}]
    )
    found: list[bytes] = []

    async def receive() -> Message:
        return next(coming)

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        while (message := await receive())["type"] == "websocket.receive":
            found.append(message["bytes"])

    async def send(_: Message) -> None:
        raise AssertionError("nothing is to be answered")

    asyncio.run(MessageGate(application)({"type": "websocket"}, receive, send))
    return found
