"""Visits: a private workspace for each visitor of a public demonstration, deleted some time after their last look."""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from cxmetrics.errors import BadInput

MOST = 200
"""Visitors' workspaces that there may be at once, so that a demonstration cannot fill the disk."""

_NAME = re.compile(r"visit-[0-9a-f]{32}")


def name_of(secret: str) -> str:
    """The workspace of the visitor who holds this secret; the name tells nobody the secret."""
    return f"visit-{hashlib.sha256(secret.encode(errors='replace')).hexdigest()[:32]}"


def is_visit(name: str) -> bool:
    """Whether it names a visitor's workspace."""
    return _NAME.fullmatch(name) is not None


def folder(home: Path) -> Path:
    """Where they live, apart from everybody else's."""
    path = home / "visits"
    path.mkdir(exist_ok=True)
    return path


def touch(path: Path) -> None:
    """Note that a visitor looked at their workspace just now, so that it stays a while longer."""
    with suppress(FileNotFoundError):
        os.utime(path)


def demand_room(home: Path) -> None:
    """Raise BadInput where there are as many visitors' workspaces as there may be."""
    if len(list(folder(home).glob("*.duckdb"))) >= MOST:
        raise BadInput("Too many visitors have brought a file just now. Try again in an hour, or run it yourself.")


def sweep(home: Path, hours: float, discard: Callable[[str], None]) -> None:
    """Delete the workspaces that nobody looked at for so many hours; discard: closes and removes one by its name."""
    for path in folder(home).glob("*.duckdb"):
        with suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > hours * 3600:
                discard(path.stem)
