"""Making: a workspace that is made for the first file brought to it, and does not outlive a file that is refused."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from cxmetrics.ui import opened
from cxmetrics.workspace import shelf
from cxmetrics.workspace.visitors import Visitor
from cxmetrics.workspace.workspace import Workspace

_LOCK = threading.Lock()


@dataclass(slots=True)
class _New:
    """A workspace into which nothing was stored yet. under_way: how many files are on their way into it."""

    under_way: int = 0
    filled: bool = False


_NEW: dict[str, _New] = {}
"""By name."""


@contextmanager
def for_a_file(name: str, visitor: Visitor) -> Iterator[Workspace]:
    """The workspace that a file is stored in, made where there is none. Raises Forbidden, BadInput.

    One that was made, and into which nothing is stored, is removed, but only once no other file is on its way into it:
    two pages may bring their first files to one name at once.
    """
    with _LOCK:
        begins = not shelf.path_of(name).exists()
        workspace = opened.create(name, visitor)
        if begins:
            _NEW.setdefault(name, _New())
        new = _NEW.get(name)
        if new:
            new.under_way += 1
    try:
        yield workspace
        if new:
            new.filled = True
    finally:
        if new:
            _left(name, new)


def _left(name: str, new: _New) -> None:
    with _LOCK:
        new.under_way -= 1
        if not new.under_way:
            del _NEW[name]
            if not new.filled:
                opened.discard(name)
