"""The log of a hosted server: lines of JSON with routes, texts and places, and nothing that anybody brought."""

from __future__ import annotations

import json
import logging
from typing import cast

import pytest

from cxmetrics.ui.logs import Lines, route

SECRET = "ann@example.com"


def line(record: logging.LogRecord) -> dict[str, object]:
    said = Lines().format(record)
    assert "\n" not in said
    assert SECRET not in said
    found: dict[str, object] = json.loads(said)
    return found


def record(text: str, *values: object, error: BaseException | None = None) -> logging.LogRecord:
    about = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("somebody", logging.WARNING, __file__, 1, text, values, about)


def test_a_line_says_when_how_bad_who_and_what() -> None:
    said = line(record("It rained"))
    assert str(said.pop("time")).endswith("+00:00")
    assert said == {"level": "warning", "logger": "somebody", "message": "It rained"}


def test_values_are_not_filled_into_texts() -> None:
    assert line(record("Refused origin=%s", SECRET))["message"] == "Refused origin=%s"


def test_only_the_first_line_of_a_text_is_kept() -> None:
    assert line(record(f"A task failed\nfuture: <Task {SECRET}>"))["message"] == "A task failed"


def test_an_error_is_told_by_its_types_and_places() -> None:
    def convert() -> None:
        try:
            int(SECRET)
        except ValueError as cause:
            raise RuntimeError(f"cannot read {SECRET}") from cause

    try:
        convert()
    except RuntimeError as error:
        said = line(record("A page failed", error=error))
    assert said["error"] == "RuntimeError from ValueError"
    first, last = map(str, cast(list[str], said["where"]))
    assert first.startswith("tests/ui/test_logs.py:")
    assert last.endswith(" convert")


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/", "/"),
        ("/cx/", "/"),
        ("/cx/s/" + "t" * 43, "/s/{token}"),
        ("/s/guess", "/s/{token}"),
        ("/shared/17", "/shared/{link}"),
        ("/shared/17/open", "/shared/{link}/{part}"),
        ("/shared/watch.js", "/shared/watch.js"),
        ("/_stcore/upload_file/session/file", "/_stcore/upload_file/{session}/{file}"),
        ("/_stcore/stream", "/_stcore/stream"),
        ("/_stcore/ann@example.com", "other"),
        ("/media/0a1b.png", "/media/{file}"),
        ("/static/js/main.js", "/static/{file}"),
        ("/quick_check", "/quick_check"),
        ("/healthz", "/healthz"),
        ("/auth/login", "/auth/login"),
        ("/oauth2callback", "/oauth2callback"),
        ("/ann@example.com", "other"),
        ('/a"}\n{"level": "info', "other"),
        ("/s/a/b/c", "other"),
    ],
)
def test_a_route_names_what_is_asked_for_and_nothing_else(path: str, asked: str) -> None:
    assert route(path, "/cx" if path.startswith("/cx") else "") == asked
