"""The register: which links there are and who may do what, in one small file beside the workspaces.

It is not part of a workspace, so that a link is found without opening every workspace, is revoked while an import
writes, does not come back to life with an older copy of the workspace, and does not travel with it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from cxmetrics import seal
from cxmetrics.errors import CxError, Damaged, NoRoom, NotFound, WorkspaceBusy
from cxmetrics.workspace.deeds import CREATE_BESIDE

PATIENCE = 5.0
"""Seconds that a writer waits for the one before."""

_LINKS = """
CREATE TABLE link (
    id TEXT PRIMARY KEY, token_hash BLOB NOT NULL UNIQUE, workspace TEXT NOT NULL,
    title TEXT NOT NULL, note TEXT NOT NULL, shared_by TEXT NOT NULL,
    created_at TEXT NOT NULL, expires_at TEXT, revoked_at TEXT,
    view TEXT NOT NULL, shown TEXT NOT NULL, frozen INTEGER NOT NULL, figures TEXT, salt BLOB, password BLOB,
    attempts INTEGER NOT NULL DEFAULT 0, attempts_since TEXT,
    openings INTEGER NOT NULL DEFAULT 0, opened_at TEXT
) STRICT;
CREATE INDEX link_of_workspace ON link (workspace)
"""
_MEMBERS = """
CREATE TABLE member (
    workspace TEXT NOT NULL, email TEXT NOT NULL, role TEXT NOT NULL,
    invited_by TEXT NOT NULL, invited_at TEXT NOT NULL,
    PRIMARY KEY (workspace, email)
) STRICT;
CREATE INDEX member_of ON member (email)
"""
_PICKS = """
CREATE TABLE pick (
    workspace TEXT NOT NULL, view TEXT NOT NULL, visitor TEXT NOT NULL,
    panel INTEGER NOT NULL, hit INTEGER NOT NULL, fresh INTEGER NOT NULL, picked_at TEXT NOT NULL,
    PRIMARY KEY (workspace, view, visitor)
) STRICT
"""
_CHANGES = """
CREATE TABLE change (number INTEGER NOT NULL) STRICT;
INSERT INTO change VALUES (0)
"""
_FORMATS = (_LINKS, _MEMBERS, _PICKS, CREATE_BESIDE, _CHANGES)
"""What each version of the register added to the one before."""

_FULL = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
_DAMAGED = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
_LOCKED_AWAY = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM)
_REPAIR = "Put back a copy of it. Without one, remove {name} and {name}.seal, which ends every link and every role."


class Register:
    """The register's file; every transaction has a connection of its own, so any thread and process may use it."""

    def __init__(self, path: Path) -> None:
        """Open or create `path`, and look whether it is whole. Raises Damaged, NotFound for a newer one, NoRoom."""
        self.path = path
        if not path.exists():
            if seal.path_of(path).exists():
                raise Damaged(f"The register of links and roles is missing. {_REPAIR.format(name=path.name)}")
            path.touch(0o600)
        with self.writing() as cursor:
            found = cursor.execute("PRAGMA user_version").fetchone()[0]
            if found > len(_FORMATS):
                raise NotFound("The register of links was written by a newer version of the program. Update it.")
            for added in _FORMATS[found:]:
                for statement in added.split(";"):
                    cursor.execute(statement)
            cursor.execute(f"PRAGMA user_version = {len(_FORMATS)}")
            self._demand_whole(cursor)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Cursor]:
        """A cursor that sees one state of the register."""
        with self._connected() as cursor:
            yield cursor

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Cursor]:
        """A cursor inside one transaction: committed as a whole, or rolled back on any error."""
        with self._connected() as cursor:
            cursor.execute("BEGIN IMMEDIATE")
            try:
                yield cursor
                (number,) = cursor.execute("UPDATE change SET number = number + 1 RETURNING number").fetchone()
                cursor.execute("COMMIT")
            except BaseException:
                if cursor.connection.in_transaction:
                    cursor.execute("ROLLBACK")
                raise
        seal.press(self.path, number)

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Cursor]:
        try:
            there = f"{self.path.resolve().as_uri()}?mode=rw"  # one that was removed is not made anew, empty
            with closing(sqlite3.connect(there, uri=True, timeout=PATIENCE, isolation_level=None)) as connection:
                connection.row_factory = sqlite3.Row
                connection.execute("PRAGMA journal_mode = WAL")
                yield connection.cursor()
        except sqlite3.DatabaseError as error:
            trouble = self._trouble(error)
            if trouble is None:
                raise
            raise trouble from error

    def _trouble(self, error: sqlite3.DatabaseError) -> CxError | None:
        """What an error means to a user; None where it is a defect of the program."""
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_BUSY:
            return WorkspaceBusy("The register of links is busy. Try again in a moment.")
        if code in _FULL:
            return NoRoom()
        if code in _DAMAGED:
            return Damaged(f"The register of links and roles is damaged. {_REPAIR.format(name=self.path.name)}")
        if code in _LOCKED_AWAY:
            return Damaged(
                "The register of links and roles cannot be opened, because it is gone or this program may not write to "
                f"it. {_REPAIR.format(name=self.path.name)}"
            )
        return None

    def _demand_whole(self, cursor: sqlite3.Cursor) -> None:
        """Raise Damaged where its pages do not fit together, or later changes are missing."""
        if cursor.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise Damaged(f"The register of links and roles is damaged. {_REPAIR.format(name=self.path.name)}")
        (number,) = cursor.execute("SELECT number FROM change").fetchone()
        seal.check(self.path, number, self.path.with_name(f"{self.path.name}-wal"))
