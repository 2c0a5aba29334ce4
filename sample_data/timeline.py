"""The observed time span: days and seconds counted from its first midnight, and the months they fall in."""

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

START = date(2024, 1, 1)
END = date(2026, 4, 8)
DAYS = (END - START).days + 1
DAY = 86_400
OPENS, CLOSES = 8 * 3_600, 20 * 3_600
EXPORTED_AT = (DAYS - 1) * DAY + 21 * 3_600
"""Every export was taken on the evening of the last day; nothing later can be in it."""

NEVER = 10**12
WEEKDAY_WEIGHTS = np.array([1.15, 1.05, 1.0, 1.0, 0.95, 0.45, 0.2])


class Month(NamedTuple):
    """A calendar month; `days` counts only its observed days, so the open last month is short."""

    label: str
    first: int
    days: int
    length: int

    @property
    def observed(self) -> float:
        return self.days / self.length

    @property
    def start(self) -> int:
        return self.first * DAY

    @property
    def end(self) -> int:
        return (self.first + self.days) * DAY

    @property
    def quarter(self) -> str:
        year, month = self.label.split("-")
        return f"{year}-Q{(int(month) + 2) // 3}"

    def holds(self, seconds: IntArray) -> BoolArray:
        return (seconds >= self.start) & (seconds < self.end)


def day_of(day: date) -> int:
    return (day - START).days


def date_of(day: int) -> str:
    return (START + timedelta(days=day)).isoformat()


def _months() -> tuple[Month, ...]:
    months = []
    first = START
    while first <= END:
        length = monthrange(first.year, first.month)[1]
        days = min(length, day_of(END) - day_of(first) + 1)
        months.append(Month(first.strftime("%Y-%m"), day_of(first), days, length))
        first += timedelta(days=length)
    return tuple(months)


MONTHS = _months()
BEFORE, AFTER = "2026-02", "2026-03"
"""The headline comparison: the last two full months."""


def month(label: str) -> Month:
    return next(m for m in MONTHS if m.label == label)


def quarter_months(label: str) -> list[Month]:
    return [m for m in MONTHS if m.quarter == label]


def draw_moments(rng: np.random.Generator, within: Month, n: int) -> IntArray:
    """Draw n moments of the month in opening hours, busy on Mondays and quiet on Sundays."""
    days = np.arange(within.first, within.first + within.days)
    weights = WEEKDAY_WEIGHTS[(days + START.weekday()) % 7]
    drawn = rng.choice(days, size=n, p=weights / weights.sum())
    return np.sort(drawn * DAY + draw_time_of_day(rng, n))


def draw_time_of_day(rng: np.random.Generator, n: int) -> IntArray:
    return rng.integers(OPENS, CLOSES, size=n)


def stamps(seconds: IntArray, known: BoolArray | None = None, unit: str = "s") -> list[str]:
    """Write moments as `YYYY-MM-DD HH:MM:SS` (or to the minute, unit "m"), blank where not known."""
    known = np.ones(len(seconds), dtype=bool) if known is None else known
    moments = np.datetime64(START, "s") + np.where(known, seconds, 0).astype("timedelta64[s]")
    texts = np.char.replace(np.datetime_as_string(moments, unit="m" if unit == "m" else "s"), "T", " ")
    return [str(text) if there else "" for text, there in zip(texts.tolist(), known.tolist(), strict=True)]
