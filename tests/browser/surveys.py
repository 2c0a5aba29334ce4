"""Small exports to bring to the data page, written as they are needed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from playwright.sync_api import FilePayload

HEADER = ("Response ID", "Recorded Date", "How likely are you to recommend us? (0-10)", "Location")
_FEBRUARY = (10, 3, 8, 0, 9)
_MARCH = (10, 9, 10, 9, 6)


def survey(
    name: str = "survey.csv", header: Sequence[str] = HEADER, dates: str = "%Y-%m-%d", first_id: str = "R"
) -> FilePayload:
    """Eight answers a day from 1 February to 31 March 2026, glad in March; every eighth says no score."""
    days = [date(2026, 2, 1) + timedelta(i) for i in range(59)]
    rows = [
        (f"{first_id}_{day:%m%d}{i}", day.strftime(dates), _score(day, i), ("Leeds", "York")[i % 2])
        for day in days
        for i in range(8)
    ]
    return written(name, [header, *rows])


def written(name: str, rows: Iterable[Sequence[object]]) -> FilePayload:
    """Rows as a CSV file."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return FilePayload(name=name, mimeType="text/csv", buffer=text.getvalue().encode())


def _score(day: date, i: int) -> int | str:
    return "" if i == 7 else (_FEBRUARY if day.month == 2 else _MARCH)[(i + day.day) % 5]
