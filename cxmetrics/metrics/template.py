"""A template of the catalogue: a metric before it is bound to the columns of a source."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cxmetrics.layout import Column, Layout
from cxmetrics.measure import Measure
from cxmetrics.model import Direction, Kind

Found = Iterable[tuple[Column, Measure]]


@dataclass(frozen=True, slots=True)
class Template:
    """Everything about a metric but its columns; `find` names those in a layout, the most general question first.

    smallest_change_that_matters is None where it depends on the size of the figures: then it is a twentieth of the
    mean at the first import. source_hint: what to import where the workspace has no data for it.
    """

    key: str
    label: str
    kind: Kind
    unit: str
    good_direction: Direction
    counter_metrics: tuple[str, ...]
    smallest_change_that_matters: float | None
    definition: str
    source_hint: str
    find: Callable[[Layout], Found]
    never_alone: bool = False


def nowhere(_: Layout) -> Found:
    """For metrics that no import yields yet: they stand in the catalogue as visible gaps."""
    return ()
