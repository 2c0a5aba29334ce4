"""Words of a definition card: what its fields are called, and what was changed in them."""

from __future__ import annotations

from cxmetrics.metrics.catalogue import label_of
from cxmetrics.model import Direction, Kind, Metric
from cxmetrics.report import figures

DIRECTIONS = {Direction.UP: "higher is better", Direction.DOWN: "lower is better"}


FIELDS = {
    "label": "Name",
    "definition": "What it means",
    "good_direction": "Good direction",
    "smallest_change_that_matters": "Smallest change that matters",
    "counter_metrics": "Counter-metrics",
}
"""What the fields of a definition are called in its log."""


def edited(metric: Metric, field: str, before: str, after: str) -> tuple[str, str, str]:
    """A change of a definition, from the texts of its log: the field's name, the old value, the new one."""

    def shown(text: str) -> str:
        match field:
            case "smallest_change_that_matters":
                return figures.margin(metric.kind, float(text), metric.unit)
            case "good_direction":
                return DIRECTIONS[Direction(text)]
            case "counter_metrics":
                return ", ".join(label_of(key) for key in text.split(", ") if key) or "none"
            case _:
                return text

    return FIELDS.get(field, field), shown(before), shown(after)


def margin_unit(metric: Metric) -> str:
    """The unit in which people type the smallest change that matters."""
    match metric.kind:
        case Kind.NPS:
            return "points"
        case Kind.PROPORTION:
            return "percentage points"
        case Kind.DURATION | Kind.AMOUNT:
            return "percent of the earlier value"
        case _:
            return metric.unit or "units of the figure"
