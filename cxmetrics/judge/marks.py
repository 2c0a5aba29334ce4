"""Marks: what people know of a day that no record says, such as a change of process or a reason for an odd month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from cxmetrics.model import EVERYBODY, Segment


class MarkKind(StrEnum):
    """What a mark does. An event is tested against the places without it; from a rebase on, limits are drawn anew."""

    EVENT = "event"
    REBASE = "rebase"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark. metric: None is every metric. dimension, values: the places it concerns; without values, everywhere.

    made_by: empty where nobody logs in. made_at in UTC.
    """

    id: int
    day: date
    kind: MarkKind
    text: str
    metric: str | None
    dimension: str
    values: tuple[str, ...]
    made_by: str
    made_at: datetime

    def concerns(self, metric: str, segment: Segment = EVERYBODY) -> bool:
        """Whether it belongs beside a figure: somewhere within everybody's, and not elsewhere than the segment."""
        here = segment.dimension != self.dimension or not self.values or segment.value in self.values
        return self.metric in (None, metric) and here

    def covers(self, segment: Segment) -> bool:
        """Whether all of the segment is where the mark is."""
        return not self.values or (segment.dimension == self.dimension and segment.value in self.values)
