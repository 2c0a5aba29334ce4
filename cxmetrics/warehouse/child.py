"""The reading process itself: it sees one file and one folder, and has no network.

It is started for every file, so it imports next to nothing.
"""

from __future__ import annotations

import re
import threading
from pathlib import Path
from typing import Any

import duckdb

from cxmetrics.bounds import bounds
from cxmetrics.confined import Say, serve
from cxmetrics.errors import NoRoom, TooMuch, UnreadableFile
from cxmetrics.warehouse.connection import connect

_LOOK_S = 0.1
_CAUSE = re.compile(r"Invalid Input Error: (Row \d+ .*)")
"""What the statements themselves say is wrong; what DuckDB says is for engineers, and names folders of the server."""


def work(order: dict[str, Any], say: Say) -> dict[str, Any]:
    """Execute the statements of an order {"source", "folder", "statements", "refusal"}: {"rows": of the last one}."""
    try:
        # half of the address space; with less, what has been read waits for what is being written
        memory = bounds().reading_memory // 2
        connection = connect(None, Path(order["folder"]), source=Path(order["source"]), watched=True, memory=memory)
    except TooMuch as problem:
        raise MemoryError from problem
    done = threading.Event()
    threading.Thread(target=_watch, args=(connection, done, say), daemon=True).start()
    rows: list[Any] = []
    try:
        for statement in order["statements"]:
            rows = connection.execute(statement).fetchall()
    except duckdb.OutOfMemoryException as problem:
        raise MemoryError from problem
    except duckdb.IOException as problem:
        if "write" in str(problem):
            raise NoRoom from problem
        raise UnreadableFile(order["refusal"]) from problem
    except (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException):
        raise  # the statement is wrong, and not the file
    except duckdb.Error as problem:  # a bent file may end in any of them
        cause = _CAUSE.match(str(problem))
        raise UnreadableFile(f"{order['refusal']} {cause[1] if cause else ''}".strip()) from problem
    finally:
        done.set()
    return {"rows": rows}


def _watch(connection: duckdb.DuckDBPyConnection, done: threading.Event, say: Say) -> None:
    """Say how far the first statement is, which reads the file; the others take no time."""
    furthest = 0.0
    while not done.wait(_LOOK_S):
        percent = connection.query_progress()
        if percent / 100 > furthest:
            furthest = percent / 100
            say(furthest)


if __name__ == "__main__":
    serve(work)
