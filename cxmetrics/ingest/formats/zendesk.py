"""Zendesk ticket exports: one row a ticket, some forty named columns, and custom fields as "Location [list]"."""

from __future__ import annotations

from collections.abc import Sequence

from cxmetrics.ingest.fields import Field, Sheet
from cxmetrics.ingest.formats import generic
from cxmetrics.ingest.formats.format import Decisions, Format
from cxmetrics.ingest.names import words
from cxmetrics.ingest.records import Record
from cxmetrics.ingest.roles import duration_role
from cxmetrics.layout import Role

_COLUMNS: dict[str, Role] = {
    "id": Role.ID,
    "created at": Role.DATE,
    "status": Role.STATUS,
    "group": Role.SEGMENT,
    "via": Role.SEGMENT,
    "priority": Role.SEGMENT,
    "ticket type": Role.SEGMENT,
    "satisfaction score": Role.CSAT_GOOD_BAD,
    "reopens": Role.FLAG,
    "requester": Role.PII,
    "requester email": Role.PII,
    "requester domain": Role.PII,
    "submitter": Role.PII,
    "assignee": Role.PII,
}
_PEOPLE = ("requester external id", "requester id")
_AGENTS = ("assignee id", "assignee")
_TIMED = ("first reply time", "full resolution time")
_CERTAIN = {"summation column", "satisfaction score"}
_LIKELY = {"id", "requester", "assignee", "created at", "satisfaction score"}


def _recognise(head: Sequence[Record]) -> float:
    names = {words(name) for name in head[0]}
    if names >= _CERTAIN:
        return 1.0
    return 0.8 if names >= _LIKELY else 0.0


def _decide(sheet: Sheet) -> Decisions:
    roles: dict[int, Role | None] = {field.position: _role(field) for field in sheet}
    for wanted, role in ((_PEOPLE, Role.PERSON), (_AGENTS, Role.AGENT)):
        if field := _filled(sheet, wanted):
            roles[field.position] = role
    return Decisions(roles)


def _role(field: Field) -> Role | None:
    if field.label.endswith("[list]"):
        return Role.SEGMENT
    # a clock that stops at night hides waiting from the figures; the one the customer lives by does not
    if field.words.startswith(_TIMED) and "business hours" not in field.words:
        return duration_role(field)
    return _COLUMNS.get(field.words)


def _filled(sheet: Sheet, names: Sequence[str]) -> Field | None:
    """The first of these columns that is filled for at least half of the tickets."""
    by_name = {field.words: field for field in sheet}
    found = (by_name[name] for name in names if name in by_name)
    return next((field for field in found if field.values.filled * 2 >= field.values.records), None)


FORMAT = Format("zendesk", _recognise, lambda _: 1, generic.FORMAT.titles, _decide)
