"""Leaving: whether a visitor still waits for what the current run asks, or has closed the page or pressed something."""

from __future__ import annotations

from collections.abc import Callable

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType


def asker() -> Callable[[], bool] | None:
    """How to see whether the visitor of the current run has left; None outside a run, as for links and imports.

    Streamlit itself stops a run only between two calls to it, and a question to the database is none.
    """
    context = get_script_run_ctx(suppress_warning=True)
    if context is None or (requests := context.script_requests) is None:
        return None

    def left() -> bool:
        # a fragment that waits for its turn does not end the run, and everything else does
        waiting = requests._rerun_data
        return requests._state is ScriptRequestType.STOP or (
            requests._state is ScriptRequestType.RERUN and not (waiting.fragment_id or waiting.fragment_id_queue)
        )

    return left
