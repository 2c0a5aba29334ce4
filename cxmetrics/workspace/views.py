"""Saved views: what a link shows of one page, as figures that name nobody.

A page that can be shared has its line in `VIEWS` here and its template in `report.shared`; a test fails when either is
missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from cxmetrics.errors import BadInput, NotFound
from cxmetrics.metrics.dimensions import EMPLOYEE
from cxmetrics.model import (
    EVERYBODY,
    Comparison,
    CounterVerdict,
    Estimate,
    Policy,
    Segment,
    Selection,
)
from cxmetrics.period import Period
from cxmetrics.shared import SharedScorecard
from cxmetrics.workspace.comparisons import Choice, resolve
from cxmetrics.workspace.outline import Outline
from cxmetrics.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class SavedView:
    """One view of a page. before, after: only for a choice of one's own; the others move on with the data."""

    page: str
    metric: str
    choice: Choice
    segment: Segment
    policy: Policy
    before: Period | None = None
    after: Period | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What a link shows beyond the usual, each ticked on purpose. Employees stay subject to the minimum n."""

    employees: bool = False
    small_segments: bool = False


NOTHING_MORE = Shown()


def scorecard(workspace: Workspace, view: SavedView, shown: Shown) -> SharedScorecard:
    """The scorecard of a view as the workspace is now.

    Raises NotFound where its metric is gone, BadInput where it may not be shown to readers.
    """
    outline = workspace.outline()
    selection = selection_of(outline, view)
    card = workspace.scorecard(outline, selection, view.policy)
    series = workspace.series(outline, view.metric, view.segment, view.policy)
    if view.segment != EVERYBODY:
        least = 0 if shown.small_segments and view.segment.dimension != EMPLOYEE else view.policy.minimum_n
        _demand_showable(view.segment, card.headline.comparison, shown, least)
        card = replace(card, counters=tuple(_without_few(counter, least) for counter in card.counters))
        series = tuple(point for point in series if point.estimate.n >= least)
    named = [view.metric, *(counter.key for counter in card.counters)]
    return SharedScorecard(
        metrics={key: outline.metrics[key] for key in named if key in outline.metrics},
        selection=selection,
        scorecard=card,
        series=series,
        data_through=outline.complete_through[view.metric],
        oddities=tuple((found.sentence, found.remedy) for found in workspace.oddities(outline, selection)),
    )


VIEWS: Mapping[str, Callable[[Workspace, SavedView, Shown], SharedScorecard]] = MappingProxyType(
    {"scorecard": scorecard}
)
"""Page -> what readers of a link to it see."""


def gather(workspace: Workspace, view: SavedView, shown: Shown) -> SharedScorecard:
    """What readers of a view see now. Raises NotFound, BadInput."""
    if view.page not in VIEWS:
        raise BadInput(f"The page '{view.page[:40]}' cannot be shared.")
    return VIEWS[view.page](workspace, view, shown)


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


def _demand_showable(segment: Segment, comparison: Comparison, shown: Shown, least: int) -> None:
    """Raise BadInput where a segment names an employee, or is so small that its figures tell of single people."""
    if segment.dimension == EMPLOYEE and not shown.employees:
        raise BadInput("This view is of one employee. Share everybody, or tick that employees may be shown.")
    if min(comparison.before.n, comparison.after.n) < least:
        raise BadInput(
            f"This segment has fewer than {least} answers in a period, so its figures would tell of single people."
        )


def _without_few(counter: CounterVerdict, least: int) -> CounterVerdict:
    """The counter-metric without its figures where a period has too few answers behind it."""
    if counter.verdict is None:
        return counter
    c = counter.verdict.comparison
    if min(c.before.n, c.after.n) >= least:
        return counter
    bare = replace(
        c,
        before=Estimate(None, None, c.before.n),
        after=Estimate(None, None, c.after.n),
        change=None,
        interval=None,
        interval_90=None,
        standard_error=None,
        p_value=None,
        detectable_change=None,
        n_needed=None,
        answer_variance=None,
    )
    return replace(counter, verdict=replace(counter.verdict, comparison=bare))
