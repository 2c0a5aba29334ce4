"""Counts: tables whose rows are days or months rather than people, where figures have been added up already."""

from __future__ import annotations

import re

from cxmetrics.ingest.fields import Field, Sheet
from cxmetrics.layout import Role, Type

_TOTAL = re.compile(r"^(grand )?total$|^all$|^sum$")
_NUMBER_OF = re.compile(
    r"^(n|count|number)$|\b(number of|count of)\b|\b(calls|contacts|tickets|chats|orders|visits|cases|volume)$"
)
_PERIOD = re.compile(r"^(month|week|quarter|period|year month)\b")
_ANSWERS = re.compile(r"\b(responses|answers|respondents|completes|n|sample size)\b")
_GROUPS = re.compile(r"\b(promoters?|passives?|detractors?)\b")
_NPS = re.compile(r"^(nps|nps score|net promoter score)$")
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


def summary(sheet: Sheet) -> dict[int, Role | None]:
    """Roles of a summary kept by hand: one row a month, with a printed NPS or the shares behind it."""
    period = next((field for field in sheet if field.reading.type is Type.TIME and _PERIOD.search(field.words)), None)
    if period is None or not _one_row_each(period):
        return {}
    roles: dict[int, Role | None] = {}
    for field in sheet:
        if field.reading.type is not Type.NUMBER:
            continue
        if _NPS.search(field.words):
            roles[field.position] = Role.NPS
        elif _GROUPS.search(field.words):
            roles[field.position] = Role.PERCENT
        elif _ANSWERS.search(field.words) and Role.N not in roles.values():
            roles[field.position] = Role.N
    if not {Role.NPS, Role.PERCENT} & set(roles.values()):
        return {}
    return roles | {period.position: Role.PERIOD}


def _one_row_each(field: Field) -> bool:
    return field.values.distinct == field.values.filled > 0
