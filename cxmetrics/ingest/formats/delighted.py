"""Delighted responses as its API hands them out: seconds since 1970, and several kinds of survey in one file.

Fields by their names in the Airbyte source (airbytehq/airbyte, source-delighted, survey_responses) and in taps for
Singer: id, person, survey_type, score, comment, permalink, created_at, updated_at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cxmetrics.ingest.fields import Field, Sheet
from cxmetrics.ingest.formats import generic, known
from cxmetrics.ingest.formats.format import Decisions, Format
from cxmetrics.ingest.names import titles
from cxmetrics.ingest.records import Record
from cxmetrics.layout import Role

_TELLING = ("permalink", "person")
_USUAL = ("survey type", "score", "id", "comment", "created at", "updated at")
_COLUMNS: dict[str, Role | None] = {
    "id": Role.ID,
    "comment": Role.VERBATIM,
    "person email": Role.PII,
    "person name": Role.PII,
    "person phone number": Role.PII,
    "permalink": None,
    "created at": Role.DATE,
    "updated at": None,
    "survey type": Role.SURVEY_TYPE,
    "score": None,
}
_PEOPLE = ("person", "person id")


def _recognise(head: Sequence[Record]) -> float:
    return known.likeness(head, _TELLING, _USUAL)


def _decide(sheet: Sheet) -> Decisions:
    roles = known.roles(sheet, _COLUMNS)
    for name in _PEOPLE:
        if field := known.named(sheet, name):
            roles[field.position] = Role.PII if _spelled_out(field) else Role.PERSON
    score, kind = known.named(sheet, "score"), known.named(sheet, "survey type")
    if score and kind:
        split = generic.by_kind(sheet, score, kind)
        return replace(split, roles=roles | dict(split.roles), timezone="UTC")
    if score and score.values.within(0, 10) == 1:
        roles[score.position] = Role.SCORE_NPS
    return Decisions(roles, timezone="UTC")


def _spelled_out(field: Field) -> bool:
    """Whether a person is a name and an address rather than a number."""
    return field.values.share(lambda text: "@" in text or "{" in text) > 0


FORMAT = Format("delighted", _recognise, lambda _: 1, titles, _decide)
