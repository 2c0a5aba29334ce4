"""Survicate responses: two header rows, the second of which tells the answer to a question from the comment on it.

The fields of a response and of a respondent, by their names, are those of Survicate's Data Export API
(developers.survicate.com/data-export). Its clock is UTC, as the header says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cxmetrics.ingest.dialect import answer_row
from cxmetrics.ingest.fields import Sheet
from cxmetrics.ingest.formats import known, questionnaire
from cxmetrics.ingest.formats.format import Decisions, Format
from cxmetrics.ingest.names import titles, words
from cxmetrics.ingest.records import Record
from cxmetrics.layout import Role

_TELLING = ("response uuid", "respondent uuid")
_USUAL = ("date time utc",)
_COLUMNS: dict[str, Role | None] = {
    "response uuid": Role.ID,
    "respondent uuid": Role.PERSON,
    "ip": Role.PII,
    "ip address": Role.PII,
    "email": Role.PII,
    "first name": Role.PII,
    "last name": Role.PII,
    "full name": Role.PII,
    "phone": Role.PII,
    "address one": Role.PII,
    "address two": Role.PII,
    "city": Role.PII,
    "zip": Role.PII,
    "user agent": None,
}
_KINDS = ("answer", "comment")


def _recognise(head: Sequence[Record]) -> float:
    return known.likeness(head, _TELLING, _USUAL)


def _header_rows(head: Sequence[Record]) -> int:
    """Two where the first record has no response: every response has a number."""
    if len(head) < 2:
        return 1
    kinds = {cell.strip().lower() for cell in head[1] if cell.strip()}
    return 2 if answer_row(head) or (kinds and kinds <= set(_KINDS)) or _nobody(head) else 1


def _nobody(head: Sequence[Record]) -> bool:
    ids = [at for at, name in enumerate(head[0]) if words(name) in _TELLING]
    return bool(ids) and all(at < len(head[1]) and not head[1][at].strip() for at in ids)


def _decide(sheet: Sheet) -> Decisions:
    found = questionnaire.decide(sheet, _COLUMNS, ("date time utc", "date time"))
    return replace(found, timezone=found.timezone or "UTC")


FORMAT = Format("survicate", _recognise, _header_rows, titles, _decide)
