"""Intercom conversation ratings: one row a rating, a customer's remark, and the zone of the clock in a header.

A rating may be of a teammate or of a bot; one conversation may have both. Columns as they are checked and written in
the pipelines of two public dashboards ("csat.csv" and "fin_csat.csv" with `Agent rated type` Teammate or Chatbot).
"""

from __future__ import annotations

from collections.abc import Sequence

from cxmetrics.ingest.fields import Field, Sheet
from cxmetrics.ingest.formats import generic, known
from cxmetrics.ingest.formats.format import Decisions, Format
from cxmetrics.ingest.names import words
from cxmetrics.ingest.records import Record
from cxmetrics.ingest.zones import zone_of_header
from cxmetrics.layout import Role, Type

_TELLING = ("conversation rating", "conversation rating remark", "agent rated type")
_USUAL = ("conversation id", "user name", "company name")
_ROLES: dict[str, Role | None] = {
    "conversation id": Role.ID,
    "conversation rating remark": Role.VERBATIM,
    "agent rated type": Role.SEGMENT,
    "channel": Role.SEGMENT,
    "company name": Role.SEGMENT,
    "user id": Role.PERSON,
    "contact id": Role.PERSON,
    "user name": Role.PII,
    "user email": Role.PII,
    "user phone": Role.PII,
    "user pseudonym": Role.PII,
    "last survey sent": None,
}
_AGENTS = ("last teammate rated", "teammate rated", "teammate currently assigned")
_TIMED = {"first response time seconds": Role.DURATION_SECONDS}
_DATES = ("updated at", "rated at", "conversation started at", "created at")
_BOTS = ("chatbot", "bot", "ai agent", "fin", "fin ai agent", "operator")


def _recognise(head: Sequence[Record]) -> float:
    return known.likeness(head, _TELLING, _USUAL)


def _decide(sheet: Sheet) -> Decisions:
    roles = known.roles(sheet, _ROLES, first={Role.AGENT: _AGENTS}, timed=_TIMED)
    rating = known.named(sheet, "conversation rating")
    if rating:
        roles[rating.position] = Role.CSAT_1_5
    date = _date(sheet)
    if date:
        roles[date.position] = Role.DATE
    zone = zone_of_header(date.label) if date else None
    return Decisions(roles, timezone=zone, warnings=tuple(_warnings(sheet)))


def _date(sheet: Sheet) -> Field | None:
    """When the rating was given, else when the conversation began; the zone stands behind the name."""
    times = [field for field in sheet if field.reading.type is Type.TIME]
    found = (field for name in _DATES for field in times if field.words.startswith(words(name)))
    return next(found, None)


def _warnings(sheet: Sheet) -> list[str]:
    found = ["Only conversations that were rated are in this file, so it cannot say how many were not."]
    rated = known.named(sheet, "agent rated type")
    if rated and 0 < rated.values.among(*_BOTS) < 1:
        found.append(
            f'"{rated.label}" mixes ratings of a bot and of people. Split by it before comparing: a shift between the '
            "two moves the total without anybody doing better or worse."
        )
    return found


FORMAT = Format("intercom", _recognise, lambda _: 1, generic.FORMAT.titles, _decide)
