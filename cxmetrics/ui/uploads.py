"""Uploads: the route that takes files is closed to sessions that may not bring any, and bounded for the others.

Streamlit itself takes files from every session, on every page, and holds them in memory until the session ends.
"""

from __future__ import annotations

import threading

import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

ROUTE = "/_stcore/upload_file/"
_MEGABYTE = 1024 * 1024

_LOCK = threading.Lock()
_HELD: dict[str, dict[str, int]] = {}
"""Session that may bring files -> file -> bytes that its upload announced."""


def let(allowed: bool) -> None:
    """Open the route for the session of the current run, or close it; sessions that are gone are forgotten."""
    context = get_script_run_ctx()
    if context is None:
        return
    with _LOCK:
        if not allowed:
            _HELD.pop(context.session_id, None)
        elif context.session_id not in _HELD:
            for gone in [session for session in _HELD if not _is_active(session)]:
                del _HELD[gone]
            _HELD[context.session_id] = {}


def _is_active(session: str) -> bool:
    return Runtime.exists() and Runtime.instance().is_active_session(session)


class UploadGate:
    """Answers uploads that are not allowed, or too large together, before any of their bytes are read."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = _refusal(Request(scope)) if scope["type"] == "http" and ROUTE in scope["path"] else None
        await (refusal or self._app)(scope, receive, send)


def _refusal(request: Request) -> PlainTextResponse | None:
    """What is wrong with a request to the upload route; None lets it through, and counts what it brings."""
    session, _, file = request.url.path.partition(ROUTE)[2].partition("/")
    announced = request.headers.get("content-length", "")
    with _LOCK:
        held = _HELD.get(session)
        if request.method == "OPTIONS":
            return None
        if held is None:
            return PlainTextResponse("This visitor may not bring files.", 403)
        if request.method == "DELETE":
            held.pop(file, None)
            return None
        if not announced.isdecimal():
            return PlainTextResponse("An upload has to say its length.", 411)
        limit = st.get_option("server.maxUploadSize") * _MEGABYTE
        others = sum(size for other, size in held.items() if other != file)
        if others + int(announced) > limit:
            return PlainTextResponse(
                f"More than {limit // _MEGABYTE} MB at once. Reload the page, then try again.", 413
            )
        held[file] = int(announced)
    return None
