"""Findings: what a check of the instrument says, and which verdicts it touches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cxmetrics.period import Period


@dataclass(frozen=True, slots=True)
class Finding:
    """Something odd. columns: that it concerns, none where it concerns the whole source. since, until: days, None open.

    shift: it began or ended within the data, so that periods on one side of it can be compared with one another.
    """

    check: str
    sentence: str
    remedy: str
    columns: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    shift: bool = False

    @property
    def caveat(self) -> str:
        """What is odd and what to do."""
        return f"{self.sentence} {self.remedy}"

    def touches(self, columns: Iterable[str], before: Period, after: Period) -> bool:
        """Whether it bears on a comparison of two periods of a metric that reads these columns."""
        if self.columns and not set(self.columns) & set(columns):
            return False
        inside = [self._holds(period) for period in (before, after)]
        return any(inside) and not (self.shift and all(self._within(period) for period in (before, after)))

    def _holds(self, period: Period) -> bool:
        return (self.since is None or period.end >= self.since) and (self.until is None or period.start <= self.until)

    def _within(self, period: Period) -> bool:
        return (self.since is None or period.start >= self.since) and (self.until is None or period.end <= self.until)


def spell_day(day: date) -> str:
    """ "3 March 2026"."""
    return f"{day.day} {day:%B %Y}"
