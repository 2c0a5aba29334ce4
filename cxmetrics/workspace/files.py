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
