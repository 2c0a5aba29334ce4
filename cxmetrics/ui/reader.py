"""Readers: the pages behind share links, plain HTML without a session, an upload route or a way to the records.

`/s/<token>` trades the token for a cookie that only the page of its link gets back, so that the token stays out of
addresses, histories and logs. Every request looks the link up again: once it is revoked, nothing more is answered.
"""

from __future__ import annotations

import logging
from pathlib import Path
from urllib.parse import parse_qs

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from cxmetrics.errors import CxError
from cxmetrics.report import letter, link_words
from cxmetrics.report.html import render
from cxmetrics.report.letter import Letter
from cxmetrics.ui.gates import base_path
from cxmetrics.workspace import readers, shelf
from cxmetrics.workspace.readers import Door

_LOG = logging.getLogger("cxmetrics")

COOKIE = "cx_reader"
_NOT_NOW = "These figures cannot be shown at the moment."
_WATCH = Markup('<script src="watch.js" defer></script>')
_HERE = Path(__file__).parent
_LONGEST_FORM = 4096
_KEPT_PRIVATE = {"cache-control": "no-store", "x-robots-tag": "noindex, nofollow"}


class Readers:
    """Answers `/s/` and `/shared/` itself and hands everything else on."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        base = base_path()
        if scope["type"] == "http" and scope["path"].startswith((f"{base}/s/", f"{base}/shared/")):
            try:
                await _ROUTER({**scope, "root_path": base}, receive, send)
            except CxError as error:  # the register itself cannot be asked
                _LOG.error("A reader could not be answered", exc_info=error)
                await _page("Not available", _notice(_NOT_NOW, ""), 503)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _enter(request: Request) -> Response:
    """The link itself: its token becomes a cookie, and the address one that tells nothing."""
    token = request.path_params["token"]
    door = readers.door(shelf.register(), token)
    if door is None:
        return _unavailable()
    address = f"{base_path()}/shared/{door.link.id}"
    answer = RedirectResponse(address, 303, headers=_KEPT_PRIVATE)
    _remember(request, answer, address, token)
    return answer


def _view(request: Request) -> Response:
    """The shared view, or the question for its password."""
    door, proof = _door(request)
    if door is None:
        return _unavailable()
    if not door.admits(proof):
        return _ask_password()
    try:
        content = _content(door)
    except CxError as error:
        return _page(door.link.title, _notice(_NOT_NOW, str(error)))
    readers.count_opening(shelf.register(), door.link)
    return _page(door.link.title, content, script=_WATCH)


async def _try(request: Request) -> Response:
    """A password that was typed."""
    form = b""
    async for chunk in request.stream():
        form += chunk
        if len(form) > _LONGEST_FORM:
            return _ask_password("That is too long for a password.")
    password = parse_qs(form.decode(errors="replace")).get("password", [""])[0]
    return await run_in_threadpool(_tried, request, password)


def _tried(request: Request, password: str) -> Response:
    door, _ = _door(request)
    if door is None:
        return _unavailable()
    try:
        if not readers.try_password(shelf.register(), door.token, password):
            return _ask_password("That is not the password of this view.")
    except CxError as error:
        return _ask_password(str(error))
    answer = RedirectResponse(request.url.path, 303, headers=_KEPT_PRIVATE)
    _remember(request, answer, request.url.path, f"{door.token}.{door.proof()}")
    return answer


def _open(request: Request) -> Response:
    """For a page that is open: whether it may stay so."""
    door, proof = _door(request)
    here = door is not None and door.admits(proof)
    return Response(status_code=204 if here else 404, headers=_KEPT_PRIVATE)


def _watch(_: Request) -> Response:
    return Response((_HERE / "reader.js").read_bytes(), media_type="text/javascript")


def _door(request: Request) -> tuple[Door | None, str]:
    """The door that this reader's cookie opens, and their proof of knowing the password."""
    token, _, proof = request.cookies.get(COOKIE, "").partition(".")
    door = readers.door(shelf.register(), token)
    return door if door and door.link.id == request.path_params["link"] else None, proof


def _remember(request: Request, answer: Response, path: str, value: str) -> None:
    secure = request.url.scheme == "https"
    answer.set_cookie(COOKIE, value, path=path, httponly=True, samesite="lax", secure=secure)


def _content(door: Door) -> Markup:
    """What the reader sees, drawn once for each state of the figures."""
    from cxmetrics.ui import opened  # its caches want the running server

    version = None if door.link.frozen else opened.workspace(door.link.workspace).version
    link = door.link
    return letter.inside(
        Letter(
            title=link.title,
            note=link.note,
            provenance=link_words.provenance(link.shared_by, link.created_at, link.frozen),
            body=opened.shared(link.id, version, door),
            ending=link_words.ending(link.expires_at),
        )
    )


def _ask_password(problem: str = "") -> Response:
    return _page("Password", Markup(render("reader_password", problem=problem)), 403 if problem else 200)


def _unavailable() -> Response:
    why = "It may have ended, been withdrawn, or be mistyped. Ask whoever sent it for a new one."
    return _page("Not available", _notice("This link is not available.", why), 404)


def _notice(say: str, why: str) -> Markup:
    return Markup(render("reader_notice", say=say, why=why))


def _page(title: str, content: Markup, status: int = 200, script: str = "") -> Response:
    return HTMLResponse(letter.page(title, content, script), status, headers=_KEPT_PRIVATE)


_ROUTER = Router(
    [
        Route("/s/{token}", _enter),
        Route("/shared/watch.js", _watch),
        Route("/shared/{link}", _view, methods=["GET"]),
        Route("/shared/{link}", _try, methods=["POST"]),
        Route("/shared/{link}/open", _open),
    ],
    default=_unavailable(),
)
