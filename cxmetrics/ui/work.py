"""Work that outlives a rerun: it runs in a thread of its own, and whoever looks sees how far it is and may stop it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

import streamlit as st

from cxmetrics.errors import Cancelled
from cxmetrics.ui.text import plain
from cxmetrics.watch import STOPPED, Watch

T = TypeVar("T")

_UNSEEN_S = 0.4
"""Work that is over sooner shows no bar: it would only flicker."""
_RUNNING: set[Work[Any]] = set()
"""All work of this process that is under way."""


class Work(Generic[T]):
    """One piece of work, begun at once. A closed browser or a reload does not stop it half-way."""

    def __init__(self, do: Callable[[Watch], T]) -> None:
        self._state: tuple[float, str] = (0.0, "")
        self._result: T
        self._error: Exception | None = None
        self._watch = Watch(self._note)
        self._thread = threading.Thread(target=self._run, args=(do,))
        _RUNNING.add(self)
        self._thread.start()

    def _run(self, do: Callable[[Watch], T]) -> None:
        try:
            self._result = do(self._watch)
        except Exception as error:  # whoever waits for the result raises it in their own place
            self._error = error
        finally:
            _RUNNING.discard(self)

    def _note(self, done: float, phase: str) -> None:
        self._state = (done, phase)

    @property
    def running(self) -> bool:
        """Whether it is still under way."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """Ask it to end; it then raises Cancelled where it is waited for."""
        self._watch.stop()

    def ended(self) -> None:
        """Wait until it is over, however it went."""
        self._thread.join()

    def wait(self) -> T:
        """The result, once there; raises what the work raised."""
        self.ended()
        if self._error:
            raise self._error
        return self._result

    def show(self, words: str, on_stop: Callable[[], None] | None = None) -> T:
        """`wait`, with a progress bar on the page while it lasts, and perhaps a button to stop it."""
        # always there, so that what comes below it keeps its place and stays unfolded
        box = st.container()
        begun = time.monotonic()
        while self.running and time.monotonic() < begun + _UNSEEN_S:
            time.sleep(0.01)
        if self.running:
            with box:
                self._show(words, on_stop)
        return self.wait()

    def _show(self, words: str, on_stop: Callable[[], None] | None) -> None:
        place, button = st.empty(), st.empty()
        place.progress(0.0, words)
        if on_stop:
            button.button("Stop", key=f"stop_{id(self)}", on_click=on_stop)
        while self.running:
            done, phase = self._state
            place.progress(done, f"{words} {plain(phase)}".strip())
            time.sleep(0.05)
        place.empty()
        button.empty()


def carried(slot: str, key: object, do: Callable[[Watch], T], words: str, *, final: bool = False) -> T:
    """The result of work that this visitor began under `key`, shown while it lasts; another key stops and replaces it.

    Reruns find the same work again, so that touching the page neither begins it twice nor loses it. final: once it is
    done it stays done, even if Stop came at the last moment; anything else stays stopped until `forgotten`.
    """
    if st.session_state.get("stopped"):
        raise Cancelled(STOPPED)
    works = _works()
    if slot not in works or works[slot][0] != key:
        dropped(slot)
        works[slot] = (key, Work(do))
    work: Work[T] = works[slot][1]

    def stop() -> None:
        work.stop()
        st.session_state["stopped"] = not final

    return work.show(words, stop)


def dropped(slot: str) -> None:
    """Stop and forget the work of a slot."""
    if slot in _works():
        _works().pop(slot)[1].stop()


def forgotten() -> None:
    """Stop and forget all work of this visitor, and that any was stopped."""
    for slot in list(_works()):
        dropped(slot)
    st.session_state["stopped"] = False


def end() -> None:
    """At the end of the server: stop all work, and wait until each piece has taken itself back or is done."""
    while under_way := list(_RUNNING):
        for work in under_way:
            work.stop()
        for work in under_way:
            work.ended()


def _works() -> dict[str, tuple[object, Work[Any]]]:
    works: dict[str, tuple[object, Work[Any]]] = st.session_state.setdefault("works", {})
    return works
