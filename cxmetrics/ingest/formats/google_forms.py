"""Google Forms responses: a timestamp first, then the questions as they were asked; no id, and scales that name no end.

A form's own download writes "2017/05/02 12:11:03 PM GMT+2"; the linked spreadsheet writes the clock of its owner
without a zone. The first header is translated with the form. Linear scales start at 0 or 1, and most start at 1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from cxmetrics.ingest.fields import Field, Sheet
from cxmetrics.ingest.formats import generic, questionnaire
from cxmetrics.ingest.formats.format import Decisions, Format
from cxmetrics.ingest.names import titles, words
from cxmetrics.ingest.records import Record
from cxmetrics.ingest.scores import stated_scale
from cxmetrics.layout import Role

_TIMESTAMPS = (
    "timestamp",
    "zeitstempel",
    "horodateur",
    "marca temporal",
    "marca de tiempo",
    "carimbo de data hora",
    "informazioni cronologiche",
    "tijdstempel",
    "sygnatura czasowa",
    "tidsstämpel",
    "tidsstempel",
)
_COLUMNS: dict[str, Role | None] = {
    "email address": Role.PII,
    "e mail adresse": Role.PII,
    "adresse e mail": Role.PII,
    "username": Role.PII,
    # what a quiz counts as right
    "score": None,
}
_OWN_DOWNLOAD = re.compile(r"\d{4}/\d{1,2}/\d{1,2} \d{1,2}:\d{2}:\d{2} [AP]M [A-Z]{2,5}([+-]\d{1,2}(:?\d{2})?)?")
_SPREADSHEET = re.compile(r"\d{1,2}[/.]\d{1,2}[/.]\d{4},? \d{1,2}:\d{2}:\d{2}( [AP]M)?")
_LONG = 3


def _recognise(head: Sequence[Record]) -> float:
    at = next((at for at, name in enumerate(head[0]) if words(name) in _TIMESTAMPS), None) if head else None
    if at is None or len(head) < 2 or len(head[1]) <= at:
        return 0.0
    first = head[1][at].strip()
    if _OWN_DOWNLOAD.fullmatch(first):
        return 1.0
    asked = any("?" in name or len(name.split()) > _LONG for name in head[0])
    return 0.8 if asked and _SPREADSHEET.fullmatch(first) else 0.0


def _decide(sheet: Sheet) -> Decisions:
    found = questionnaire.decide(sheet, _COLUMNS, _TIMESTAMPS)
    from_one = [field for field in sheet if found.roles[field.position] is Role.SCORE_NPS and _starts_at_one(field)]
    roles = dict(found.roles) | {field.position: Role.SCORE_1_10 for field in from_one}
    unknown = [field for field in sheet if roles[field.position] is Role.SCORE_NPS and _names_no_end(field)]
    asked = {field.name for field in (*from_one, *unknown)}
    return replace(
        found,
        roles=roles,
        questions=(
            *(ask for ask in found.questions if ask.column not in asked),
            *(generic.where_it_starts(field) for field in unknown),
        ),
        warnings=(*found.warnings, *map(_explained, from_one)),
    )


def _starts_at_one(field: Field) -> bool:
    """Whether a scale that does not say its ends has answers of 1 and none of 0."""
    numbers = field.values.numbers()
    return not stated_scale(field.label) and 1 in numbers and 0 not in numbers


def _names_no_end(field: Field) -> bool:
    """Whether neither the question nor any answer tells a scale from 0 from one from 1."""
    return not stated_scale(field.label) and not {0, 1} & set(field.values.numbers())


def _explained(field: Field) -> str:
    return (
        f'"{field.label}" is answered from 1 upwards and never with 0, and scales of Google Forms start at 1 unless '
        "somebody changes that, so it is a mean score. If 0 could be chosen, call it a recommendation from 0 to 10."
    )


FORMAT = Format("google_forms", _recognise, lambda _: 1, titles, _decide)
