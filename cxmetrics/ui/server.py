"""The server around the pages: warm-up, health route, security headers, and the one boundary for script errors."""

from __future__ import annotations

import asyncio
import gc
import importlib
import logging
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from tempfile import TemporaryDirectory, TemporaryFile

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cxmetrics.errors import CxError
from cxmetrics.report import charts, html
from cxmetrics.settings import Mode, settings
from cxmetrics.ui import example, sockets, work
from cxmetrics.ui.gates import HostGate, VisitMark
from cxmetrics.ui.logs import RequestLog
from cxmetrics.ui.messages import MessageGate
from cxmetrics.ui.reader import Readers
from cxmetrics.ui.text import plain
from cxmetrics.ui.uploads import UploadGate
from cxmetrics.workspace import asking, shelf, visits
from cxmetrics.workspace.workspace import Workspace

_LOG = logging.getLogger("cxmetrics")

SWEEP_SECONDS = 300

_WARM = (
    "altair",
    "pandas",
    "streamlit.elements.vega_charts",
    "cxmetrics.report.charts",
    "cxmetrics.report.html",
    "cxmetrics.workspace.workspace",
    "cxmetrics.ui.plan",
    "cxmetrics.ui.scorecard",
    "cxmetrics.ui.share",
    "streamlit.navigation.page",
)
_AXES = ("points", "%", "seconds")

HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (
        b"content-security-policy",
        b"default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        b"connect-src 'self'; font-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; "
        b"object-src 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)


class SecurityHeaders:
    """Puts the headers on every HTTP answer, and closes the metrics route, which would tell anybody about visitors."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                ours = {name for name, _ in HEADERS}
                kept = [pair for pair in message.get("headers", []) if pair[0].lower() not in ours]
                message = {**message, "headers": [*kept, *HEADERS]}
            await send(message)

        if scope["path"].endswith("/_stcore/metrics"):
            await PlainTextResponse("Not found", status_code=404)(scope, receive, with_headers)
        else:
            await self._app(scope, receive, with_headers)


async def health(_: Request) -> PlainTextResponse:
    """Answers as soon as the server accepts requests."""
    return PlainTextResponse("ok")


async def readiness(_: Request) -> PlainTextResponse:
    """Whether visitors can be served: the server is warm when it answers at all, and there is room for workspaces."""
    room = await run_in_threadpool(_has_room)
    return PlainTextResponse(
        "ready" if room else "The folder of the workspaces cannot be written.", 200 if room else 503
    )


def _has_room() -> bool:
    try:
        with TemporaryFile(dir=shelf.folder()) as probe:
            probe.write(b"room")
    except OSError:
        return False
    return True


@asynccontextmanager
async def lifespan(_: object) -> AsyncIterator[None]:
    """Warm up before the first visitor; at the end leave whole workspaces and no copies of what was brought."""
    with TemporaryDirectory(prefix="cxmetrics-", ignore_cleanup_errors=True) as copies:
        tempfile.tempdir = copies
        _warm_up()
        sockets.send_at_once()
        sweeping = asyncio.create_task(_sweep()) if settings().mode is Mode.DEMO else None
        with asking.listening(shelf.folder(), _opened):
            _LOG.info("ready", extra={"fields": {"mode": settings().mode}})
            yield
            _LOG.info("stopping")
        if sweeping:
            sweeping.cancel()
        await run_in_threadpool(_end)


def _opened(name: str) -> Workspace:
    from cxmetrics.ui import opened  # its caches want the running server

    return opened.held(name)


def _warm_up() -> None:
    """Slow imports, the example, templates, charts; then keep the collector off what stays for good."""
    for module in _WARM:
        importlib.import_module(module)
    example.start()
    html.compile_all()
    for axis in _AXES:
        charts.months_spec(axis)
    gc.collect()
    gc.freeze()


def _end() -> None:
    """Imports under way are taken back, or done where they are past that point; then every file is closed."""
    from cxmetrics.ui import opened

    work.end()
    opened.close_all()


async def _sweep() -> None:
    """In demo mode, delete visitors' workspaces some time after their last look."""
    from cxmetrics.ui import opened  # its caches want the running server

    while True:
        found = settings()
        with suppress(OSError):  # the next round tries again
            await run_in_threadpool(visits.sweep, found.home, found.visit_hours, opened.discard)
        await asyncio.sleep(SWEEP_SECONDS)


def on_script_error(error: Exception) -> bool:
    """The one boundary: errors a user can cause become their sentence, all others go to the log."""
    if isinstance(error, CxError):
        st.error(f"**{error.title}.** {plain(str(error))}")
    else:
        _LOG.error("A page failed", exc_info=error)
        st.error("**Something went wrong here.** Reload the page; the log says more.")
    return True


ROUTES = (Route("/healthz", health), Route("/readyz", readiness))
MIDDLEWARE = (
    Middleware(RequestLog),
    Middleware(SecurityHeaders),
    Middleware(HostGate),
    Middleware(VisitMark),
    Middleware(UploadGate),
    Middleware(MessageGate),
    Middleware(Readers),
)
