"""Saved views: what a link shows of one page, as figures that name nobody.

A page that can be shared has its line in `VIEWS` here and its template in `report.shared`; a test fails when either is
missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from cxmetrics.errors import BadInput
from cxmetrics.judge.scale import typed_scale
from cxmetrics.judge.shared import (
    SharedCourse,
    SharedExplanation,
    SharedGaming,
    SharedLosses,
    SharedPlan,
    SharedSpread,
)
from cxmetrics.model import EVERYBODY, CounterVerdict, Estimate
from cxmetrics.shared import SharedScorecard
from cxmetrics.workspace import fields, people_views, why_views
from cxmetrics.workspace.saved import SavedView, Shown, demand_enough, demand_no_employee, least_of, selection_of
from cxmetrics.workspace.workspace import Workspace

T = TypeVar("T")


def scorecard(workspace: Workspace, view: SavedView, shown: Shown) -> SharedScorecard:
    """The scorecard of a view as the workspace is now.

    Raises NotFound where its metric is gone, BadInput where it may not be shown to readers.
    """
    outline = workspace.outline()
    selection = selection_of(outline, view)
    card = workspace.scorecard(outline, selection, view.policy)
    series = workspace.series(outline, view.metric, view.segment, view.policy)
    if view.segment != EVERYBODY:
        least, compared = least_of(view, shown), card.headline.comparison
        demand_no_employee(view.segment, shown)
        demand_enough(min(compared.before.n, compared.after.n), least, "in a period")
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


def plan(workspace: Workspace, view: SavedView, shown: Shown) -> SharedPlan:
    """The plan of a view from the figures of its scorecard. Raises as `scorecard`."""
    found, outline = scorecard(workspace, view, shown), workspace.outline()
    metric = found.metrics[view.metric]
    wanted = fields.change(view.fields, metric.kind)
    return SharedPlan(
        metrics=found.metrics,
        selection=found.selection,
        scorecard=found.scorecard,
        over=tuple(key for key in found.metrics if outline.covers(key, found.selection.after)),
        change=metric.smallest_change_that_matters if wanted is None else wanted / typed_scale(metric.kind),
    )


@dataclass(frozen=True, slots=True)
class Shareable(Generic[T]):
    """A page that can be shared.

    figures: what readers of a view see now. noun: what that is, as a frozen link keeps it. names_employees: whether it
    would tell of single employees, where they are ticked, also in a view of everybody. gives_reasons: whether it would
    tell reasons as people wrote them, where they are ticked.
    """

    figures: Callable[[Workspace, SavedView, Shown], T]
    noun: type[T]
    names_employees: bool = False
    gives_reasons: bool = False


VIEWS: Mapping[str, Shareable[Any]] = MappingProxyType(
    {
        "scorecard": Shareable(scorecard, SharedScorecard),
        "what_moved_it": Shareable(why_views.what_moved_it, SharedExplanation, names_employees=True),
        "over_time": Shareable(why_views.over_time, SharedCourse),
        "spread": Shareable(why_views.spread, SharedSpread, names_employees=True),
        "gaming": Shareable(people_views.gaming, SharedGaming, names_employees=True),
        "satisfied_but_left": Shareable(people_views.satisfied_but_left, SharedLosses, gives_reasons=True),
        "plan": Shareable(plan, SharedPlan),
    }
)
"""Page -> what readers of a link to it see."""


def gather(workspace: Workspace, view: SavedView, shown: Shown) -> object:
    """What readers of a view see now. Raises NotFound, BadInput."""
    if view.page not in VIEWS:
        raise BadInput(f"The page '{view.page[:40]}' cannot be shared.")
    fields.demand(view.page, view.fields)
    found: object = VIEWS[view.page].figures(workspace, view, shown)
    return found


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
