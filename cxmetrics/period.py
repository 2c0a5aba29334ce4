"""Calendar periods: whole months, quarters, years, or any run of days."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from cxmetrics.errors import BadInput

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""A time outside was mistyped or misread, and would stretch every chart: months are gone through one by one."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A run of days, both ends included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise BadInput(f"A period cannot end ({self.end}) before it starts ({self.start}).")

    @classmethod
    def months(cls, year: int, month: int, count: int = 1) -> Period:
        """`count` whole calendar months, the first being `month` (1 to 12) of `year`."""
        last = year * 12 + month - 1 + count - 1
        return cls(date(year, month, 1), date(last // 12, last % 12 + 1, monthrange(last // 12, last % 12 + 1)[1]))

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read `2026-03`, `2026-Q1`, `2026`, `2026-03-09` or `2026-03-09..2026-03-13`.

        Raises BadInput with the accepted forms for anything else.
        """
        try:
            found = cls._read(text)
        except ValueError:
            found = None
        if found is None:
            raise BadInput(
                f"'{text[:40]}' is not a period. Write a month (2026-03), a quarter (2026-Q1), a year (2026) "
                "or days (2026-03-09..2026-03-13)."
            )
        if found.start.year < FIRST_YEAR or found.end.year > LAST_YEAR:
            raise BadInput(
                f"'{text[:40]}' is outside the years {FIRST_YEAR} to {LAST_YEAR}, in which records are read."
            )
        return found

    @classmethod
    def _read(cls, text: str) -> Period | None:
        if match := re.fullmatch(r"(\d{4})-(\d{2})", text):
            return cls.months(int(match[1]), int(match[2]))
        if match := re.fullmatch(r"(\d{4})-Q([1-4])", text):
            return cls.months(int(match[1]), 3 * int(match[2]) - 2, 3)
        if re.fullmatch(r"\d{4}", text):
            return cls.months(int(text), 1, 12)
        if match := re.fullmatch(r"(\d{4}-\d{2}-\d{2})(?:\.\.(\d{4}-\d{2}-\d{2}))?", text):
            start = date.fromisoformat(match[1])
            return cls(start, date.fromisoformat(match[2]) if match[2] else start)
        return None

    def __str__(self) -> str:
        """The shortest text that `parse` reads back as this period."""
        whole = self.whole_months
        if whole == 1:
            return f"{self.start:%Y-%m}"
        if whole == 3 and self.start.month % 3 == 1:
            return f"{self.start.year}-Q{self.start.month // 3 + 1}"
        if whole == 12 and self.start.month == 1:
            return str(self.start.year)
        return str(self.start) if self.start == self.end else f"{self.start}..{self.end}"

    @property
    def days(self) -> int:
        """Number of days, both ends counted."""
        return (self.end - self.start).days + 1

    @property
    def whole_months(self) -> int | None:
        """How many whole calendar months this is, or None."""
        if self.start.day != 1 or self.end.day != monthrange(self.end.year, self.end.month)[1]:
            return None
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1

    def previous(self) -> Period:
        """The period of the same length just before."""
        if months := self.whole_months:
            return self._shifted(-months)
        return Period(self.start - timedelta(self.days), self.start - timedelta(1))

    def year_before(self) -> Period:
        """The same months a year ago; for loose days the same weekdays, 52 weeks ago."""
        if self.whole_months:
            return self._shifted(-12)
        return Period(self.start - timedelta(364), self.end - timedelta(364))

    def overlaps(self, other: Period) -> bool:
        """Whether any day is in both."""
        return self.start <= other.end and other.start <= self.end

    def _shifted(self, months: int) -> Period:
        first = self.start.year * 12 + self.start.month - 1 + months
        assert self.whole_months is not None
        return Period.months(first // 12, first % 12 + 1, self.whole_months)
