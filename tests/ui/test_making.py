"""A workspace made for a file: it stays with what is stored in it, and goes with the last file that is refused."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from cxmetrics.errors import Cancelled
from cxmetrics.ui import access, opened
from cxmetrics.ui.making import for_a_file
from tests.workspace.exports import answers, days, taken, written

Bring = Callable[[], None]


@pytest.fixture
def bring(home: Path, tmp_path: Path) -> Bring:
    """Another page, which stores a file in the workspace."""
    march = written(tmp_path, answers(days("2026-03")))

    def bring() -> None:
        with for_a_file("shop", access.visitor()) as workspace:
            taken(workspace, march)

    return bring


def stop(meanwhile: Bring = lambda: None) -> None:
    """A file that is stopped on its way into the workspace, after what others do meanwhile."""
    with suppress(Cancelled), for_a_file("shop", access.visitor()):
        meanwhile()
        raise Cancelled("Stopped.")


def test_a_file_that_is_stopped_does_not_take_along_what_another_page_is_storing(home: Path, tmp_path: Path) -> None:
    with for_a_file("shop", access.visitor()) as workspace:
        stop()
        taken(workspace, written(tmp_path, answers(days("2026-03"))))
    assert len(opened.workspace("shop").history()) == 1


def test_a_file_that_is_stopped_last_does_not_take_along_what_another_page_stored(bring: Bring) -> None:
    stop(meanwhile=bring)
    assert len(opened.workspace("shop").history()) == 1


def test_a_workspace_that_was_there_stays_whatever_is_stopped(bring: Bring) -> None:
    bring()
    stop()
    assert len(opened.workspace("shop").history()) == 1


def test_a_workspace_into_which_nothing_went_does_not_stay(home: Path) -> None:
    stop(meanwhile=stop)
    assert not (home / "shop.duckdb").exists()
