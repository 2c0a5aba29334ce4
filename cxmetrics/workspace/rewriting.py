"""The rewriting process: a backup that nobody vouches for is opened here, and what it holds comes out as a new file.

It sees one folder with a copy of the backup and dies past its limits, so that the program itself opens only what it
wrote itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from cxmetrics.confined import Say, serve
from cxmetrics.errors import CxError, Damaged, NoRoom, UnreadableFile
from cxmetrics.warehouse.connection import Database
from cxmetrics.warehouse.copying import is_plain
from cxmetrics.workspace import schema


def work(order: dict[str, Any], say: Say) -> dict[str, Any]:
    """Write what the backup of an order {"given", "name", "to"}, in one folder, holds anew: {"rows", "version"}."""
    given, name = Path(order["given"]), order["name"]
    try:
        database = Database(given, given.parent)
        with database.reading() as cursor:
            if not schema.check(cursor) or not is_plain(cursor):
                raise UnreadableFile(f"{name} is a database, but no backup of a workspace. Nothing was restored.")
            version = schema.version(cursor)
        return {"rows": database.copied(Path(order["to"])).rows, "version": version}
    except (UnreadableFile, NoRoom):
        raise
    except (Damaged, duckdb.Error) as trouble:
        raise UnreadableFile(f"{name} is damaged, so nothing was restored. Try an earlier backup.") from trouble
    except CxError as trouble:
        raise UnreadableFile(f"{str(trouble).replace(given.name, name)} Nothing was restored.") from trouble


if __name__ == "__main__":
    serve(work)
