"""Freshdesk tickets: one row a ticket, with durations whose header says hours and whose cells say h:mm:ss, or nothing.

Public scripts that read these exports take "(in hrs)" columns as hours, minutes and seconds, and find them empty in
files whose dates of reply are filled; then the dates give the durations. Freshservice writes the same columns. Surveys
have two, three, five or seven answers from Extremely Unhappy to Extremely Happy.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cxmetrics.ingest.fields import Field, Sheet
from cxmetrics.ingest.formats import generic, known
from cxmetrics.ingest.formats.format import Decisions, Format
from cxmetrics.ingest.records import Record
from cxmetrics.layout import NOT_SATISFIED, SATISFIED, Role, Type

_TELLING = (
    "first response time in hrs",
    "resolution time in hrs",
    "initial response time",
    "due by time",
    "agent interactions",
    "customer interactions",
    "first response status",
)
_USUAL = ("ticket id", "subject", "status", "priority", "source", "agent", "group", "created time")
_ROLES: dict[str, Role | None] = {
    "ticket id": Role.ID,
    "subject": None,
    "description": None,
    "status": Role.STATUS,
    "created time": Role.DATE,
    "initial response time": Role.REPLY_AT,
    "due by time": None,
    "resolved time": None,
    "closed time": None,
    "last update time": None,
    "last updated time": None,
    "priority": Role.SEGMENT,
    "source": Role.SEGMENT,
    "type": Role.SEGMENT,
    "group": Role.SEGMENT,
    "product": Role.SEGMENT,
    "resolution status": Role.SEGMENT,
    "first response status": Role.SEGMENT,
    "agent": Role.AGENT,
    "contact id": Role.PERSON,
    "full name": Role.PII,
    "title": None,
    "email": Role.PII,
    "requester name": Role.PII,
    "requester email": Role.PII,
    "work phone": Role.PII,
    "mobile phone": Role.PII,
    "twitter id": Role.PII,
    "facebook id": Role.PII,
    "unique external id": Role.PII,
    "tags": None,
    "association type": None,
    "agent interactions": None,
    "customer interactions": None,
    "time tracked": None,
    "time zone": None,
    "language": Role.SEGMENT,
    "company name": Role.SEGMENT,
}
_TIMED = {
    "first response time in hrs": Role.DURATION_HOURS,
    "first response time in mins": Role.DURATION_MIN,
    "resolution time in hrs": Role.DURATION_HOURS,
    "resolution time in mins": Role.DURATION_MIN,
}
_SOLVED = ("resolved time", "closed time")
_MOSTLY = 0.8
_SURVEYS = ("survey results", "survey result")


def _recognise(head: Sequence[Record]) -> float:
    return known.likeness(head, _TELLING, _USUAL)


def _decide(sheet: Sheet) -> Decisions:
    roles = known.roles(sheet, _ROLES | dict.fromkeys(_SURVEYS), timed=_TIMED)
    solved = next((field for name in _SOLVED if (field := known.named(sheet, name))), None)
    if solved and not any(roles[field.position] for field in sheet if field.words.startswith("resolution time")):
        roles[solved.position] = Role.END
    survey = next((field for field in sheet if field.words in _SURVEYS), None)
    if survey:
        roles[survey.position] = _score(survey)
    return Decisions(roles, warnings=tuple(_warnings(sheet, survey)))


def _score(survey: Field) -> Role | None:
    if survey.reading.type is Type.NUMBER:
        return Role.CSAT_1_5 if survey.values.within(1, 5) == 1 else None
    return Role.CSAT_TEXT if survey.values.among(*SATISFIED, *NOT_SATISFIED) >= _MOSTLY else None


def _warnings(sheet: Sheet, survey: Field | None) -> Iterator[str]:
    empty = [field for field in sheet if field.words in _TIMED and not field.values.counts]
    for field in empty:
        yield f'"{field.label}" is empty in every record.'
    if survey and survey.reading.type is Type.NUMBER and survey.values.within(1, 5) < 1:
        yield f'"{survey.label}" holds numbers that are no scale from 1 to 5, so it is left out.'
    if survey and survey.reading.type is Type.TEXT and survey.values.counts and _score(survey) is None:
        said = ", ".join(survey.values.examples())
        yield f'"{survey.label}" is answered in words of your own ({said}), so it is left out.'
    if survey and not survey.values.counts:
        yield f'Nobody answered the survey ("{survey.label}"), so this file has no satisfaction.'
    yield "Reply and resolution times may count business hours only: the file does not say."


FORMAT = Format("freshdesk", _recognise, lambda _: 1, generic.FORMAT.titles, _decide)
