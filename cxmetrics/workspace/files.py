"""Files: what a workspace is on disk, which is its file, the write-ahead log while it is in use, and the seal."""

from __future__ import annotations

import os
from pathlib import Path

from cxmetrics import seal
from cxmetrics.errors import BadInput


def remove(path: Path) -> None:
    """Remove a workspace that nobody has open, and all that belongs to it."""
    for log in path.parent.glob(f"{path.name}.wal*"):  # a checkpoint under way keeps a second one
        log.unlink(missing_ok=True)
    seal.path_of(path).unlink(missing_ok=True)
    path.unlink(missing_ok=True)


def place(draft: Path, path: Path) -> None:
    """Give a finished file its name, all at once. Raises BadInput where there is something of that name already."""
    try:
        os.link(draft, path)
    except FileExistsError as error:
        raise BadInput(f"There is a file {path.name} already. Choose another name; nothing was changed.") from error
    except OSError:  # some network drives have no links; there, only one who names the same file just now is missed
        if path.exists():
            raise
        draft.replace(path)
    remove(draft)
