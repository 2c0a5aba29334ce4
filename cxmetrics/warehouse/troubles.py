"""Troubles: what DuckDB says when a file is damaged, the disk full or another program in the way, as plain sentences.

DuckDB tells these apart in its text only; the tests provoke each of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from cxmetrics.errors import CxError, Damaged, NoRoom, NotFound, TooMuch, WorkspaceBusy

_IN_USE = ("Could not set lock", "Conflicting lock", "being used by another process")
_FULL = ("No space left", "Could not write", "not enough space", "File too large")
_OF_LOG = ("WAL file", "This WAL", ".wal")
_BROKEN = ("Corrupt database file", "Could not read enough bytes", "Failed to deserialize", *_OF_LOG)
_NO_DATABASE = ("not a valid DuckDB database file",)
_NEWER = ("newer version", "version number")


@contextmanager
def told(path: Path | None) -> Iterator[None]:
    """Around work on an open file: raises NoRoom, TooMuch, Damaged, WorkspaceBusy for what they mean; others pass."""
    try:
        yield
    except (duckdb.OutOfMemoryException, duckdb.InterruptException) as error:
        raise TooMuch from error
    except duckdb.FatalException as error:
        raise WorkspaceBusy(
            "The database had to close itself, most likely because the disk is full. Make room, then try again."
        ) from error
    except duckdb.Error as error:
        trouble = _trouble(str(error), _name(path))
        if trouble is None:
            raise
        raise trouble from error


def on_opening(error: duckdb.Error, path: Path | None) -> CxError:
    """Why a file cannot be opened."""
    name, said = _name(path), str(error)
    if isinstance(error, duckdb.ConnectionException):
        return WorkspaceBusy("This workspace is already open here. Close it there, then try again.")
    if any(words in said for words in _IN_USE):
        return WorkspaceBusy(f"Another program is using {name}. Close it there, then try again.")
    if any(words in said for words in _NO_DATABASE):
        return NotFound(f"{name} is not a workspace file, or its beginning is damaged. Choose another file.")
    if path is not None and not path.exists():
        return NotFound(f"There is no workspace file {name}.")
    if "Permission denied" in said:
        return NotFound(f"{name} may not be opened by this program. Change its permissions, then try again.")
    if any(words in said for words in _NEWER):
        return NotFound(f"{name} was written by a newer version of the program. Update the program to open it.")
    return _trouble(said, name) or _damaged(name)


def _trouble(said: str, name: str) -> CxError | None:
    if any(words in said for words in _FULL):
        return NoRoom()
    if any(words in said for words in _OF_LOG):
        return Damaged(
            f"The write-ahead log of {name} is damaged, so its latest changes cannot be read. It was left as it is. "
            "Bring back the latest backup, on the page Safekeeping or with python -m cxmetrics restore."
        )
    return _damaged(name) if any(words in said for words in _BROKEN) else None


def _damaged(name: str) -> Damaged:
    return Damaged(
        f"{name} is damaged: part of it cannot be read any more. It was left as it is. Bring back the latest backup, "
        "on the page Safekeeping or with python -m cxmetrics restore."
    )


def _name(path: Path | None) -> str:
    return path.name if path else "The workspace"
