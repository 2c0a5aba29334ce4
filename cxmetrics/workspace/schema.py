"""The tables of a workspace file, and its version."""

from __future__ import annotations

import duckdb

from cxmetrics.errors import NotFound
from cxmetrics.warehouse import cube, respondents
from cxmetrics.warehouse.pseudonyms import Secret, new_secret
from cxmetrics.workspace import deeds, marks

FORMAT = 7

_TABLES = """
CREATE TABLE meta (format INTEGER, version BIGINT, secret BLOB, hmac BOOLEAN);
CREATE SEQUENCE source_id;
CREATE SEQUENCE upload_id;
CREATE TABLE source (
    id INTEGER PRIMARY KEY, name VARCHAR, layout VARCHAR, complete_through DATE, findings VARCHAR
);
CREATE TABLE upload (
    id INTEGER PRIMARY KEY, source INTEGER, file_name VARCHAR, sha256 VARCHAR, bytes BIGINT, uploaded_at TIMESTAMP,
    records BIGINT, used BIGINT, updated BIGINT, unchanged BIGINT, set_aside MAP(VARCHAR, BIGINT),
    unread MAP(VARCHAR, BIGINT), undone_at TIMESTAMP, layout VARCHAR, shape VARCHAR, damaged BIGINT,
    restated VARCHAR, findings VARCHAR
);
CREATE TABLE metric (key VARCHAR PRIMARY KEY, source INTEGER, body VARCHAR);
CREATE TABLE metric_change (changed_at TIMESTAMP, key VARCHAR, field VARCHAR, before VARCHAR, after VARCHAR);
"""


def create(cursor: duckdb.DuckDBPyConnection) -> None:
    """Lay out an empty workspace."""
    for statement in _TABLES.split(";"):
        if statement.strip():
            cursor.execute(statement)
    cursor.execute(cube.CREATE)
    cursor.execute(respondents.CREATE)
    cursor.execute(marks.CREATE)
    cursor.execute(deeds.CREATE)
    cursor.execute("INSERT INTO meta VALUES (?, 0, ?, false)", [FORMAT, new_secret()])
    begin_versions(cursor)


def check(cursor: duckdb.DuckDBPyConnection, read_only: bool = False) -> bool:
    """Whether the file already is a workspace.

    Raises NotFound for another program's or a newer version's file, and for an empty one or an older version's that may
    not be written to.
    """
    tables = {row[0] for row in cursor.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if not tables and not read_only:
        return False
    if "meta" not in tables or "cube" not in tables:
        raise NotFound("This DuckDB file is not a workspace. Choose another file, or a new name to start afresh.")
    found = written_as(cursor)
    if found > FORMAT:
        raise NotFound("This workspace was written by a newer version of the program. Update the program to open it.")
    if found < FORMAT and read_only:
        raise NotFound("This workspace was written by an older version. Opening it once in the application renews it.")
    return True


def written_as(cursor: duckdb.DuckDBPyConnection) -> int:
    """The format that the file is laid out in."""
    row = cursor.execute("SELECT format FROM meta").fetchone()
    return int(row[0]) if row else FORMAT + 1


def version(cursor: duckdb.DuckDBPyConnection) -> int:
    """A number that grows with every change, so that cached figures know when they are stale."""
    row = cursor.execute("SELECT version FROM meta").fetchone()
    assert row is not None
    return int(row[0])


def touch(cursor: duckdb.DuckDBPyConnection) -> None:
    """Mark the workspace as changed."""
    cursor.execute("UPDATE meta SET version = version + 1")


def begin_versions(cursor: duckdb.DuckDBPyConnection) -> None:
    """Begin at the time, so that a name that is used again never meets cached figures or the seal of the one before."""
    cursor.execute("UPDATE meta SET version = greatest(version + 1, epoch_ms(now()::TIMESTAMP))")


def secret(cursor: duckdb.DuckDBPyConnection) -> Secret:
    """What turns persons into keys in this workspace, and in no other."""
    row = cursor.execute("SELECT secret, hmac FROM meta").fetchone()
    assert row is not None
    return Secret(bytes(row[0]), bool(row[1]))
