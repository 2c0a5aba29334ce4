"""The example workspace, built in the background when the server first starts."""

from __future__ import annotations

import threading

from cxmetrics.ui.work import Work
from cxmetrics.workspace import shelf

_LOCK = threading.Lock()
_BUILDING: list[Work[None]] = []


def start() -> None:
    """Begin to build the example where it is missing; does not wait."""
    with _LOCK:
        path = shelf.path_of(shelf.EXAMPLE)
        if not path.exists() and not any(work.running for work in _BUILDING):
            _BUILDING.clear()
            _BUILDING.append(Work(lambda watch: shelf.build_example(path, watch)))


def ready() -> None:
    """On a page: show the progress of the build until the example is there."""
    start()
    with _LOCK:
        building = list(_BUILDING)
    for work in building:
        try:
            work.show("Building the example company from its five exports:")
        except Exception:
            with _LOCK:  # the next visitor may have more luck
                _BUILDING.clear()
            raise
