"""The handle on a workspace's file: it is opened and read whole, held for somebody, and let go of."""

from __future__ import annotations

import copy
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from cxmetrics import seal
from cxmetrics.warehouse.connection import Database
from cxmetrics.warehouse.contents import contents, own_catalog
from cxmetrics.warehouse.patience import Asker, nobody
from cxmetrics.workspace import renewal, schema
from cxmetrics.workspace.files import demand_place, log_of
from cxmetrics.workspace.rights import OPERATOR, Actor


class Handle:
    """A workspace file held open by this process; every method is safe to call from any thread."""

    def __init__(self, path: Path | None, read_only: bool = False, asker: Asker = nobody) -> None:
        """Open or create `path`; None is a workspace in memory. It is read whole, so that damage shows now.

        asker: tells whether whoever asks has left, so that nothing is reckoned for nobody. Raises WorkspaceBusy,
        NotFound, Damaged, NoRoom.
        """
        if path:
            demand_place(path)
            path = path.absolute()  # DuckDB takes some words for a place of another kind, such as :memory:
        self._folder = Path(tempfile.mkdtemp(prefix="cxmetrics-"))
        self.path = path
        self.actor = OPERATOR
        with ExitStack() as undo:
            undo.callback(shutil.rmtree, self._folder, ignore_errors=True)
            self._database = Database(path, self._folder, read_only, schema.version, asker)
            undo.callback(self._database.close)
            with self._database.reading() as cursor:
                laid_out = schema.check(cursor, read_only)
                old = laid_out and schema.written_as(cursor) < schema.FORMAT
                if laid_out and path:
                    contents(cursor, own_catalog(cursor))
                    seal.check(path, schema.version(cursor), log_of(path))
            if not laid_out:
                with self._database.writing() as cursor:
                    schema.create(cursor)
            elif old:
                with self._database.writing() as cursor:
                    renewal.renew(cursor)
            elif path and not read_only:
                seal.press(path, self.version)
            undo.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file and of every temporary copy."""
        self._database.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def entrusted(self, actor: Actor) -> Self:
        """The same open file for somebody who may do what `actor` may do."""
        theirs = copy.copy(self)
        theirs.actor = actor
        return theirs

    @property
    def version(self) -> int:
        """Grows with every change."""
        with self._database.reading() as cursor:
            return schema.version(cursor)
