"""Saved views of the pages that explain a figure: whoever they would name to readers is left out first."""

from __future__ import annotations

from dataclasses import replace

from cxmetrics.errors import BadInput
from cxmetrics.judge.course import Charted
from cxmetrics.judge.crossing import Label
from cxmetrics.judge.events import Effect
from cxmetrics.judge.marks import Mark
from cxmetrics.judge.shared import SharedCourse, SharedExplanation, SharedSpread
from cxmetrics.judge.spread import Served
from cxmetrics.measure import ReasonsOf
from cxmetrics.metrics.dimensions import EMPLOYEE
from cxmetrics.model import EVERYBODY, Metric, Segment
from cxmetrics.workspace import fields
from cxmetrics.workspace.saved import (
    UNNAMED,
    SavedView,
    Shown,
    demand_enough,
    demand_no_employee,
    least_of,
    selection_of,
)
from cxmetrics.workspace.workspace import Workspace


def over_time(workspace: Workspace, view: SavedView, shown: Shown) -> SharedCourse:
    """The page over time as the workspace is now. Raises NotFound, BadInput."""
    outline = workspace.outline()
    segment = selection_of(outline, view).segment
    demand_no_employee(segment, shown)
    charted = workspace.course(outline, view.metric, segment, fields.asked(view.fields), view.policy)
    least = least_of(view, shown)
    months = (*(step.n for step in charted.course.steps), *(point.estimate.n for point in charted.open))
    demand_enough(
        int(min((n for n in months if n), default=0)),
        least,
        f"in some {fields.WEEK if view.fields.get(fields.BY) == fields.WEEK else 'month'}",
    )
    every = workspace.years(outline, policy=view.policy) if segment == EVERYBODY else ()
    years = tuple(year for year in every if not _in_their_words(outline.metrics[year.metric]))
    told = {view.metric, *(year.metric for year in years)}
    return SharedCourse(
        metrics={key: metric for key, metric in outline.metrics.items() if key in told},
        metric=view.metric,
        segment=segment,
        charted=_without_authors(charted, shown),
        years=years,
    )


def spread(workspace: Workspace, view: SavedView, shown: Shown) -> SharedSpread:
    """Every segment against the others, those with few answers left out. Raises NotFound, BadInput."""
    outline = workspace.outline()
    selection = selection_of(outline, view)
    demand_no_employee(selection.segment, shown)
    narrowed = fields.narrowed(view.fields, outline, selection)
    for segment in (narrowed.also, *narrowed.important):
        demand_no_employee(segment, shown)
    found = workspace.spread(outline, selection, narrowed, view.policy)
    asked_for = [selection.segment, narrowed.also, *narrowed.important]
    least = max(least_of(replace(view, segment=segment), shown) for segment in asked_for)
    fewest = min((min(one.figure.n, one.others.n) for one in (found.crossing, found.important) if one), default=least)
    demand_enough(min(found.whole.n, fewest), least)
    served = tuple(one for one in found.served if one.figure.n >= view.policy.minimum_n)
    return SharedSpread(
        metric=outline.metrics[view.metric],
        spread=replace(found, served=served if shown.employees else tuple(map(_unnamed, served))),
        still_open=not outline.covers(view.metric, selection.after),
    )


def what_moved_it(workspace: Workspace, view: SavedView, shown: Shown) -> SharedExplanation:
    """What a change goes with. Raises NotFound, BadInput."""
    outline = workspace.outline()
    selection = selection_of(outline, view)
    demand_no_employee(selection.segment, shown)
    found = workspace.explanation(outline, selection, view.policy)
    compared = found.verdict.comparison
    demand_enough(min(compared.before.n, compared.after.n), least_of(view, shown), "in a period")
    if not shown.employees:
        found = replace(
            found,
            splits=tuple(split for split in found.splits if split.dimension != EMPLOYEE),
            culprits=replace(
                found.culprits,
                named=tuple(replace(one, cell=_masked(one.cell)) for one in found.culprits.named),
            ),
        )
    by = view.fields.get(fields.BY)
    if by and by not in [split.dimension for split in found.splits]:
        raise BadInput(f"This view is split by '{by[:60]}', which readers are not shown. Choose another split.")
    effects = tuple(_without_author(effect) for effect in found.effects if _may_tell(effect.mark, shown))
    return SharedExplanation(
        metric=outline.metrics[view.metric],
        selection=selection,
        explanation=replace(found, effects=effects),
        data_through=outline.complete_through[view.metric],
        by=by,
    )


def _in_their_words(metric: Metric) -> bool:
    """Whether a metric is called by what people gave as a reason, which is told only where its own view is shared."""
    return isinstance(metric.measure, ReasonsOf) and metric.measure.reason is not None


def _unnamed(one: Served) -> Served:
    return replace(
        one,
        segment=_hidden(one.segment),
        same=tuple(segment for segment in one.same if segment.dimension != EMPLOYEE),
    )


def _hidden(segment: Segment) -> Segment:
    return replace(segment, value=UNNAMED) if segment.dimension == EMPLOYEE else segment


def _masked(cell: Label) -> Label:
    return tuple((dimension, f"({UNNAMED})" if dimension == EMPLOYEE else value) for dimension, value in cell)


def _without_authors(charted: Charted, shown: Shown) -> Charted:
    """Without who marked what, and without what was marked at employees."""
    return replace(
        charted,
        marks=tuple(replace(mark, made_by="") for mark in charted.marks if _may_tell(mark, shown)),
        rebases=tuple((at, replace(mark, made_by="")) for at, mark in charted.rebases if _may_tell(mark, shown)),
    )


def _without_author(effect: Effect) -> Effect:
    return replace(effect, mark=replace(effect.mark, made_by=""))


def _may_tell(mark: Mark, shown: Shown) -> bool:
    return mark.dimension != EMPLOYEE or shown.employees
