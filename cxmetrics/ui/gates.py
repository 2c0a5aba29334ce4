"""Gates before every request: who may ask at all, under which name, and a private mark for visitors of a demo."""

from __future__ import annotations

import secrets
from ipaddress import ip_address
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from cxmetrics.settings import Mode, settings
from cxmetrics.ui.access import VISIT_COOKIE

OWN_NAMES = ("localhost",)
PROBES = ("/healthz", "/readyz")
"""Asked by whatever watches over the server, under any name, and telling nothing."""
_A_DAY = 24 * 3600


def is_loopback(host: str) -> bool:
    """Whether a host name or address is that of this computer alone."""
    if host.casefold() in OWN_NAMES:
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def base_path() -> str:
    """The prefix under which a reverse proxy serves the app, empty or "/such"."""
    prefix = str(st.get_option("server.baseUrlPath")).strip("/")
    return f"/{prefix}" if prefix else ""


class HostGate:
    """Answers only under the names this installation is served under, so that no other site can pose as it.

    In local mode those are the names of this computer, and whoever asks has to sit at it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or scope["path"] in PROBES:
            await self._app(scope, receive, send)
        elif not _is_local(scope):
            await _refuse(
                "This is somebody's local copy; it answers only at the computer it runs on. To serve others, set "
                "CXMETRICS_MODE to team or demo, and CXMETRICS_HOSTS.",
                403,
            )(scope, receive, send)
        elif not _is_known_host(_host(scope)):
            await _refuse("This name is not served here. CXMETRICS_HOSTS lists those that are.", 400)(
                scope, receive, send
            )
        else:
            await self._app(scope, receive, send)


def _is_local(scope: Scope) -> bool:
    """Whether the other end is this computer, as local mode demands."""
    client = scope.get("client")
    return settings().mode is not Mode.LOCAL or (client is not None and is_loopback(client[0]))


def _host(scope: Scope) -> str:
    try:
        return urlsplit(f"//{Headers(scope=scope).get('host', '')}").hostname or ""
    except ValueError:
        return ""


def _is_known_host(host: str) -> bool:
    found = settings()
    return is_loopback(host) if found.mode is Mode.LOCAL else host.casefold() in found.hosts


def _refuse(sentence: str, status: int) -> ASGIApp:
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        closing = WebSocketClose(1008, sentence[:100])
        await (closing if scope["type"] == "websocket" else PlainTextResponse(sentence, status))(scope, receive, send)

    return answer


class VisitMark:
    """In demo mode, gives every new browser a secret of its own, which its private workspace is found by."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or settings().mode is not Mode.DEMO:
            await self._app(scope, receive, send)
            return
        request = HTTPConnection(scope)
        secure = "; Secure" if request.url.scheme == "https" else ""

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start" and VISIT_COOKIE not in request.cookies:
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    mark = f"{VISIT_COOKIE}={secrets.token_urlsafe(32)}; Path={base_path()}/; Max-Age={_A_DAY}"
                    headers.append("set-cookie", f"{mark}; HttpOnly; SameSite=Lax{secure}")
            await send(message)

        await self._app(scope, receive, marked)
