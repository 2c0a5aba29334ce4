"""The checks of a source at import: the facts about its records are gathered here, `judge` says what is odd."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby, pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import duckdb

from cxmetrics.ingest.names import words
from cxmetrics.judge.findings import Finding
from cxmetrics.judge.instrument import of_source
from cxmetrics.judge.source_checks import (
    Brought,
    Durations,
    Responses,
    Scale,
    ScaleMonth,
    SourceFacts,
    Wording,
)
from cxmetrics.layout import SCALES, Layout, Role
from cxmetrics.plain import load
from cxmetrics.warehouse import profile
from cxmetrics.warehouse.casts import day_column

_DURATIONS = (Role.DURATION_SECONDS, Role.DURATION_MS, Role.DURATION_MIN, Role.DURATION_HOURS)
_ASKED = frozenset({*SCALES, Role.CSAT_TEXT, Role.CSAT_GOOD_BAD, Role.VERBATIM})
_CLOCK_STEP = timedelta(minutes=30)
_LEAST_UNREAL = 2


def stored(cursor: duckdb.DuckDBPyConnection, source: int, layout: Layout) -> tuple[Finding, ...]:
    """What is odd about a source as it is stored."""
    future, epoch = profile.odd_days(cursor, source) if layout.named(Role.DATE) else (0, 0)
    uploads = cursor.execute(
        "SELECT file_name, records, damaged FROM upload WHERE source = ? AND undone_at IS NULL ORDER BY id", [source]
    ).fetchall()
    return of_source(
        SourceFacts(
            scales=_scales(cursor, source, layout),
            durations=tuple(
                Durations(column.name, column.label, *profile.far_from_usual(cursor, source, column.name))
                for role in _DURATIONS
                for column in layout.named(role)
            ),
            wordings=_wordings(cursor, source),
            responses=tuple(Responses(*row) for row in profile.responses(cursor, source)) if layout.survey else (),
            uploads=tuple(Brought(*row) for row in uploads),
            future=future,
            epoch=epoch,
            unreal=_unreal(cursor, source, layout),
        )
    )


def _scales(cursor: duckdb.DuckDBPyConnection, source: int, layout: Layout) -> tuple[Scale, ...]:
    found = []
    for column in layout.columns:
        if column.role not in SCALES:
            continue
        low, high = (int(end) for end in SCALES[column.role])
        rows = profile.answers(cursor, source, column.name)
        months = [
            ScaleMonth(month, {answer: n for _, answer, n in here if answer is not None}, _blanks(here))
            for month, here in ((month, list(group)) for month, group in groupby(rows, key=lambda row: row[0]))
        ]
        found.append(Scale(column.name, column.label, low, high, tuple(months)))
    return tuple(found)


def _blanks(rows: Sequence[tuple[object, int | None, int]]) -> int:
    return sum(n for _, answer, n in rows if answer is None)


def _wordings(cursor: duckdb.DuckDBPyConnection, source: int) -> tuple[Wording, ...]:
    """Questions that one upload words otherwise than the one before it."""
    rows = cursor.execute(
        "SELECT id, layout FROM upload WHERE source = ? AND undone_at IS NULL ORDER BY id", [source]
    ).fetchall()
    found = []
    for (_, earlier), (upload, later) in pairwise((each, load(body, Layout)) for each, body in rows):
        since = profile.first_day(cursor, source, upload)
        before: Mapping[str, str] = {column.name: column.label for column in earlier.columns}
        for column in later.columns:
            asked = before.get(column.name, column.label)
            if since and column.role in _ASKED and words(asked) != words(column.label):
                found.append(Wording(column.name, asked, column.label, since))
    return tuple(found)


def _unreal(cursor: duckdb.DuckDBPyConnection, source: int, layout: Layout) -> tuple[tuple[date, str, int], ...]:
    """Records in hours that never were in the zone of the file."""
    column = day_column(layout)
    try:
        zone = ZoneInfo(layout.timezone) if layout.timezone and column else None
    except (ZoneInfoNotFoundError, ValueError):
        zone = None
    if zone is None or column is None or (span := profile.years(cursor, source, column.name)) is None:
        return ()
    skipped = [gap for year in range(max(span[0], 1990), min(span[1], 2100) + 1) for gap in _skipped(zone, year)]
    rows = profile.within(cursor, source, column.name, skipped)
    return tuple((day, str(zone), records) for day, records in rows if records >= _LEAST_UNREAL)


def _skipped(zone: ZoneInfo, year: int) -> list[tuple[datetime, datetime]]:
    """The runs of local time in a year that clocks jumped over."""
    found = []
    day = datetime(year, 1, 1, tzinfo=UTC)
    while day.year == year:
        following = day + timedelta(days=1)
        jump = following.astimezone(zone).replace(tzinfo=None) - day.astimezone(zone).replace(tzinfo=None)
        if jump > timedelta(days=1):
            at = day
            while (at + _CLOCK_STEP).astimezone(zone).utcoffset() == at.astimezone(zone).utcoffset():
                at += _CLOCK_STEP
            start = at.astimezone(zone).replace(tzinfo=None) + _CLOCK_STEP
            found.append((start, start + jump - timedelta(days=1)))
        day = following
    return found
