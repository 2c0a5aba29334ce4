"""Registers backed up while they are in use, and brought back, by whoever runs the installation."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from cxmetrics.errors import Damaged
from cxmetrics.workspace import backups, files
from cxmetrics.workspace.backups import Backup
from cxmetrics.workspace.register import Register

Held = list[tuple[str, list[tuple[object, ...]]]]

_MAGIC = b"SQLite format 3\0"


def is_register(path: Path) -> bool:
    """Whether a file is a register, and not a workspace or a SQLite database of another program."""
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            return False
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return bool(connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'link'").fetchone())
    except sqlite3.DatabaseError:  # opening it as a register says what is damaged
        return True


def back_up(register: Register, to: Path) -> Backup:
    """Write all links and roles as of now to a new file. Raises BadInput where it is there already, NoRoom, Damaged."""
    files.demand_new(to)
    with tempfile.TemporaryDirectory(prefix="cxmetrics-") as folder:
        draft = Path(folder) / to.name
        with register.reading() as cursor:
            cursor.execute("BEGIN")
            held = _held(cursor)
            with closing(sqlite3.connect(draft)) as copy:
                cursor.connection.backup(copy)
        return backups.put(draft, to, _checked(draft, held))


def restore(file: Path, to: Path) -> Backup:
    """Bring a copy of a register back at `to`, where none may be. Raises BadInput, Damaged, NotFound, NoRoom."""
    files.demand_new(to)
    with tempfile.TemporaryDirectory(prefix="cxmetrics-") as folder:
        draft = Path(folder) / file.name
        files.duplicate(file, draft)
        with Register(draft).reading() as cursor:
            held = _held(cursor)
        return backups.put(draft, to, _checked(draft, held))


def _held(cursor: sqlite3.Cursor) -> Held:
    """Every row of every table."""
    tables = cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    return [(name, list(map(tuple, cursor.execute(f"SELECT * FROM {name}").fetchall()))) for name, _ in tables]


def _checked(path: Path, held: Held) -> int:
    """The rows of a copy, which becomes one file without a log. Raises Damaged where it does not hold the same."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        if _held(connection.cursor()) != held:
            raise Damaged("The copy does not hold what was copied, most likely because a disk failed.")
    return sum(len(rows) for _, rows in held)
