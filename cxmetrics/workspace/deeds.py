"""The store of the trail: every line is written in the transaction of what it tells, so neither is without the other.

What happens in the workspace file is told in that file. What happens in the register, to links and roles, is told in
the register: no transaction spans both, and revoking a link must not wait for an import. Nobody is named but whoever
acted, and nothing of what was removed is kept.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime

import duckdb

from cxmetrics.trail import Deed, Entry

KEPT = 10_000
"""Lines of each store; older ones go."""

_LONGEST = 200
"""Characters of a subject, such as the name of a file."""

CREATE = "CREATE TABLE trail (number BIGINT, done_at TIMESTAMP, done_by VARCHAR, deed VARCHAR, subject VARCHAR)"

CREATE_BESIDE = """
CREATE TABLE trail (
    number INTEGER PRIMARY KEY, workspace TEXT NOT NULL, done_at TEXT NOT NULL, done_by TEXT NOT NULL,
    deed TEXT NOT NULL, subject TEXT NOT NULL
) STRICT;
CREATE INDEX trail_of_workspace ON trail (workspace, number)
"""
"""The same in the register."""


def note(cursor: duckdb.DuckDBPyConnection, by: str, deed: Deed, subject: str) -> None:
    """Tell what the caller's transaction does to the workspace file."""
    cursor.execute(
        "INSERT INTO trail SELECT coalesce(max(number), 0) + 1, now()::TIMESTAMP, ?, ?, ? FROM trail",
        [by, str(deed), _tidy(subject)],
    )
    cursor.execute(f"DELETE FROM trail WHERE number <= (SELECT max(number) - {KEPT} FROM trail)")


def note_beside(cursor: sqlite3.Cursor, workspace: str, by: str, deed: Deed, subject: str) -> None:
    """Tell what the caller's transaction does to the register."""
    cursor.execute(
        "INSERT INTO trail (workspace, done_at, done_by, deed, subject) VALUES (?, ?, ?, ?, ?)",
        [workspace, datetime.now(UTC).isoformat(), by, str(deed), _tidy(subject)],
    )
    cursor.execute(
        "DELETE FROM trail WHERE workspace = ? AND number <= "
        "(SELECT number FROM trail WHERE workspace = ? ORDER BY number DESC LIMIT 1 OFFSET ?)",
        [workspace, workspace, KEPT],
    )


def noted(cursor: duckdb.DuckDBPyConnection) -> list[Entry]:
    """What was done to the workspace file, newest first."""
    rows = cursor.execute("SELECT done_at, done_by, deed, subject FROM trail ORDER BY number DESC").fetchall()
    return [Entry(at.replace(tzinfo=UTC), by, Deed(deed), subject) for at, by, deed, subject in rows]


def noted_beside(cursor: sqlite3.Cursor, workspace: str) -> list[Entry]:
    """What was done to the links and roles of a workspace, newest first; a link goes by its title while it has one."""
    rows = cursor.execute(
        "SELECT done_at, done_by, deed, coalesce(link.title, subject) AS subject FROM trail LEFT JOIN link "
        "ON link.workspace = trail.workspace AND link.id = subject WHERE trail.workspace = ? ORDER BY number DESC",
        [workspace],
    ).fetchall()
    return [
        Entry(datetime.fromisoformat(row["done_at"]), row["done_by"], Deed(row["deed"]), row["subject"]) for row in rows
    ]


def _tidy(subject: str) -> str:
    """Files have all sorts of names; a line of the trail stays one line."""
    return "".join(letter if letter.isprintable() else " " for letter in subject[:_LONGEST])
