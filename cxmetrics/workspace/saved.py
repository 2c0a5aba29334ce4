"""Views as they are kept: which page, of which figure, and what readers may be shown of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from cxmetrics.errors import BadInput, NotFound
from cxmetrics.metrics.dimensions import EMPLOYEE
from cxmetrics.model import EVERYBODY, Policy, Segment, Selection
from cxmetrics.period import Period
from cxmetrics.workspace.comparisons import Choice, resolve
from cxmetrics.workspace.outline import Outline


@dataclass(frozen=True, slots=True)
class SavedView:
    """One view of a page. before, after: only for a choice of one's own; the others move on with the data.

    fields: what the page adds, as its address spells it (`workspace.fields`).
    """

    page: str
    metric: str
    choice: Choice
    segment: Segment
    policy: Policy
    before: Period | None = None
    after: Period | None = None
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a link shows beyond the usual, each ticked on purpose. Employees stay subject to the minimum n.

    reasons: for leaving as they were written, each where at least the minimum n gave the same.
    """

    employees: bool = False
    small_segments: bool = False
    reasons: bool = False


UNNAMED = "unnamed"
"""In the place of an employee whom readers are not told."""

NOTHING_MORE = Shown()


def selection_of(outline: Outline, view: SavedView) -> Selection:
    """What a view selects now. Raises NotFound for what is gone, BadInput for a metric without dates."""
    if view.metric not in outline.metrics:
        raise NotFound(f"This workspace has no metric '{view.metric[:60]}' any more.")
    if view.metric not in outline.complete_through:
        raise BadInput(f"{outline.metrics[view.metric].label} has no dates, so there is no comparison to share.")
    if not outline.splits(view.metric, view.segment):
        raise NotFound(f"{outline.metrics[view.metric].label} cannot be split by this segment any more.")
    if view.before and view.after:
        before, after = view.before, view.after
    else:
        before, after = resolve(view.choice, outline.complete_through[view.metric], outline.run(view.metric) or 1)
    return Selection(view.metric, before, after, view.segment)


def demand_no_employee(segment: Segment, shown: Shown) -> None:
    """Raise BadInput where a segment names an employee whom nobody ticked."""
    if segment.dimension == EMPLOYEE and not shown.employees:
        raise BadInput("This view is of one employee. Share everybody, or tick that employees may be shown.")


def demand_enough(n: int, least: int, where: str = "") -> None:
    """Raise BadInput where figures of so few answers would tell of single people. where: such as "in a period"."""
    if n < least:
        raise BadInput(
            f"This segment has fewer than {least} answers{where and f' {where}'}, so its figures would tell of single "
            "people."
        )


def least_of(view: SavedView, shown: Shown) -> int:
    """The answers that have to stand behind each figure of a view; 0 where any number may."""
    if view.segment == EVERYBODY or (shown.small_segments and view.segment.dimension != EMPLOYEE):
        return 0
    return view.policy.minimum_n
