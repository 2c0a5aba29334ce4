"""Connections to DuckDB: opened in one place, with every setting closed that data from outside could lean on."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from cxmetrics.errors import NoRoom, NotFound, WorkspaceBusy
from cxmetrics.warehouse.quoting import literal

MEMORY_LIMIT = "1GB"
TEMPORARY_LIMIT = "4GB"
LONGEST_STATEMENT_MS = 120_000

_IN_USE = ("Could not set lock", "being used by another process")
"""What DuckDB says, on POSIX and on Windows, of a file that somebody else writes to."""


def connect(
    path: Path | None, folder: Path, read_only: bool = False, source: Path | None = None, watched: bool = False
) -> duckdb.DuckDBPyConnection:
    """Open `path` (None: in memory) so that statements reach no file outside `folder` but `source`, and no network.

    The settings are global, because cursors ignore a session's own; the configuration is locked last. watched: whether
    `query_progress` tells how far a statement is.
    Raises WorkspaceBusy while another process writes to the file, NotFound where it is not a DuckDB file.
    """
    try:
        connection = duckdb.connect(str(path) if path else ":memory:", read_only=read_only)
    except duckdb.ConnectionException as error:
        raise WorkspaceBusy("This workspace is already open here. Close it there, then try again.") from error
    except duckdb.IOException as error:
        if any(words in str(error) for words in _IN_USE):
            raise WorkspaceBusy(
                f"Another program is using {path.name if path else 'the workspace'}. Close it there, then try again."
            ) from error
        raise NotFound(f"{path.name if path else 'It'} is not a workspace file, or it is damaged.") from error
    if watched:  # these two are settings of the session
        connection.execute("SET enable_progress_bar = true")
        connection.execute("SET enable_progress_bar_print = false")
    temporary = folder / "spill"
    for setting in (
        f"memory_limit = {literal(MEMORY_LIMIT)}",
        f"temp_directory = {literal(str(temporary))}",
        f"max_temp_directory_size = {literal(TEMPORARY_LIMIT)}",
        f"max_execution_time = {LONGEST_STATEMENT_MS}",
        "autoinstall_known_extensions = false",
        "autoload_known_extensions = false",
        "allow_community_extensions = false",
        "allow_persistent_secrets = false",
        "python_enable_replacements = false",
        "TimeZone = 'UTC'",
        # it makes a join over all records of every long IN, also where only few of them get so far as to be asked
        "disabled_optimizers = 'in_clause'",
        "preserve_insertion_order = " + ("true" if path is None else "false"),
        f"allowed_directories = [{literal(str(folder))}]",
        f"allowed_paths = [{literal(str(source)) if source else ''}]",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        connection.execute(f"SET GLOBAL {setting}")
    return connection


class Database:
    """One DuckDB file in this process: a cursor for every query, one writer at a time.

    A connection shared by threads hands one thread another's rows, so nothing but this class holds it.
    """

    def __init__(self, path: Path | None, folder: Path, read_only: bool = False) -> None:
        self.path = path
        self.folder = folder
        self._connection = connect(path, folder, read_only)
        self._writing = threading.Lock()

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of its own that sees one state of the file throughout, closed afterwards."""
        with self._connection.cursor() as cursor:
            cursor.begin()
            try:
                yield cursor
            finally:
                cursor.rollback()

    @contextmanager
    def writing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor inside one transaction: committed as a whole, or rolled back on any error. Raises NoRoom."""
        with self._writing, self._connection.cursor() as cursor, _room():
            cursor.begin()
            try:
                yield cursor
            except BaseException:
                cursor.rollback()
                raise
            cursor.commit()

    @contextmanager
    def rehearsing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor inside one transaction that is always rolled back, so that nothing of it stays. Raises NoRoom."""
        with self._writing, self._connection.cursor() as cursor, _room():
            cursor.begin()
            try:
                yield cursor
            finally:
                cursor.rollback()

    def close(self) -> None:
        """Close the file; the object is of no use afterwards."""
        self._connection.close()


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except duckdb.IOException as error:
        raise NoRoom from error
