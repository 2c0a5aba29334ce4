"""The register: which links there are and who may do what, in one small file beside the workspaces.

It is not part of a workspace, so that a link is found without opening every workspace, is revoked while an import
writes, does not come back to life with an older copy of the workspace, and does not travel with it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from cxmetrics.errors import NotFound, WorkspaceBusy
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
_FORMATS = (_LINKS, _MEMBERS, _PICKS, CREATE_BESIDE)
"""What each version of the register added to the one before."""


class Register:
    """The register's file; every transaction has a connection of its own, so any thread and process may use it."""

    def __init__(self, path: Path) -> None:
        """Open or create `path`. Raises NotFound where it is damaged or of a newer program."""
        self._path = path
        if not path.exists():
            path.touch(0o600)
        with self.writing() as cursor:
            found = cursor.execute("PRAGMA user_version").fetchone()[0]
            if found > len(_FORMATS):
                raise NotFound("The register of links was written by a newer version of the program. Update it.")
            for added in _FORMATS[found:]:
                for statement in added.split(";"):
                    cursor.execute(statement)
            cursor.execute(f"PRAGMA user_version = {len(_FORMATS)}")

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
            except BaseException:
                cursor.execute("ROLLBACK")
                raise
            cursor.execute("COMMIT")

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Cursor]:
        try:
            with closing(sqlite3.connect(self._path, timeout=PATIENCE, isolation_level=None)) as connection:
                connection.row_factory = sqlite3.Row
                connection.execute("PRAGMA journal_mode = WAL")
                yield connection.cursor()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            raise WorkspaceBusy("The register of links is busy. Try again in a moment.") from error
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
                raise
            raise NotFound("The register of links is damaged. Put back a copy of it, or remove it.") from error
