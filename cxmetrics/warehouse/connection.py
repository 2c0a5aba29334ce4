"""Connections to DuckDB: opened in one place, with every setting closed that data from outside could lean on."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from cxmetrics import seal
from cxmetrics.bounds import bounds
from cxmetrics.errors import CxError, NoRoom, TooMuch, WorkspaceBusy
from cxmetrics.warehouse.contents import Contents
from cxmetrics.warehouse.copying import copy
from cxmetrics.warehouse.patience import Asker, Patience, nobody
from cxmetrics.warehouse.quoting import literal
from cxmetrics.warehouse.troubles import on_opening, told

LARGEST_LOG = "16MB"
"""Beyond it, changes go from the write-ahead log to the file itself."""


def connect(
    path: Path | None,
    folder: Path,
    read_only: bool = False,
    source: Path | None = None,
    watched: bool = False,
    memory: int | None = None,
) -> duckdb.DuckDBPyConnection:
    """Open `path` (None: in memory) so that statements reach no file outside `folder` but `source`, and no network.

    The settings are global, because cursors ignore a session's own; the configuration is locked last. watched: whether
    `query_progress` tells how far a statement is. memory: bytes it may use, by default those of an open workspace.
    Raises WorkspaceBusy while another process writes to the file, NotFound where it is not a DuckDB file, Damaged where
    it is one no more, NoRoom on a full disk, TooMuch where there is
    no memory for it.
    """
    try:
        connection = duckdb.connect(str(path) if path else ":memory:", read_only=read_only)
    except duckdb.OutOfMemoryException as error:
        raise TooMuch from error
    except duckdb.Error as error:
        raise on_opening(error, path) from error
    if watched:  # these two are settings of the session
        connection.execute("SET enable_progress_bar = true")
        connection.execute("SET enable_progress_bar_print = false")
    temporary, found = folder / "spill", bounds()
    for setting in (
        f"memory_limit = {literal(f'{memory or found.memory}B')}",
        f"temp_directory = {literal(str(temporary))}",
        f"max_temp_directory_size = {literal(f'{found.spill}B')}",
        f"checkpoint_threshold = {literal(LARGEST_LOG)}",
        f"max_execution_time = {found.statement_time * 1000:.0f}",
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

    def __init__(
        self,
        path: Path | None,
        folder: Path,
        read_only: bool = False,
        latest: Callable[[duckdb.DuckDBPyConnection], int] | None = None,
        asker: Asker = nobody,
    ) -> None:
        """Open or create `path`, as `connect` does.

        latest: the number of the latest change, which seals the file. asker: tells whether whoever reads has left, so
        that nothing is read for nobody.
        """
        self.path = path
        self.folder = folder
        self._read_only = read_only
        self._latest = latest
        self._connection = connect(path, folder, read_only)
        self._closed_itself = False
        self._writing = threading.Lock()
        self._opening = threading.Lock()
        self._patience = Patience(asker)

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of its own that sees one state of the file throughout, closed afterwards. Raises TooMuch."""
        with self._cursor() as cursor, self._patience.of(cursor):
            cursor.begin()
            try:
                yield cursor
            finally:
                _roll_back(cursor)

    @contextmanager
    def writing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor inside one transaction: committed whole, or rolled back on any error. Raises NoRoom, TooMuch."""
        with self._writing, self._cursor() as cursor:
            cursor.begin()
            try:
                yield cursor
                number = self._latest(cursor) if self._latest else 0
            except BaseException:
                _roll_back(cursor)
                raise
            try:
                cursor.commit()
            except duckdb.FatalException:
                cursor.close()
                self._demand_stored(number)
            if self.path:
                seal.press(self.path, number)

    @contextmanager
    def rehearsing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor inside one transaction that is always rolled back. Raises NoRoom, TooMuch."""
        with self._writing, self._cursor() as cursor:
            cursor.begin()
            try:
                yield cursor
            finally:
                _roll_back(cursor)

    def copied(self, to: Path) -> Contents:
        """Copy everything as of now to a new file in `folder`: what both hold. Raises Damaged, NoRoom."""
        with self._cursor() as cursor:
            return copy(cursor, to)

    def close(self) -> None:
        """Close the file; the object is of no use afterwards."""
        self._connection.close()

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._opening:
            if self._closed_itself:
                self._open_again()
            cursor = self._connection.cursor()
        with cursor, told(self.path):
            try:
                yield cursor
            except duckdb.FatalException:
                self._closed_itself = True
                raise

    def _demand_stored(self, number: int) -> None:
        """Raise NoRoom unless a commit that ended the database is stored all the same.

        The commit may be durable and only the checkpoint after it have failed, for want of room: the file knows.
        """
        self._closed_itself = True
        with self._cursor() as cursor:
            if self._latest is None or self._latest(cursor) < number:
                raise NoRoom

    def _open_again(self) -> None:
        """Open the file anew, once every cursor on the database that closed itself is gone. Raises what `connect` does.

        Until then the same broken database would be handed out again.
        """
        self._connection.close()
        for patience in (0.0, 0.01, 0.1, 1.0):
            time.sleep(patience)
            try:
                self._connection = connect(self.path, self.folder, self._read_only)
            except (duckdb.Error, CxError) as error:
                trouble = error
            else:
                self._closed_itself = False
                return
        raise (
            trouble
            if isinstance(trouble, CxError)
            else WorkspaceBusy("The database had to close itself and is still in use. Try again in a moment.")
        ) from trouble


def _roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    """Roll back what a database that closed itself has rolled back already."""
    with suppress(duckdb.FatalException):
        cursor.rollback()
