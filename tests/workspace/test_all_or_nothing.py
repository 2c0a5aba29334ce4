"""Every change is one transaction: whichever of its statements fails, nothing of it stays; then it succeeds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from cxmetrics.ingest.opening import TextFile
from cxmetrics.judge.compare import USUAL
from cxmetrics.judge.marks import MarkKind
from cxmetrics.layout import Layout
from cxmetrics.model import EVERYBODY
from cxmetrics.warehouse.connection import Database
from cxmetrics.warehouse.contents import contents, own_catalog
from cxmetrics.warehouse.reading import Typed
from cxmetrics.workspace import imports
from cxmetrics.workspace.comparisons import Choice
from cxmetrics.workspace.members import Members
from cxmetrics.workspace.register import Register
from cxmetrics.workspace.rights import Role
from cxmetrics.workspace.saved import SavedView
from cxmetrics.workspace.shares import Shares, Terms
from cxmetrics.workspace.workspace import Workspace
from tests.workspace.exports import answers, days, taken, written
from tests.workspace.test_renewal import old_workspace

MOST_STATEMENTS = 500


class Struck(Exception):
    """Some statement failed."""


class Frail:
    """A cursor of which one statement fails, before it does anything."""

    def __init__(self, cursor: Any, strike: list[int]) -> None:
        self._cursor, self._strike = cursor, strike

    def execute(self, *given: Any) -> Any:
        self._strike[0] -= 1
        if self._strike[0] == 0:
            raise Struck
        return self._cursor.execute(*given)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)


def frail(store: type, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Makes the cursors that `store` hands out for writing frail; the statements until one fails, 0 for none."""
    strike, whole = [0], store.writing  # type: ignore[attr-defined]

    @contextmanager
    def writing(self: Any) -> Iterator[Any]:
        with whole(self) as cursor:
            yield Frail(cursor, strike)

    monkeypatch.setattr(store, "writing", writing)
    return strike


def struck_everywhere(strike: list[int], change: Callable[[], object], state: Callable[[], object]) -> int:
    """Make one statement of the change fail after the other, until none is left: how many there were."""
    before = state()
    for statement in range(1, MOST_STATEMENTS):
        strike[0] = statement
        try:
            change()
        except Struck:
            assert state() == before, f"something of the change stayed when statement {statement} failed"
        else:
            assert state() != before
            return statement - 1
    raise AssertionError("the change never ends")


@pytest.fixture
def filled(workspace: Workspace, tmp_path: Path) -> Workspace:
    """A workspace with February, whose last two answers a March file changes."""
    taken(workspace, written(tmp_path, answers(days("2026-02")), "february.csv"))
    return workspace


@pytest.fixture
def once_typed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A file is read and typed in its child once, however often it is stored."""
    read: dict[Path, Any] = {}
    whole, kept = imports._typed, ExitStack()

    @contextmanager
    def typed(database: Database, text: TextFile, layout: Layout, watch: Any) -> Iterator[tuple[Typed, str]]:
        if text.path not in read:
            read[text.path] = kept.enter_context(whole(database, text, layout, watch))
        yield read[text.path]

    monkeypatch.setattr(imports, "_typed", typed)
    with kept:
        yield


def state_of(workspace: Workspace) -> Callable[[], object]:
    """What all tables of the file hold, its version and its trail among them."""

    def state() -> object:
        with workspace._database.reading() as cursor:
            return contents(cursor, own_catalog(cursor)).tables

    return state


@pytest.mark.usefixtures("once_typed")
def test_an_import_into_an_empty_workspace(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, proposal = workspace.examine(written(tmp_path, answers(days("2026-03"))))
    strike = frail(Database, monkeypatch)
    steps = struck_everywhere(strike, lambda: workspace.store(text, proposal.layout), state_of(workspace))
    assert steps > 20


@pytest.mark.usefixtures("once_typed")
def test_an_import_that_adds_changes_and_restates(
    filled: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = [*answers(days("2026-02"), (0, 10, 5)), *answers(days("2026-03"))[len(answers(days("2026-02"))) :]]
    text, proposal = filled.examine(written(tmp_path, later, "march.csv"))
    strike = frail(Database, monkeypatch)
    steps = struck_everywhere(strike, lambda: filled.store(text, proposal.layout), state_of(filled))
    assert steps > 20
    upload = filled.history()[0]
    assert upload.updated
    assert upload.restated
    assert struck_everywhere(strike, lambda: filled.undo(upload.id), state_of(filled)) > 10
    first = filled.history()[-1]
    assert struck_everywhere(strike, lambda: filled.undo(first.id), state_of(filled)) > 10
    assert filled.sources() == {}


def test_edits_of_definitions_and_marks(filled: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    metric = filled.outline().metrics["nps"]
    edited = replace(metric, definition="Another one.", smallest_change_that_matters=9.0)
    strike, state = frail(Database, monkeypatch), state_of(filled)
    assert struck_everywhere(strike, lambda: filled.edit(edited), state) > 3
    assert struck_everywhere(strike, lambda: filled.add(1, replace(metric, key="again")), state) > 10
    assert struck_everywhere(strike, lambda: filled.mark(date(2026, 2, 3), MarkKind.COMMENT, "Snow"), state) > 2
    assert struck_everywhere(strike, lambda: filled.unmark(1), state) > 2


def test_links_and_roles(filled: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken(filled, written(tmp_path, [line.replace("R", "S", 1) for line in answers(days("2026-03"))], "march.csv"))
    register = Register(tmp_path / "register.sqlite")
    shares, members = Shares(register, "w", filled), Members(register, "w", filled)
    view = SavedView("scorecard", "nps", Choice.MONTH, EVERYBODY, USUAL)

    def state() -> object:
        with register.reading() as cursor:
            tables = cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            return [list(map(tuple, cursor.execute(f"SELECT * FROM {table[0]}").fetchall())) for table in tables]

    strike = frail(Register, monkeypatch)
    assert struck_everywhere(strike, lambda: shares.share(view, Terms("Board", "Anna")), state) == 3
    (link,) = shares.links()
    assert struck_everywhere(strike, lambda: shares.revoke(link.id), state) == 3
    assert struck_everywhere(strike, lambda: shares.delete(link.id), state) == 3
    assert struck_everywhere(strike, lambda: members.invite("ben@shop.example", Role.VIEWER), state) == 3
    assert struck_everywhere(strike, lambda: members.remove("ben@shop.example"), state) == 3


def test_renewing_an_older_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = old_workspace(tmp_path, 2)
    strike = frail(Database, monkeypatch)

    def state() -> object:
        with duckdb.connect(str(path), read_only=True) as connection:
            return contents(connection, "old").tables

    assert struck_everywhere(strike, lambda: Workspace(path).close(), state) > 20


def test_laying_out_a_new_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "new.duckdb"
    strike = frail(Database, monkeypatch)

    def state() -> object:
        if not path.exists():
            return {}
        with duckdb.connect(str(path), read_only=True) as connection:
            return contents(connection, "new").tables

    assert struck_everywhere(strike, lambda: Workspace(path).close(), state) > 5
