"""Counts: tables whose rows are days rather than people, where figures have been added up already."""

from __future__ import annotations

import re

from cxmetrics.ingest.fields import Field, Sheet
from cxmetrics.layout import Role, Type

_TOTAL = re.compile(r"^(grand )?total$|^all$|^sum$")
_NUMBER_OF = re.compile(
    r"^(n|count|number)$|\b(number of|count of)\b|\b(calls|contacts|tickets|chats|orders|visits|cases|volume)$"
)
_FEWEST_ROWS = 5
_ROUNDING = 1e-6


def daily_total(sheet: Sheet, date: int) -> tuple[Field, dict[int, Role | None]] | None:
    """The column that holds the sum of all other numbers on every row, and roles that count it alone."""
    numbers = [field for field in sheet if field.reading.type is Type.NUMBER and field.reading.format is None]
    total = next((field for field in numbers if _TOTAL.search(field.words)), None)
    parts = [field for field in numbers if field is not total]
    if total is None or len(parts) < 2 or len(sheet.records) < _FEWEST_ROWS or not _one_row_each(sheet.fields[date]):
        return None
    for record in sheet.records:
        try:
            added = sum(float(record[part.position] or 0) for part in parts)
            if abs(added - float(record[total.position] or 0)) > _ROUNDING * max(1.0, abs(added)):
                return None
        except ValueError:
            return None
    return total, {part.position: None for part in parts} | {total.position: Role.N}


def daily_counts(sheet: Sheet, date: int) -> dict[int, Role | None]:
    """Roles of the columns that count something on each day, in a file with one row a day."""
    if not _one_row_each(sheet.fields[date]) or "%H" in (sheet.fields[date].reading.format or ""):
        return {}
    return {
        field.position: Role.N
        for field in sheet
        if field.reading.type is Type.NUMBER and _NUMBER_OF.search(field.words)
    }


def _one_row_each(field: Field) -> bool:
    return field.values.distinct == field.values.filled > 0
