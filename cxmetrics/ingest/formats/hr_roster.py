"""HR rosters: one row a spell of employment, from hiring to leaving; who comes back has another under the same number.

A leaving date may lie in the future; until then the person is employed. Names are not kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cxmetrics.ingest.fields import Field, Sheet
from cxmetrics.ingest.formats import generic, known
from cxmetrics.ingest.formats.format import Decisions, Format
from cxmetrics.ingest.names import words
from cxmetrics.ingest.records import Record
from cxmetrics.layout import Role

_ROLES: dict[str, Role | None] = {
    "name": Role.PII,
    "employee name": Role.PII,
    "full name": Role.PII,
    "first name": Role.PII,
    "last name": Role.PII,
    "preferred name": Role.PII,
    "email": Role.PII,
    "work email": Role.PII,
    "manager": Role.PII,
    "manager name": Role.PII,
    "manager id": None,
    "supervisor": Role.PII,
    "date of birth": Role.PII,
    "phone": Role.PII,
    "address": Role.PII,
    "ssn": Role.PII,
    "salary": Role.PII,
    "department": Role.SEGMENT,
    "team": Role.SEGMENT,
    "location": Role.SEGMENT,
    "site": Role.SEGMENT,
    "level": Role.SEGMENT,
    "grade": Role.SEGMENT,
    "job title": Role.SEGMENT,
    "position": Role.SEGMENT,
    "status": Role.STATUS,
    "employment status": Role.STATUS,
}
_IDS = ("employee id", "employee number", "emp id", "staff id", "worker id", "personnel number", "employee no")
_STARTS = ("hire date", "date of hire", "hired", "start date", "hired on", "joining date", "date hired")
_ENDS = (
    "termination date",
    "date of termination",
    "leaving date",
    "end date",
    "exit date",
    "terminated on",
    "last day",
    "last working day",
)
_REASONS = ("termination type", "termination reason", "leaving reason", "reason for leaving", "exit reason")
_EMPLOYED = re.compile(r"\b(hired?|terminat\w*|leaving|department|job title)\b")
_WARNED = (
    "Employees with a leaving date after today count as employed until then. Who left before the first leaving date in "
    "the file is not in it."
)


def _recognise(head: Sequence[Record]) -> float:
    """An employee's number, a first day, a last day and why: any three of them, in the words of employment."""
    names = {words(name) for name in head[0]}
    marks = sum(any(name in names for name in several) for several in (_IDS, _STARTS, _ENDS, _REASONS))
    own = any(_EMPLOYED.search(name) for name in names)
    return (0.0, 0.2, 0.4, 0.8, 0.95)[marks] if own else 0.0


def _decide(sheet: Sheet) -> Decisions:
    roles = known.roles(sheet, _ROLES | dict.fromkeys((*_IDS, *_STARTS, *_ENDS, *_REASONS)))
    found = {
        role: field
        for role, several in (
            (Role.ID, _IDS),
            (Role.START, _STARTS),
            (Role.END, _ENDS),
            (Role.LEAVE_REASON, _REASONS),
        )
        if (field := _any(sheet, several))
    }
    roles |= {field.position: role for role, field in found.items()}
    return Decisions(roles, warnings=tuple(_warnings(found)))


def _any(sheet: Sheet, names: Sequence[str]) -> Field | None:
    return next((field for name in names if (field := known.named(sheet, name))), None)


def _warnings(found: dict[Role, Field]) -> Iterator[str]:
    if Role.END in found:
        yield _WARNED
    else:
        yield "No column says when somebody left, so this roster cannot say how many did."
    if (number := found.get(Role.ID)) and (again := number.values.filled - number.values.distinct):
        yield f'"{number.label}" occurs again {again} times: people who came back, whose every spell counts by itself.'


FORMAT = Format("hr_roster", _recognise, lambda _: 1, generic.FORMAT.titles, _decide)
