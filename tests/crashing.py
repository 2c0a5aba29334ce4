"""A process that changes a workspace over and over, to be killed or robbed of room, and what must hold afterwards.

    python -m tests.crashing FOLDER SEED      does one change after the other, telling each before and after

Files are imported and undone, a definition edited, a member invited and removed, backups made, and the log brought into
the file. Each change tells beforehand what the workspace is once it is done, so that there is no third possibility.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from cxmetrics.warehouse import connection, records
from cxmetrics.watch import Watch
from cxmetrics.workspace.members import Members
from cxmetrics.workspace.register import Register
from cxmetrics.workspace.rights import Role
from cxmetrics.workspace.workspace import Workspace
from tests.workspace.exports import HEADER

FILES, ROWS = 4, 1500
MEMBER = "ben@shop.example"


@dataclass(frozen=True, slots=True)
class State:
    """What a workspace and its register hold. files: numbers of the imported ones. deeds: lines of the trail."""

    files: tuple[int, ...]
    margin: float
    deeds: int
    member: bool


@dataclass(frozen=True, slots=True)
class Change:
    """Something to do. after: what is then; `do` calls its argument once it begins to write."""

    name: str
    after: State
    do: Callable[[Callable[[], None]], object]


def export(folder: Path, number: int) -> Path:
    """One of the files, each with records of its own."""
    path = folder / f"{number}.csv"
    if not path.exists():
        lines = (
            f"F{number}-{row},2026-0{number + 1}-{row % 28 + 1:02},{(row * 7 + number) % 11},Place {row % 9}"
            for row in range(ROWS)
        )
        path.write_text("\n".join((HEADER, *lines)) + "\n", encoding="utf-8")
    return path


def begin(folder: Path) -> None:
    """A workspace with the first file, and a register, in `folder`."""
    Register(folder / "register.sqlite")
    with Workspace(folder / "w.duckdb") as workspace:
        text, proposal = workspace.examine(export(folder, 0))
        workspace.store(text, proposal.layout)


def state_of(folder: Path) -> State:
    """What is in the files of a folder that nobody has open. Raises whatever opening them raises."""
    with Workspace(folder / "w.duckdb") as workspace:
        return state_within(workspace, Register(folder / "register.sqlite"))


def state_within(workspace: Workspace, register: Register) -> State:
    """What is there, after making sure that all of it fits together."""
    live = [upload for upload in workspace.history() if not upload.undone_at][::-1]
    with workspace._database.reading() as cursor:
        stored = cursor.execute(
            f"SELECT _cx_upload, count(*) FROM {records.table(1)} WHERE {records.COUNTS} GROUP BY ALL ORDER BY ALL"
        ).fetchall()
    assert stored == [(upload.id, ROWS) for upload in live], f"records {stored} do not fit uploads {live}"
    answered = workspace.whole(["nps"])["nps"].n
    assert answered == ROWS * len(live), f"the figures count {answered} answers of {len(live)} files"
    return State(
        tuple(int(upload.file_name.removesuffix(".csv")) for upload in live),
        workspace.outline().metrics["nps"].smallest_change_that_matters,
        len(workspace.deeds()),
        bool(Members(register, "w", workspace).members()),
    )


def next_change(chance: random.Random, folder: Path, workspace: Workspace, register: Register, now: State) -> Change:
    """Any change that is possible now."""
    possible = ["edit", "member", "backup", "checkpoint", "import", "undo"]
    name = chance.choices(possible, (2, 1, 1, 2, 4, 3))[0]
    if name == "import" and len(now.files) == FILES:
        name = "undo"
    if name == "undo" and len(now.files) == 1:
        name = "import"
    told = replace(now, deeds=now.deeds + 1)
    members = Members(register, "w", workspace)
    match name:
        case "import":
            number = min(set(range(FILES)) - set(now.files))
            return Change(name, replace(told, files=(*now.files, number)), _import(workspace, export(folder, number)))
        case "undo":
            latest = next(upload.id for upload in workspace.history() if upload.can_be_undone)
            return Change(name, replace(told, files=now.files[:-1]), _at_once(lambda: workspace.undo(latest)))
        case "edit":
            metric = workspace.outline().metrics["nps"]
            edited = replace(metric, smallest_change_that_matters=now.margin + 1)
            return Change(name, replace(told, margin=now.margin + 1), _at_once(lambda: workspace.edit(edited)))
        case "member" if now.member:
            return Change(name, replace(now, member=False), _at_once(lambda: members.remove(MEMBER)))
        case "member":
            return Change(name, replace(now, member=True), _at_once(lambda: members.invite(MEMBER, Role.VIEWER)))
        case "backup":
            kept = folder / f"kept-{now.deeds}-{chance.getrandbits(64):x}.duckdb"
            return Change(name, told, _at_once(lambda: workspace.back_up(kept)))
        case _:
            return Change(name, now, _at_once(lambda: _checkpoint(workspace)))


def _import(workspace: Workspace, path: Path) -> Callable[[Callable[[], None]], object]:
    def do(writing: Callable[[], None]) -> object:
        text, proposal = workspace.examine(path)
        begun: list[str] = []

        def heard(_: float, phase: str) -> None:
            if phase.startswith("Counting") and not begun:
                begun.append(phase)
                writing()

        return workspace.store(text, proposal.layout, watch=Watch(heard))

    return do


def _at_once(act: Callable[[], object]) -> Callable[[Callable[[], None]], object]:
    def do(writing: Callable[[], None]) -> object:
        writing()
        return act()

    return do


def _checkpoint(workspace: Workspace) -> None:
    with workspace._database._cursor() as cursor:
        cursor.execute("FORCE CHECKPOINT")


@contextmanager
def small_logs(limit: str = "200KB") -> Iterator[None]:
    """The log goes to the file often, so that a moment is often during that."""
    usual, connection.LARGEST_LOG = connection.LARGEST_LOG, limit
    try:
        yield
    finally:
        connection.LARGEST_LOG = usual


def main() -> None:
    """Change a workspace until somebody kills this process."""
    folder, seed = Path(sys.argv[1]), int(sys.argv[2])
    chance = random.Random(seed)
    with small_logs(chance.choice(("200KB", "16MB"))), Workspace(folder / "w.duckdb") as workspace:
        register = Register(folder / "register.sqlite")
        now = state_within(workspace, register)
        while True:
            change = next_change(chance, folder, workspace, register, now)
            _tell("began", change.name, change.after)
            change.do(lambda change=change: _tell("writes", change.name, change.after))  # type: ignore[misc]
            _tell("done", change.name, change.after)
            now = change.after


def _tell(what: str, name: str, after: State) -> None:
    print(json.dumps({"what": what, "name": name, "after": asdict(after)}), flush=True)


if __name__ == "__main__":
    main()
