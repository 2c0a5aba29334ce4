"""One workspace, opened: everything that pages and commands do with it and ask of it."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from cxmetrics.ingest.opening import TextFile
from cxmetrics.judge.marks import Mark, MarkKind
from cxmetrics.layout import Layout, Proposal
from cxmetrics.model import Metric
from cxmetrics.period import Period
from cxmetrics.trail import Deed, Entry
from cxmetrics.watch import Watch
from cxmetrics.workspace import deeds, definitions, imports, marks, memory, schema, uploads
from cxmetrics.workspace.backups import Backup, back_up
from cxmetrics.workspace.questions import Questions
from cxmetrics.workspace.rights import Right, needs


class Workspace(Questions):
    """The use cases of a workspace, each behind the right it needs: its questions, and all that changes or keeps it."""

    # importing

    @needs(Right.IMPORT)
    def examine(
        self, path: Path, name: str | None = None, watch: Watch | None = None, sheet: str | None = None
    ) -> tuple[TextFile, Proposal]:
        """Look at a file, called `name` by its owner, without storing anything. Raises UnreadableFile, Cancelled.

        sheet: the one that is wanted of a workbook's. A copy, where one is needed, lives until `close`.
        """
        folder = Path(tempfile.mkdtemp(dir=self._folder))
        return imports.examine(path, name or path.name, folder, watch or Watch(), sheet)

    @needs(Right.IMPORT)
    def remembered(self, proposal: Proposal) -> Proposal | None:
        """The proposal as a file of the same shape was stored before, None where there was none."""
        with self._database.reading() as cursor:
            return memory.remembered(cursor, proposal)

    @needs(Right.IMPORT)
    def likeness(self, proposal: Proposal) -> memory.Likeness | None:
        """The source that a file of no known shape seems to continue; None where it is like none."""
        with self._database.reading() as cursor:
            return memory.likeness(cursor, proposal)

    @needs(Right.IMPORT)
    def rehearse(
        self, text: TextFile, layout: Layout, source: int | None = None, watch: Watch | None = None
    ) -> imports.Rehearsal:
        """What storing a file would do, with the same errors."""
        return imports.rehearse(self._database, text, layout, source, watch)

    @needs(Right.IMPORT)
    def store(
        self, text: TextFile, layout: Layout, source: int | None = None, watch: Watch | None = None
    ) -> tuple[uploads.Upload, bool]:
        """Store a file whole or not at all: (its upload, whether anything was new).

        source: where the file belongs, by default where files of its shape went before. Raises UnreadableFile,
        BadInput, NoRoom, and Cancelled where it is stopped.
        """
        number, fresh = imports.store(self._database, text, layout, source, watch, self.actor.name)
        return next(upload for upload in self.history() if upload.id == number), fresh

    @needs(Right.IMPORT)
    def undo(self, upload: int) -> None:
        """Take back the latest upload of a source exactly. Raises NotFound, BadInput."""
        imports.undo(self._database, upload, self.actor.name)

    @needs(Right.READ)
    def history(self) -> tuple[uploads.Upload, ...]:
        """Every upload, newest first."""
        return uploads.history(self._database)

    @needs(Right.RECORDS)
    def set_aside(self, upload: int) -> tuple[uploads.SetAsideRecord, ...]:
        """Records of an upload that are kept but not counted."""
        return uploads.set_aside(self._database, upload)

    @needs(Right.READ)
    def reach(self, upload: int) -> Period | None:
        """First and last day of the counted records of an upload; None where no record has a date."""
        return uploads.reach(self._database, upload)

    # definitions

    @needs(Right.DEFINE)
    def edit(self, metric: Metric) -> tuple[str, ...]:
        """Replace a metric's definition and log what changed: the names of the changed fields. Raises NotFound."""
        with self._database.writing() as cursor:
            changed = definitions.edit(cursor, metric)
            if "measure" in changed:
                source = definitions.source_of(cursor, metric.key)
                imports.refresh(cursor, source, imports.layout_of(cursor, source))
            if changed:
                deeds.note(cursor, self.actor.name, Deed.DEFINED, f"{metric.key}: {', '.join(changed)}")
                schema.touch(cursor)
        return changed

    @needs(Right.DEFINE)
    def add(self, source: int, metric: Metric) -> None:
        """Add a metric over the columns of a source. Raises BadInput where its key is taken."""
        with self._database.writing() as cursor:
            definitions.add(cursor, source, metric)
            imports.refresh(cursor, source, imports.layout_of(cursor, source))
            deeds.note(cursor, self.actor.name, Deed.ADDED, metric.key)

    @needs(Right.READ)
    def changes(self, key: str) -> tuple[definitions.Change, ...]:
        """The edits of one definition, newest first."""
        with self._database.reading() as cursor:
            return definitions.changes(cursor, key)

    @needs(Right.READ)
    def sources(self) -> dict[int, Layout]:
        """Source -> the layout it was last read with."""
        with self._database.reading() as cursor:
            return {
                row[0]: imports.layout_of(cursor, row[0])
                for row in cursor.execute("SELECT id FROM source ORDER BY id").fetchall()
            }

    # marks

    @needs(Right.READ)
    def marks(self) -> tuple[Mark, ...]:
        """Every mark in the order of its day."""
        with self._database.reading() as cursor:
            return marks.all_marks(cursor)

    @needs(Right.MARK)
    def mark(
        self,
        day: date,
        kind: MarkKind,
        text: str,
        metric: str | None = None,
        dimension: str = "",
        values: Sequence[str] = (),
    ) -> int:
        """Mark what happened from a day on, in some places or, without values, everywhere: the mark's number.

        Raises BadInput for an unusable text or unknown places, NotFound for an unknown metric.
        """
        with self._database.writing() as cursor:
            number = marks.add(cursor, self.actor.name, day, kind, text, metric, dimension, values)
            deeds.note(cursor, self.actor.name, Deed.MARKED, f"{kind} of {day.isoformat()}")
            schema.touch(cursor)
        return number

    @needs(Right.MARK)
    def unmark(self, mark: int) -> None:
        """Take a mark away. Raises NotFound."""
        with self._database.writing() as cursor:
            day = marks.remove(cursor, mark)
            deeds.note(cursor, self.actor.name, Deed.UNMARKED, day.isoformat())
            schema.touch(cursor)

    # safekeeping

    @needs(Right.KEEP)
    def back_up(self, to: Path) -> Backup:
        """Write everything as of now to a new file, checked by opening it. Raises BadInput, NoRoom, Damaged."""
        return back_up(self._database, to, self.actor.name)

    @needs(Right.KEEP)
    def deeds(self) -> tuple[Entry, ...]:
        """Who did what to this file, newest first."""
        with self._database.reading() as cursor:
            return tuple(deeds.noted(cursor))
