"""Salesforce reports: columns that the company chose itself, known by what the report writes below its records.

A report ends with "Grand Totals (n records)", a copyright line and "Confidential Information - Do Not Distribute";
which of them, and in what order, differs by edition. Its dates follow the locale of whoever exported it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from cxmetrics.ingest.fields import Sheet
from cxmetrics.ingest.formats import generic, known
from cxmetrics.ingest.formats.format import Decisions, Format
from cxmetrics.ingest.records import Record
from cxmetrics.layout import Role

_MARKS = (
    (re.compile(r"confidential information - do not distribute", re.IGNORECASE), 0.8),
    (re.compile(r"copyright .*salesforce", re.IGNORECASE), 0.9),
    (re.compile(r"grand totals \([\d.,]+ records?\)", re.IGNORECASE), 0.6),
)
_ROLES: dict[str, Role | None] = {
    "case number": Role.ID,
    "case id": Role.ID,
    "case owner": Role.AGENT,
    "case owner alias": None,
    "owner": Role.AGENT,
    "date time opened": Role.DATE,
    "opened date": Role.DATE,
    "created date": Role.DATE,
    "date time closed": Role.END,
    "closed date": Role.END,
    "contact name": Role.PII,
    "contact email": Role.PII,
    "contact phone": Role.PII,
    "web email": Role.PII,
    "subject": None,
    "status": Role.STATUS,
    "priority": Role.SEGMENT,
    "case origin": Role.SEGMENT,
    "type": Role.SEGMENT,
    "case reason": Role.SEGMENT,
}
_FILTERED = "A report holds what its filters let through, and the file does not say what they were."
_PEOPLE = ("contact id", "account id", "account number")
_ONCE = (Role.ID, Role.DATE, Role.END, Role.AGENT)


def _recognise(head: Sequence[Record]) -> float:
    return 0.0


def _signed(footer: Sequence[str]) -> float:
    return max((sure for line in footer for mark, sure in _MARKS if mark.search(line)), default=0.0)


def _decide(sheet: Sheet) -> Decisions:
    """What any file shows, but for the columns that Salesforce names itself."""
    general = generic.decide(sheet)
    roles = dict(general.roles)
    named = {field.words: field for field in reversed(sheet.fields)}
    taken: set[Role] = set()
    for name, role in _ROLES.items():
        if (field := named.get(name)) is None or role in taken:
            continue
        if role in _ONCE:
            roles = {at: None if other is role else other for at, other in roles.items()}
            taken.add(role)
        roles[field.position] = role
    if person := known.filled(sheet, _PEOPLE):
        roles = {at: None if role is Role.PERSON else role for at, role in roles.items()}
        roles[person.position] = Role.PERSON
    return replace(general, roles=roles, warnings=(*general.warnings, _FILTERED))


FORMAT = Format("salesforce", _recognise, lambda _: 1, generic.FORMAT.titles, _decide, _signed)
