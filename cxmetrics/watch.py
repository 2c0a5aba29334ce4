"""Watching long work: how far it is, in words, and the way to stop it without a trace."""

from __future__ import annotations

import threading
from collections.abc import Callable

from cxmetrics.errors import Cancelled

STOPPED = "You stopped this import. Nothing of the file was stored."

Heard = Callable[[float, str], None]
"""Hears the fraction of the whole that is done, 0 to 1 and never falling, and the phase in words."""


class Watch:
    """One piece of long work: whoever does it says how far it is, and whoever waits may stop it from any thread."""

    def __init__(self, heard: Heard | None = None) -> None:
        self._heard = heard
        self._stopped = threading.Event()
        self._furthest = 0.0

    def stop(self) -> None:
        """Ask the work to end; it raises Cancelled where it next says how far it is, and leaves nothing behind."""
        self._stopped.set()

    def say(self, fraction: float, phase: str) -> None:
        """How far the work is. Raises Cancelled once somebody has stopped it."""
        if self._stopped.is_set():
            raise Cancelled(STOPPED)
        self._furthest = max(self._furthest, min(fraction, 1.0))
        if self._heard:
            self._heard(self._furthest, phase)

    def phase(self, words: str, start: float, end: float) -> Callable[[float], None]:
        """A part of the work that takes the whole from `start` to `end`: call it with the fraction of that part."""
        return lambda fraction: self.say(start + (end - start) * min(fraction, 1.0), words)
