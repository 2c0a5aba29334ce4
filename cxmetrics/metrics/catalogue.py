"""The catalogue, and what of it a layout yields."""

from __future__ import annotations

import re
from dataclasses import replace

from cxmetrics.layout import Column, Layout, Role
from cxmetrics.measure import Measure, ReasonsOf
from cxmetrics.metrics.calls import CALLS
from cxmetrics.metrics.columns import yes
from cxmetrics.metrics.loyalty import LOYALTY
from cxmetrics.metrics.survey import SURVEY
from cxmetrics.metrics.template import Template
from cxmetrics.metrics.tickets import TICKETS
from cxmetrics.model import Direction, Kind, Metric

CATALOGUE: tuple[Template, ...] = (*SURVEY, *CALLS, *TICKETS, *LOYALTY)

TOUCHPOINTS = (
    "invoice",
    "billing",
    "hold",
    "reply",
    "delivery",
    "onboarding",
    "installation",
    "website",
    "app",
    "checkout",
)
"""Words that name the small touchpoint a question is about."""


def template(key: str) -> Template | None:
    """The entry that a metric key comes from, `csat_invoice` from `csat`; None for a metric made by hand."""
    fitting = [entry for entry in CATALOGUE if key == entry.key or key.startswith(entry.key + "_")]
    return max(fitting, key=lambda entry: len(entry.key), default=None)


def label_of(key: str) -> str:
    """What people call a metric that the workspace may not have."""
    entry = template(key)
    return entry.label if entry else key.replace("_", " ")


def slug(text: str) -> str:
    """A key out of a header: lower-case words joined by underscores, at most 40 characters."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[:40].strip("_") or "column"


def bind(layout: Layout, taken: frozenset[str] = frozenset()) -> tuple[Metric, ...]:
    """The metrics that a layout yields, catalogue first; keys in `taken` belong to other sources and get a number."""
    metrics: list[Metric] = []
    used: set[str] = set()
    for entry in CATALOGUE:
        for i, (column, measure) in enumerate(entry.find(layout)):
            used.add(column.name)
            several = i > 0 or isinstance(measure, ReasonsOf)
            name, label = _variant(entry, column, measure) if several else (entry.key, entry.label)
            made = _metric(entry, _free(name, taken | {m.key for m in metrics}), label, measure)
            metrics.append(_marked(made, column, layout))
    for column in layout.named(Role.FLAG):
        if column.name not in used:
            made = _flag(column, _free(slug(column.label), taken | {m.key for m in metrics}))
            metrics.append(_marked(made, column, layout))
    return tuple(metrics)


def _variant(entry: Template, column: Column, measure: Measure) -> tuple[str, str]:
    """Key and label of one of several under the same entry: by its reason, its touchpoint, or else its header."""
    if isinstance(measure, ReasonsOf):
        reason = measure.reason or "none given"
        return f"{entry.key}_{slug(reason)}", f"{entry.label}: {reason.replace('_', ' ')}"
    words = column.label.lower()
    touchpoint = next((word for word in TOUCHPOINTS if re.search(rf"\b{word}", words)), None)
    if touchpoint:
        return f"{entry.key}_{touchpoint}", f"{entry.label}: {touchpoint}"
    return f"{entry.key}_{slug(column.name)}", f"{entry.label}: {column.label}"


def _free(key: str, taken: frozenset[str] | set[str]) -> str:
    number = 2
    free = key
    while free in taken:
        free, number = f"{key}_{number}", number + 1
    return free


def _metric(entry: Template, key: str, label: str, measure: Measure) -> Metric:
    return Metric(
        key=key,
        label=label,
        kind=entry.kind,
        unit=entry.unit,
        good_direction=entry.good_direction,
        measure=measure,
        counter_metrics=tuple(counter for counter in entry.counter_metrics if counter != key),
        smallest_change_that_matters=entry.smallest_change_that_matters or 0.0,
        definition=entry.definition,
        never_alone=entry.never_alone,
    )


def _marked(metric: Metric, column: Column, layout: Layout) -> Metric:
    """The metric with what its file cannot say, and with a scale that is not its own in its name."""
    if not column.scale:
        return replace(metric, caveats=layout.caveats)
    low, high = column.scale
    asked = f"Asked from {low:g} to {high:g}, which is not the scale of this metric, so it compares with no other."
    return replace(metric, label=f"{metric.label} (asked from {low:g} to {high:g})", caveats=(asked, *layout.caveats))


def _flag(column: Column, key: str) -> Metric:
    """A yes/no column that the catalogue does not know is still a share with an interval."""
    return Metric(
        key=key,
        label=column.label,
        kind=Kind.PROPORTION,
        unit="%",
        good_direction=Direction.UP,
        measure=yes(column),
        counter_metrics=(),
        smallest_change_that_matters=0.03,
        definition=f"Share of Yes in the column {column.label}.",
    )
