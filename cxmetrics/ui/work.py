"""Work that outlives a rerun: it runs in a thread of its own, and whoever looks sees how far it is."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

import streamlit as st

from cxmetrics.workspace.shelf import Progress

T = TypeVar("T")


class Work(Generic[T]):
    """One piece of work, begun at once. A closed browser or a reload does not stop it half-way."""

    def __init__(self, do: Callable[[Progress], T]) -> None:
        self._state: tuple[int, int, str] = (0, 1, "")
        self._result: T
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._run, args=(do,))
        self._thread.start()

    def _run(self, do: Callable[[Progress], T]) -> None:
        try:
            self._result = do(self._note)
        except Exception as error:  # whoever waits for the result raises it in their own place
            self._error = error

    def _note(self, done: int, total: int, name: str) -> None:
        self._state = (done, total, name)

    @property
    def running(self) -> bool:
        """Whether it is still under way."""
        return self._thread.is_alive()

    def wait(self) -> T:
        """The result, once there; raises what the work raised."""
        self._thread.join()
        if self._error:
            raise self._error
        return self._result

    def watch(self, words: str) -> T:
        """`wait`, with a progress bar on the page while it lasts."""
        place = st.empty()
        while self.running:
            done, total, name = self._state
            place.progress(done / max(total, 1), f"{words} {name}".strip())
            time.sleep(0.05)
        place.empty()
        return self.wait()
