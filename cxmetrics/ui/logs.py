"""The log of a hosted server: one JSON object a line, which names what was asked and never who asked or for what.

Lines hold routes with their variable parts blanked out, texts before anything is filled into them, and the types and
places of errors without their messages: tokens, addresses, names, values of files and queries cannot get in.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cxmetrics.ui import pages
from cxmetrics.ui.gates import PROBES, base_path

_REQUESTS = logging.getLogger("cxmetrics.requests")
_THREADS = logging.getLogger("cxmetrics.threads")
_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"))
_OWN = frozenset(("health", "script-health-check", "host-config", "allowed-message-origins", "metrics", "stream"))
_WHOLE = frozenset(("healthz", "readyz", "oauth2callback", "auth/login", "auth/logout", "shared/watch.js"))
_UNSAID = frozenset((*PROBES, "/_stcore/health"))
_PLACES = 6
_UNKNOWN = "other"


class Lines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": str(record.msg).partition("\n")[0],
            **getattr(record, "fields", {}),
        }
        if isinstance(record.exc_info, tuple) and record.exc_info[1] is not None:
            line["error"] = _causes(record.exc_info[1])
            line["where"] = _places(record.exc_info[2])
        return json.dumps(line)


class _Logger(logging.Logger):
    """A logger that is made after the log has begun; Streamlit gives each of its own a handler."""

    def addHandler(self, hdlr: logging.Handler) -> None:  # noqa: N802 as the standard library names it
        hdlr.setFormatter(Lines())
        super().addHandler(hdlr)


def begin() -> None:
    """From here on every line of this process is JSON, whoever writes it."""
    root = logging.getLogger()
    handler = logging.StreamHandler()
    handler.setFormatter(Lines())
    root.addHandler(handler)
    for logger in root.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):  # those of Streamlit and uvicorn have handlers of their own, or none
            logger.handlers.clear()
            logger.propagate = True
    logging.getLogger("cxmetrics").setLevel(logging.INFO)
    for name in ("uvicorn.access", "uvicorn.error"):
        logging.getLogger(name).setLevel(logging.WARNING)  # RequestLog tells of requests and websockets
    logging.setLoggerClass(_Logger)
    logging.captureWarnings(True)
    threading.excepthook = _thread_failed


def _thread_failed(failed: threading.ExceptHookArgs) -> None:
    if failed.exc_value is not None:
        _THREADS.error("A thread failed", exc_info=failed.exc_value)


def _causes(error: BaseException) -> str:
    """The type of an error and of what it came from."""
    names, seen = [], set[int]()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        names.append(type(cause).__name__)
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return " from ".join(names)


def _places(trace: TracebackType | None) -> list[str]:
    """The last places an error went through: file, line and function."""
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{'/'.join(Path(code.co_filename).parts[-3:])}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return places[-_PLACES:]


def route(path: str, base: str = "") -> str:
    """What a path asks for, with everything in it blanked out that tells one visitor from another."""
    match path.removeprefix(base).strip("/").split("/"):
        case [""]:
            return "/"
        case [*parts] if "/".join(parts) in _WHOLE:
            return f"/{'/'.join(parts)}"
        case ["s", _]:
            return "/s/{token}"
        case ["shared", _]:
            return "/shared/{link}"
        case ["shared", _, _]:
            return "/shared/{link}/{part}"
        case ["_stcore", "upload_file", *_]:
            return "/_stcore/upload_file/{session}/{file}"
        case ["_stcore", name] if name in _OWN:
            return f"/_stcore/{name}"
        case ["media" | "static" as kind, *_]:
            return f"/{kind}/{{file}}"
        case [page] if page in pages.TITLES:
            return f"/{page}"
    return _UNKNOWN


class RequestLog:
    """One line for every request, and for every websocket when it ends; probes that found all well are not news."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        status, begun = 0, time.perf_counter()

        async def noted(message: Message) -> None:
            nonlocal status
            match message["type"]:
                case "http.response.start":
                    status = message["status"]
                case "websocket.accept":
                    status = 101
                case "websocket.close" if status == 0:
                    status = 403
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            _note(scope, status, time.perf_counter() - begun)


def _note(scope: Scope, status: int, seconds: float) -> None:
    asked, method = route(scope["path"], base_path()), scope.get("method", "GET")
    if asked in _UNSAID and status == 200:
        return
    fields = {
        "method": method if method in _METHODS else _UNKNOWN,
        "route": asked,
        "status": status,
        "ms": round(1000 * seconds),
    }
    _REQUESTS.info("request", extra={"fields": fields})
