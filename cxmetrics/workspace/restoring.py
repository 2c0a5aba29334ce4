"""Restoring: a backup becomes a new workspace; nothing that is there already is ever overwritten."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from cxmetrics import seal
from cxmetrics.confined import confined
from cxmetrics.errors import NoRoom, UnreadableFile
from cxmetrics.trail import Deed
from cxmetrics.warehouse.connection import Database
from cxmetrics.workspace import backups, deeds, files, schema
from cxmetrics.workspace.backups import Backup
from cxmetrics.workspace.workspace import Workspace


def restore(file: Path, to: Path, by: str = "", name: str | None = None) -> Backup:
    """Bring the backup `file`, called `name` by its owner, back as a new workspace at `to`.

    Raises BadInput where `to` is there already, UnreadableFile for what is damaged or no backup, NoRoom.
    """
    files.demand_new(to)
    folder = Path(tempfile.mkdtemp(prefix="cxmetrics-"))
    try:
        given, draft = folder / "given.duckdb", folder / "restored.duckdb"
        files.duplicate(file, given)
        order = {"given": str(given), "name": name or file.name, "to": str(draft)}
        answer = confined("cxmetrics.workspace.rewriting", order)
        seal.check(file, int(answer["version"]), files.log_of(file))
        _renew(draft, folder, by, file, order["name"])
        return backups.put(draft, to, int(answer["rows"]))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _renew(draft: Path, folder: Path, by: str, file: Path, name: str) -> None:
    """Bring an older format up to this one, and tell where it comes from. Raises UnreadableFile, NoRoom."""
    try:
        with Workspace(draft) as workspace:  # whatever a page asks first
            workspace.outline(), workspace.history(), workspace.marks(), workspace.deeds()
        database = Database(draft, folder)
        try:
            with database.writing() as cursor:
                schema.begin_versions(cursor)
                deeds.note(cursor, by, Deed.RESTORED, backups.sha256(file))
        finally:
            database.close()
    except NoRoom:
        raise
    except Exception as error:  # a file made up by somebody may hold anything at all in the right tables
        raise UnreadableFile(f"{name} is damaged, so nothing was restored. Try an earlier backup.") from error
