"""Talkdesk calls: one row a call, in some files below a line that names the report.

Names and call types are those of the calls report (docs.talkdesk.com/docs/calls-report): abandoned, inbound, missed,
outbound, outbound_missed, short_abandoned, voicemail. The same report gives durations as seconds, as h:mm:ss, or, in
its form before May 2026, as fractions of a day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cxmetrics.ingest.fields import Field, Sheet
from cxmetrics.ingest.formats import generic, known
from cxmetrics.ingest.formats.format import Decisions, Format
from cxmetrics.ingest.records import Record
from cxmetrics.layout import Role, Type

_TELLING = ("talkdesk phone number", "interaction id")
_USUAL = ("call type", "start time", "end time", "customer phone number", "talk time", "agent name")
_ROLES: dict[str, Role | None] = {
    "interaction id": Role.ID,
    "start time": Role.DATE,
    "end time": None,
    "call type": Role.SEGMENT,
    "agent name": Role.AGENT,
    "handling agent": None,
    "phone display name": Role.SEGMENT,
    "disposition code": Role.SEGMENT,
    "team": Role.SEGMENT,
    "ring groups": Role.SEGMENT,
    "tags": None,
    "rating": None,
    "record": None,
    "csat score": Role.CSAT_1_5,
    "transfer?": Role.FLAG,
    "talkdesk phone number": Role.PII,
    "customer phone number": Role.PII,
    "contact phone number": Role.PII,
    "agent email": Role.PII,
    "customer name": Role.PII,
    "description": Role.VERBATIM,
}
_TIMED = dict.fromkeys(
    ("talk time", "handle time", "hold time", "holding time", "wait time", "waiting time", "abandon time"),
    Role.DURATION_SECONDS,
)
_ABANDONED = ("abandoned", "short_abandoned")


def _recognise(head: Sequence[Record]) -> float:
    return known.likeness(head, _TELLING, _USUAL)


def _decide(sheet: Sheet) -> Decisions:
    roles = known.roles(sheet, _ROLES, timed=_TIMED)
    kind = known.named(sheet, "call type")
    if kind and kind.values.among(*_ABANDONED):
        roles[kind.position] = Role.FLAG
    days = [field for field in sheet if field.words in _TIMED and _of_a_day(field)]
    roles |= {field.position: None for field in days}
    return Decisions(roles, warnings=tuple(_warnings(sheet, days)))


def _of_a_day(field: Field) -> bool:
    """Whether durations are fractions of a day: below one, and not whole."""
    if field.reading.type is not Type.NUMBER or field.reading.format is not None:
        return False
    numbers = [float(text) for text in field.values.probe if text.replace(".", "", 1).isdigit()]
    return bool(numbers) and 0 < max(numbers) < 1


def _warnings(sheet: Sheet, days: Sequence[Field]) -> Iterator[str]:
    for field in days:
        yield (
            f'"{field.label}" seems to hold fractions of a day, so it is left out. Export the report as a file with '
            "durations in seconds or as h:mm:ss."
        )
    kind = known.named(sheet, "call type")
    if kind and not kind.values.among(*_ABANDONED):
        yield f'"{kind.label}" is never abandoned in this file, so it cannot say how many gave up waiting.'
    yield (
        "Callers are known by their numbers alone, which are personal data and not kept: whether one called "
        'again cannot be told. Make "Customer Phone Number" the person to count it: a key then stands for each.'
    )


FORMAT = Format("talkdesk", _recognise, lambda _: 1, generic.FORMAT.titles, _decide)
