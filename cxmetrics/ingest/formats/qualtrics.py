"""Qualtrics response exports: three header rows, rehearsals among the responses, embedded data at the end."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from cxmetrics.ingest.fields import Field, Sheet
from cxmetrics.ingest.formats import generic
from cxmetrics.ingest.formats.format import Decisions, Format
from cxmetrics.ingest.names import Title, clean, titles, unique, words
from cxmetrics.ingest.readings import read
from cxmetrics.ingest.records import Record
from cxmetrics.layout import SCALES, Reason, Role, SetAside

_COLUMNS: dict[str, Role | None] = {
    "status": Role.STATUS,
    "response type": Role.STATUS,
    "finished": Role.FINISHED,
    "progress": Role.PROGRESS,
    "response id": Role.ID,
    "ip address": Role.PII,
    "recipient last name": Role.PII,
    "recipient first name": Role.PII,
    "recipient email": Role.PII,
    "email address": Role.PII,
    "name": Role.PII,
    "location latitude": Role.PII,
    "location longitude": Role.PII,
    "duration in seconds": None,
    "response set": None,
    "start date": None,
    "end date": None,
    "recorded date": None,
}
"""What Qualtrics adds to every response. How long somebody took to answer is no measure of the service."""
_DATES = ("recorded date", "end date", "start date")
_REFERENCES = ("external reference", "external data reference")
_GROUP = "_NPS_GROUP"
_GROUPS = (("1", "Detractor"), ("2", "Passive"), ("3", "Promoter"))
_TYPED = "_TEXT"
"""Ends the name, or the ImportId, of an answer in the respondent's own words."""
_NUMBERED = re.compile(r"V\d+")
_CODE = re.compile(r"-\d{1,4}")
_HIGHEST = 10
_STATUSES: tuple[tuple[Reason, tuple[str, ...]], ...] = (
    (Reason.PREVIEW_ROW, ("Survey Preview", "1", "17")),
    (Reason.TEST_ROW, ("Survey Test", "2")),
    (Reason.SPAM_ROW, ("Spam", "Possible Spam", "Survey Preview Spam", "8", "9", "12", "24")),
)
"""Texts and codes of the Status column; everything else is a response."""
_UNFINISHED = ("False", "0")


def _recognise(head: Sequence[Record]) -> float:
    if _import_ids(head):
        return 1.0
    names = {words(name) for name in head[0]}
    if {"response id", "recorded date", "status", "finished"} <= names:
        return 0.9
    return 0.9 if _is_legacy(head) else 0.0


def _is_legacy(head: Sequence[Record]) -> bool:
    numbered = sum(_NUMBERED.fullmatch(name) is not None for name in head[0])
    return numbered > 1 and len(head) > 1 and _describes(head[1])


def _describes(record: Record) -> bool:
    return any(words(cell) == "response id" for cell in record)


def _import_ids(head: Sequence[Record]) -> bool:
    return len(head) > 2 and any(cell.lstrip().startswith('{"ImportId"') for cell in head[2])


def _header_rows(head: Sequence[Record]) -> int:
    if _import_ids(head):
        return 3
    return 2 if len(head) > 1 and (_describes(head[1]) or _names_no_response(head)) else 1


def _names_no_response(head: Sequence[Record]) -> bool:
    """Whether the second row is one of descriptions in whatever language: a response's id begins with R_."""
    at = next((at for at, name in enumerate(head[0]) if words(name) == "response id"), None)
    return at is not None and at < len(head[1]) and bool(head[1][at]) and not head[1][at].startswith("R_")


def _titles(rows: Sequence[Record], width: int) -> tuple[Title, ...]:
    if len(rows) == 1:
        return titles(rows, width)
    padded = [[clean(cell) for cell in row[:width]] + [""] * (width - len(row)) for row in rows[:2]]
    return unique(Title(name, question or name) for name, question in zip(*padded, strict=True))


def _known(field: Field) -> str:
    """The field's key in the tables above: its name, or its description where the exporter numbers columns V1, V2."""
    name = words(field.name)
    return name if name in _COLUMNS or name in _REFERENCES else field.words


def _decide(sheet: Sheet) -> Decisions:
    sheet = replace(sheet, fields=tuple(_without_codes(field) for field in sheet))
    general = generic.decide(sheet)
    roles = dict(general.roles)
    known = {_known(field): field for field in reversed(sheet.fields)}
    # generic guesses about the columns that Qualtrics adds give way, and so do its dates
    roles |= {known[key].position: role for key, role in _COLUMNS.items() if key in known}
    roles = {at: None if role in (Role.DATE, Role.START, Role.END) else role for at, role in roles.items()}
    date = next((known[key] for key in _DATES if key in known and known[key].values.filled), None)
    if date:
        roles[date.position] = Role.DATE
    roles = _one_id(roles, known.get("response id"))
    reference = next((known[key] for key in _REFERENCES if key in known), None)
    if reference and reference.values.filled * 2 >= reference.values.records:
        roles = {at: None if role is Role.PERSON else role for at, role in roles.items()}
        roles[reference.position] = Role.PERSON
    roles |= {position: Role.VERBATIM for position in _typed(sheet) if roles[position] in (None, Role.SEGMENT)}
    roles |= _nps(sheet)
    return replace(
        general,
        roles=roles,
        set_aside=tuple(_set_aside(sheet, roles)),
        missing=_codes(sheet, roles),
        codes={field.position: _GROUPS for field in sheet if _is_coded(field, roles)},
        timezone=_timezone(sheet.header),
        questions=tuple(ask for ask in general.questions if not _says_nps(sheet, ask.column)),
    )


def _without_codes(field: Field) -> Field:
    """The field judged by its answers alone: on a scale, a number below zero says why there is none."""
    answers = {text: n for text, n in field.values.probe.items() if not _CODE.fullmatch(text)}
    values = replace(field.values, probe=answers)
    if len(answers) == len(field.values.probe) or not answers or values.within(0, _HIGHEST) < 1:
        return field
    return replace(field, values=values, reading=read(values, field.label))


def _codes(sheet: Sheet, roles: Mapping[int, Role | None]) -> tuple[str, ...]:
    """Numbers below zero among the answers on a scale."""
    scored = (field for field in sheet if roles[field.position] in SCALES)
    return tuple(dict.fromkeys(text for field in scored for text in field.values.counts if _CODE.fullmatch(text)))


def _one_id(roles: dict[int, Role | None], response: Field | None) -> dict[int, Role | None]:
    if response is None:
        return roles
    return {at: None if role is Role.ID and at != response.position else role for at, role in roles.items()}


def _nps(sheet: Sheet) -> dict[int, Role | None]:
    """A group column and the question it was computed from, which is therefore asked from 0 to 10."""
    by_name = {field.name: field for field in sheet}
    roles: dict[int, Role | None] = {}
    for field in sheet:
        if field.name.upper().endswith(_GROUP):
            roles[field.position] = Role.NPS_GROUP
            if score := by_name.get(field.name[: -len(_GROUP)]):
                roles[score.position] = Role.SCORE_NPS
    return roles


def _typed(sheet: Sheet) -> list[int]:
    ids = sheet.header[2] if _import_ids(sheet.header) else []
    imported = {position for position, cell in enumerate(ids) if f'{_TYPED}"' in cell}
    fields = [field for field in sheet if field.name.endswith(_TYPED) or field.position in imported]
    return [field.position for field in fields if field.values.counts]


def _is_coded(field: Field, roles: dict[int, Role | None]) -> bool:
    return roles[field.position] is Role.NPS_GROUP and field.values.within(1, 3) == 1


def _says_nps(sheet: Sheet, column: str) -> bool:
    return any(field.name.upper() == f"{column.upper()}{_GROUP}" for field in sheet)


def _set_aside(sheet: Sheet, roles: dict[int, Role | None]) -> list[SetAside]:
    found: list[SetAside] = []
    for field in sheet:
        if roles[field.position] is Role.STATUS:
            found += [SetAside(reason, field.name, texts) for reason, texts in _STATUSES]
        if roles[field.position] is Role.FINISHED:
            found.append(SetAside(Reason.INCOMPLETE_RESPONSE, field.name, _UNFINISHED))
    return found


def _timezone(header: Sequence[Record]) -> str | None:
    if not _import_ids(header):
        return None
    for cell in header[2]:
        try:
            zone = json.loads(cell).get("timeZone")
        except (ValueError, AttributeError):
            continue
        if isinstance(zone, str):
            return "UTC" if zone == "Z" else zone
    return None


FORMAT = Format("qualtrics", _recognise, _header_rows, _titles, _decide)
