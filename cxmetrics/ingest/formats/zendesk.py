"""Zendesk ticket exports: one row a ticket, some forty named columns, and custom fields as "Location [list]"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cxmetrics.ingest.fields import Sheet
from cxmetrics.ingest.formats import generic, known
from cxmetrics.ingest.formats.format import Decisions, Format
from cxmetrics.ingest.names import words
from cxmetrics.ingest.records import Record
from cxmetrics.layout import Role

_ROLES: dict[str, Role | None] = {
    "id": Role.ID,
    "created at": Role.DATE,
    "status": Role.STATUS,
    "group": Role.SEGMENT,
    "via": Role.SEGMENT,
    "priority": Role.SEGMENT,
    "ticket type": Role.SEGMENT,
    "satisfaction score": Role.CSAT_GOOD_BAD,
    "satisfaction comment": Role.VERBATIM,
    "reopens": Role.FLAG,
    "requester": Role.PII,
    "requester email": Role.PII,
    "requester domain": Role.PII,
    "submitter": Role.PII,
    "assignee": Role.PII,
    "assignee email": Role.PII,
    "subject": None,
    "tags": None,
}
_RATED = ("good", "bad", "good with comment", "bad with comment")
_PEOPLE = ("requester external id", "requester id")
_AGENTS = ("assignee id", "assignee")
# a clock that stops at night hides waiting from the figures, so the one the customer lives by is read
_TIMED = {
    f"{what} in {unit}": role
    for what in ("first reply time", "full resolution time")
    for unit, role in (("minutes", Role.DURATION_MIN), ("hours", Role.DURATION_HOURS))
}
_CERTAIN = {"summation column", "satisfaction score"}
_LIKELY = {"id", "requester", "assignee", "created at", "satisfaction score"}
_TELLING = ("satisfaction score", "reopens", "first reply time", "full resolution time")
_UNIT = re.compile(r" in (minutes|hours)$")


def _recognise(head: Sequence[Record]) -> float:
    names = {words(name) for name in head[0]}
    if names >= _CERTAIN:
        return 1.0
    timeless = [_UNIT.sub("", name) for name in names]
    return 0.8 if names >= _LIKELY else known.likeness([timeless], _TELLING, _LIKELY)


def _decide(sheet: Sheet) -> Decisions:
    roles = known.roles(sheet, _ROLES, first={Role.PERSON: _PEOPLE, Role.AGENT: _AGENTS}, timed=_TIMED)
    roles |= {field.position: Role.SEGMENT for field in sheet if field.label.endswith("[list]")}
    return Decisions(roles, warnings=tuple(_warnings(sheet)))


def _warnings(sheet: Sheet) -> Iterator[str]:
    score = known.named(sheet, "satisfaction score")
    if score and score.values.counts:
        rated = score.values.among(*_RATED) * score.values.filled / score.values.records
        silent = "" if known.named(sheet, "satisfaction comment") else " What they wrote is not in this export."
        yield f'"{score.label}" holds a rating for {rated:.0%} of tickets; one only offered is none.{silent}'


FORMAT = Format("zendesk", _recognise, lambda _: 1, generic.FORMAT.titles, _decide)
