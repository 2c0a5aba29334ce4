"""Questions: what pages and commands ask of a workspace, answered out of its cube and its records."""

from __future__ import annotations

from collections.abc import Sequence

from cxmetrics.judge.cohorts import Cohorts
from cxmetrics.judge.compare import USUAL
from cxmetrics.judge.course import BY_MONTH, Asked, Charted
from cxmetrics.judge.drip import Year
from cxmetrics.judge.findings import Finding
from cxmetrics.judge.gaming import Gaming
from cxmetrics.judge.losses import Left
from cxmetrics.judge.spread import Spread
from cxmetrics.judge.why import Explanation
from cxmetrics.model import EVERYBODY, Moments, Point, Policy, Scorecard, Segment, SegmentVerdict, Selection, Verdict
from cxmetrics.warehouse import cube
from cxmetrics.workspace import courses, judging, losses
from cxmetrics.workspace.explanations import explained
from cxmetrics.workspace.gaming import gaming
from cxmetrics.workspace.handle import Handle
from cxmetrics.workspace.outline import Outline, outline
from cxmetrics.workspace.rights import Right, needs
from cxmetrics.workspace.segments import judged_segments
from cxmetrics.workspace.sittings import Sitting, sitting
from cxmetrics.workspace.spread import WHOLE, Narrowed, spread


class Questions(Handle):
    """The questions one may ask of a workspace, each behind the right to see its figures."""

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
