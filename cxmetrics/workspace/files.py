"""Files: what a workspace is on disk, which is its file, the write-ahead log while it is in use, and the seal."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import suppress
from pathlib import Path

from cxmetrics import seal
from cxmetrics.errors import BadInput, NoRoom, NotFound

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""What the system says where there is no room."""


_MAGIC, _MAGIC_AT = b"DUCK", 8


def demand_place(path: Path) -> None:
    """Raise NotFound where no workspace can be: in a folder that is missing, or in a file that is something else.

    DuckDB would look into a CSV, a Parquet or a JSON file by itself, and keep in memory only what is then stored.
    """
    if not path.parent.is_dir():
        raise NotFound(f"There is no folder {path.parent}. Make it first, or choose another place.")
    with suppress(OSError), path.open("rb") as file:  # one that is missing is new; DuckDB tells the other troubles
        if not file.read(_MAGIC_AT + len(_MAGIC)).endswith(_MAGIC):
            raise NotFound(f"{path.name} is not a workspace file, or its beginning is damaged. Choose another file.")


def remove(path: Path) -> None:
    """Remove a workspace that nobody has open, and all that belongs to it."""
    for log in path.parent.glob(f"{path.name}.wal*"):  # a checkpoint under way keeps a second one
        log.unlink(missing_ok=True)
    seal.path_of(path).unlink(missing_ok=True)
    path.unlink(missing_ok=True)


def duplicate(path: Path, to: Path) -> None:
    """Copy the file of a workspace that nobody writes to, with its write-ahead log. Raises NotFound, NoRoom."""
    try:
        shutil.copyfile(path, to)
        with suppress(FileNotFoundError):
            shutil.copyfile(log_of(path), log_of(to))
    except OSError as error:
        if error.errno in FULL:
            raise NoRoom from error
        raise NotFound(f"{path.name} cannot be read: {error.strerror}.") from error


def log_of(path: Path) -> Path:
    """Where DuckDB keeps the latest changes of a file."""
    return path.with_name(path.name + ".wal")


def demand_new(path: Path) -> None:
    """Raise BadInput where a workspace of that name, or what one has left behind, is there already."""
    for file in (path, log_of(path)):
        if file.exists():
            raise BadInput(f"There is a file {file.name} already. Choose another name; nothing was changed.")


def place(draft: Path, path: Path) -> None:
    """Give a finished file its name, all at once. Raises BadInput where there is something of that name already."""
    demand_new(path)
    seal.path_of(path).unlink(missing_ok=True)  # of a file that is gone
    try:
        os.link(draft, path)
    except FileExistsError:  # made since by somebody else
        demand_new(path)
        raise
    except OSError:  # some network drives have no links; there, only whoever makes the same file just now is missed
        draft.replace(path)
    remove(draft)
