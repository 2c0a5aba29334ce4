"""Backups: a workspace copied while it is in use, opened again and compared before it is called done.

A backup is a whole workspace file: records, definitions, marks, trail, and the secret that makes keys of persons,
without which the next file would not know anybody again. Links and roles are not in it (decision 0009), so that a copy
that is passed on lets nobody in, and an older one revives no link that was revoked.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from cxmetrics.errors import BadInput, Damaged, NoRoom
from cxmetrics.trail import Deed
from cxmetrics.warehouse.connection import Database
from cxmetrics.workspace import deeds, files, schema

_AT_ONCE = 2**20
"""Bytes that are copied at once."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A file that was written and checked. rows: of all its tables."""

    bytes: int
    rows: int
    sha256: str


def back_up(database: Database, to: Path, by: str) -> Backup:
    """Write everything as of now to a new file, however much is written meanwhile; tell so in the trail.

    Raises BadInput where `to` is there already or cannot be written, NoRoom, Damaged.
    """
    files.demand_new(to)
    draft = database.folder / f"{secrets.token_hex(8)}.duckdb"
    try:
        backup = put(draft, to, database.copied(draft).rows)
    finally:
        files.remove(draft)
    with database.writing() as cursor:
        deeds.note(cursor, by, Deed.BACKED_UP, backup.sha256)
        schema.touch(cursor)
    return backup


def put(draft: Path, to: Path, rows: int) -> Backup:
    """Bring a closed, checked file to its place, all at once, on whatever disk that is."""
    near = to.with_name(f".{to.name}.part")
    try:
        near.unlink(missing_ok=True)
        near.touch(0o600)  # it holds what customers said
        with draft.open("rb") as source, near.open("wb") as file:
            shutil.copyfileobj(source, file, _AT_ONCE)
            file.flush()
            os.fsync(file.fileno())
        digest = sha256(draft)
        if sha256(near) != digest:
            raise Damaged(f"{to.name} does not hold what was written to it, most likely because its disk fails.")
        files.place(near, to)
    except OSError as error:
        if error.errno in files.FULL:
            raise NoRoom from error
        raise BadInput(f"{to.name} cannot be written there: {error.strerror}. Nothing was changed.") from error
    finally:
        near.unlink(missing_ok=True)
    return Backup(to.stat().st_size, rows, digest)


def sha256(path: Path) -> str:
    """The hash of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
