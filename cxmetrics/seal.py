"""Seals: the number of a file's latest change, kept beside the file, so that lost changes are noticed.

A database whose write-ahead log is missing or cut short opens as if its latest changes had never been. The number is
written after each change is durable, so it never runs ahead of the file; a file that is behind its seal has lost
something. Where there is no seal, such as beside a file that was sent here, nothing is known and nothing is said.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from cxmetrics.errors import Damaged


def path_of(path: Path) -> Path:
    """Where the seal of a file is."""
    return path.with_name(path.name + ".seal")


def press(path: Path, number: int) -> None:
    """Note that the change `number` of a file is durable. A seal that cannot be written only notices less."""
    seal = path_of(path)
    with suppress(OSError), seal.open("r+b" if seal.exists() else "wb", buffering=0) as file:
        file.write(b"%020d\n" % number)  # always as long, in one write: never torn, and no room is needed for it


def check(path: Path, number: int, log: Path) -> None:
    """Raise Damaged where the file, whose latest change is `number`, had a later one. log: where those go first."""
    if number < _pressed(path):
        raise Damaged(
            f"The latest changes of {path.name} are missing: {path_of(path).name} tells of later ones than the file "
            f"holds. Most likely {log.name} was deleted or left behind when the file was copied. Put it back, or "
            "bring back the latest backup. If an older copy was put here on purpose, delete "
            f"{path_of(path).name} to go on with it."
        )


def _pressed(path: Path) -> int:
    with suppress(OSError, ValueError):
        return int(path_of(path).read_text(encoding="ascii"))
    return 0
