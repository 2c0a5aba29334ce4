"""Warnings: what an importer should know about a file that no question can settle."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cxmetrics.ingest.dialect import Dialect, holds_values
from cxmetrics.ingest.fields import Sheet
from cxmetrics.ingest.keys import repeating_keys
from cxmetrics.ingest.sampling import SAMPLED
from cxmetrics.layout import Layout, Role

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_LOOKED_AT = 1000
"""Records in which letters are looked at."""
_RECORDS = re.compile(r"\((\d[\d.,\s]*) records?\)", re.IGNORECASE)


def warnings(dialect: Dialect, table: Sheet, layout: Layout) -> tuple[str, ...]:
    """Sentences; those about one column begin with its label in quotes."""
    found = []
    if garbled := _garbled(table, layout.encoding):
        found.append(
            f'The letters of this file are most likely garbled, such as "{garbled}": it is not in UTF-8, and in '
            f"{layout.encoding}, as it is read, no language has such words. Numbers and dates are right. To have the "
            "words right too, save it as CSV UTF-8 or as Excel, and bring that instead."
        )
    if dialect.skip_rows:
        found.append(f"{_lines('first', dialect.skip_rows)} above the column names and left out.")
    if dialect.footer:
        ends = "; ".join(f'"{text[:60]}"' for text in dialect.footer[:3])
        found.append(f"{_lines('last', len(dialect.footer))} not records and left out: {ends}.")
        here, told = len(table.records), _told(dialect.footer)
        if told is not None and told != here < SAMPLED:
            found.append(
                f"The lines after the last record speak of {told:,} records, but {here:,} are here. If records were "
                "taken out on purpose this is as it should be; otherwise export the file again."
            )
    if holds_values(dialect.head[0], most=True):
        found.append(
            "The first line seems to hold values rather than column names. If so, add a line with names above it and "
            "upload the file again; otherwise its first record is lost."
        )
    for field, column in zip(table, layout.columns, strict=True):
        if column.role and len(field.reading.ways) > 1:
            ways = ", ".join(f"{number:,} like {example}" for example, number in field.reading.ways)
            found.append(f'"{field.label}" writes its dates in {len(field.reading.ways)} ways: {ways}. All are read.')
    if not layout.named(Role.ID):
        for field in repeating_keys(table.fields):
            again = 1 - field.values.distinct / field.values.filled
            found.append(
                f'"{field.label}" looks like the number of a record, but {again:.0%} of the records repeat one. It is '
                "not used to tell records apart; choose it as the id if the repeats are copies."
            )
    if not any(layout.named(role) for role in (Role.DATE, Role.START, Role.PERIOD)):
        found.append(
            "No column says when something happened, so this file can be described but not compared over time."
        )
    return tuple(found)


def _garbled(table: Sheet, encoding: str) -> str:
    """Letters that stand together in no language of Western Europe; empty where these may be its words.

    In its languages nearly every letter beyond ASCII stands alone or in a pair; read as if it were one of them, any
    other script has long runs of them.
    """
    if encoding not in ("cp1252", "latin-1", "iso-8859-15"):
        return ""
    cells = (cell for record in (*table.header, *table.records[:_LOOKED_AT]) for cell in record)
    runs = [run for cell in cells for run in _BEYOND_ASCII.findall(cell)]
    long = [run for run in runs if len(run) > 2 and len(set(run)) > 1]
    if sum(map(len, long)) <= sum(map(len, runs)) / 2:
        return ""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in long[0][:20])


def _told(footer: Sequence[str]) -> int | None:
    """How many records a file says it has: "Grand Totals (5,700 records)"."""
    found = (_RECORDS.search(line) for line in footer)
    return next((int(re.sub(r"\D", "", each[1])) for each in found if each), None)


def _lines(which: str, number: int) -> str:
    return f"The {which} line is" if number == 1 else f"The {which} {number} lines are"
