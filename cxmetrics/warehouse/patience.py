"""Patience: a question is given up once nobody waits for its answer, so that no server works for a closed browser."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import duckdb

_LOOK_S = 0.2

Left = Callable[[], bool]
"""Whether whoever asked has left."""
Asker = Callable[[], Left | None]
"""Called by the thread that asks: how to see whether its asker has left; None where they never do."""


def nobody() -> None:
    """The asker of everything that is to be finished whoever waits."""


class Patience:
    """Looks now and then after everybody who waits, and interrupts the questions of those who have left."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self._waiting: dict[int, tuple[duckdb.DuckDBPyConnection, Left]] = {}
        self._looking = False
        self._lock = threading.Lock()

    @contextmanager
    def of(self, cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
        """While the cursor answers whoever asks in this thread."""
        if (left := self._asker()) is None:
            yield
            return
        with self._lock:
            self._waiting[id(cursor)] = (cursor, left)
            if not self._looking:
                self._looking = True
                threading.Thread(target=self._look, daemon=True).start()
        try:
            yield
        finally:
            with self._lock:
                del self._waiting[id(cursor)]

    def _look(self) -> None:
        while True:
            time.sleep(_LOOK_S)
            with self._lock:
                if not self._waiting:
                    self._looking = False
                    return
                for cursor, left in self._waiting.values():
                    if left():
                        with suppress(duckdb.Error):
                            cursor.interrupt()
