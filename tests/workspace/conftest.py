"""A workspace and a register of the test's own, empty, and filled to be shared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cxmetrics.shared import SharedScorecard
from cxmetrics.workspace import readers
from cxmetrics.workspace.register import Register
from cxmetrics.workspace.shares import Shares
from cxmetrics.workspace.workspace import Workspace
from tests.workspace.exports import answers, days, taken, written


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """A new workspace file, open."""
    with Workspace(tmp_path / "w.duckdb") as opened:
        yield opened


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return Register(tmp_path / "register.sqlite")


@pytest.fixture
def filled(workspace: Workspace, tmp_path: Path) -> Workspace:
    """Forty answers a day in February and March, from two towns."""
    taken(workspace, written(tmp_path, answers([*days("2026-02"), *days("2026-03")], a_day=40)))
    return workspace


@pytest.fixture
def ours(register: Register, filled: Workspace) -> Shares:
    return Shares(register, "ours", filled)


@pytest.fixture
def seen(register: Register, filled: Workspace) -> Callable[[str], SharedScorecard]:
    """What a reader with a token sees."""

    def look(token: str) -> SharedScorecard:
        door = readers.door(register, token)
        assert door is not None
        figures = readers.figures(door, {"ours": filled}.__getitem__)
        assert isinstance(figures, SharedScorecard)
        return figures

    return look
