"""One workspace, opened: everything that pages and commands ask of it."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from cxmetrics.ingest.opening import TextFile
from cxmetrics.judge.cohorts import Cohorts
from cxmetrics.judge.compare import USUAL
from cxmetrics.judge.course import BY_MONTH, Asked, Charted
from cxmetrics.judge.drip import Year
from cxmetrics.judge.findings import Finding
from cxmetrics.judge.gaming import Gaming
from cxmetrics.judge.losses import Left
from cxmetrics.judge.marks import Mark, MarkKind
from cxmetrics.judge.spread import Spread
from cxmetrics.judge.why import Explanation
from cxmetrics.layout import Layout, Proposal
from cxmetrics.model import (
    EVERYBODY,
    Metric,
    Moments,
    Point,
    Policy,
    Scorecard,
    Segment,
    SegmentVerdict,
    Selection,
    Verdict,
)
from cxmetrics.period import Period
from cxmetrics.trail import Deed, Entry
from cxmetrics.warehouse import cube
from cxmetrics.watch import Watch
from cxmetrics.workspace import courses, deeds, definitions, imports, judging, losses, marks, memory, schema, uploads
from cxmetrics.workspace.backups import Backup, back_up
from cxmetrics.workspace.explanations import explained
from cxmetrics.workspace.gaming import gaming
from cxmetrics.workspace.handle import Handle
from cxmetrics.workspace.outline import Outline, outline
from cxmetrics.workspace.rights import Right, needs
from cxmetrics.workspace.segments import judged_segments
from cxmetrics.workspace.sittings import Sitting, sitting
from cxmetrics.workspace.spread import WHOLE, Narrowed, spread


class Workspace(Handle):
    """The use cases of a workspace, each behind the right it needs."""

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

    # figures

    @needs(Right.READ)
    def outline(self) -> Outline:
        """What can be asked."""
        with self._database.reading() as cursor:
            return outline(cursor)

    @needs(Right.READ)
    def whole(self, keys: Sequence[str]) -> dict[str, Moments]:
        """Moments of each metric over everything imported."""
        with self._database.reading() as cursor:
            return cube.whole(cursor, keys)

    @needs(Right.READ)
    def scorecard(self, outline: Outline, selection: Selection, policy: Policy) -> Scorecard:
        """The headline's verdict and its counter-metrics', read together.

        A counter that cannot be split by the selected segment is judged over everybody, and says so; one without dates,
        or without whole months where it needs them, is a gap. Raises BadInput for a headline of which either is true.
        """
        with self._database.reading() as cursor:
            return judging.judged_together(cursor, outline, selection, policy)

    @needs(Right.READ)
    def verdict(self, outline: Outline, selection: Selection, policy: Policy) -> Verdict:
        """The headline's verdict by itself. Raises BadInput as `scorecard` does."""
        with self._database.reading() as cursor:
            return judging.judged_alone(cursor, outline, selection, policy)

    @needs(Right.READ)
    def explanation(self, outline: Outline, selection: Selection, policy: Policy = USUAL) -> Explanation:
        """What moved the headline: its change by every dimension, and the few that carry it. Raises as `scorecard`."""
        verdict, findings = self.verdict(outline, selection, policy), self.oddities(outline, selection)
        with self._database.reading() as cursor:
            return explained(cursor, outline, selection, verdict, findings, policy)

    @needs(Right.READ)
    def oddities(self, outline: Outline, selection: Selection) -> tuple[Finding, ...]:
        """What the checks of the instrument say about the selected comparison; each is a caveat on its verdict too."""
        with self._database.reading() as cursor:
            return judging.oddities_of(cursor, outline, selection)

    @needs(Right.READ)
    def segments(self, outline: Outline, selection: Selection, policy: Policy = USUAL) -> tuple[SegmentVerdict, ...]:
        """Every segment of the selected metric between the two periods, corrected for looking at all of them.

        Segments without an answer in either period are left out. Raises BadInput as `scorecard` does.
        """
        judging.demand_periods(outline, selection)
        with self._database.reading() as cursor:
            return judged_segments(cursor, outline, selection, policy)

    @needs(Right.READ)
    def spread(
        self, outline: Outline, selection: Selection, narrowed: Narrowed = WHOLE, policy: Policy = USUAL
    ) -> Spread:
        """Every segment of the later period against the others, in one pass over its records.

        Raises BadInput as `scorecard` does, and where the metric has no segment that is asked for.
        """
        judging.demand_periods(outline, selection)
        with self._database.reading() as cursor:
            return spread(cursor, outline, selection, narrowed, policy)

    @needs(Right.READ)
    def left(self, outline: Outline, question: losses.Question, policy: Policy = USUAL) -> Left:
        """Who left, what they had last answered against those who stayed, and why they say they left."""
        with self._database.reading() as cursor:
            return losses.left(cursor, outline, question, policy)

    @needs(Right.READ)
    def series(
        self, outline: Outline, key: str, segment: Segment = EVERYBODY, policy: Policy = USUAL
    ) -> tuple[Point, ...]:
        """The metric month by month, months without answers left out."""
        with self._database.reading() as cursor:
            return judging.series(cursor, outline, key, segment, policy)

    @needs(Right.READ)
    def sitting(self, outline: Outline, selection: Selection, who: str, policy: Policy = USUAL) -> Sitting | None:
        """The line-up of the selected comparison for one visitor; None where there are too few months to hide it among.

        Raises BadInput as `scorecard` does.
        """
        judging.demand_periods(outline, selection)
        with self._database.reading() as cursor:
            return sitting(cursor, outline, selection, policy, who)

    @needs(Right.READ)
    def years(self, outline: Outline, segment: Segment = EVERYBODY, policy: Policy = USUAL) -> tuple[Year, ...]:
        """What every metric did over its last year, corrected for looking at all of them, the surest first."""
        with self._database.reading() as cursor:
            return courses.all_years(cursor, outline, segment, policy)

    @needs(Right.READ)
    def cohorts(
        self, outline: Outline, key: str, segment: Segment = EVERYBODY, policy: Policy = USUAL
    ) -> Cohorts | None:
        """Who stayed how long, by when they joined; None for a metric of no leavers, and where none is known."""
        with self._database.reading() as cursor:
            return courses.all_cohorts(cursor, outline, key, segment, policy)

    @needs(Right.READ)
    def course(
        self, outline: Outline, key: str, segment: Segment = EVERYBODY, asked: Asked = BY_MONTH, policy: Policy = USUAL
    ) -> Charted:
        """A metric with dates on its control chart, with the marks beside it. Raises BadInput as `courses` does."""
        with self._database.reading() as cursor:
            return courses.charted(cursor, outline, key, segment, asked, policy)

    @needs(Right.READ)
    def gaming(
        self, outline: Outline, selection: Selection, target: float | None = None, policy: Policy = USUAL
    ) -> Gaming | None:
        """Whether the selected metric, or the first that works against customers alone, was gamed; None without any.

        target: seconds just below which contacts may pile up; None searches round numbers. Raises BadInput as
        `scorecard` does.
        """
        with self._database.reading() as cursor:
            return gaming(
                cursor, outline, selection, target, policy, lambda asked: self.verdict(outline, asked, policy)
            )
