"""Trustpilot reviews of a company: stars in UTC, invited beside organic, and the company's replies.

Columns by their names in public scripts that write or read this file (`Domain Url`, `Review Id`, `Review Stars`,
`Review Created (UTC)`, `Review Consumer User Id`, `Source Of Review`, `Company Reply Date (UTC)`, `Location Name`); the
newer export says `Business Reply Date (UTC)`.
"""

from __future__ import annotations

from collections.abc import Sequence

from cxmetrics.ingest.fields import Sheet
from cxmetrics.ingest.formats import known
from cxmetrics.ingest.formats.format import Decisions, Format
from cxmetrics.ingest.names import titles
from cxmetrics.ingest.records import Record
from cxmetrics.layout import Role

_TELLING = ("review stars", "review created utc", "domain url", "review id")
_USUAL = ("review title", "review content", "company reply date utc", "location name")
_COLUMNS: dict[str, Role | None] = {
    "review id": Role.ID,
    "review created utc": Role.DATE,
    "review stars": Role.STARS_1_5,
    "review title": Role.VERBATIM,
    "review content": Role.VERBATIM,
    "review consumer user id": Role.PERSON,
    "consumer user id": Role.PERSON,
    "review username": Role.PII,
    "review user email": Role.PII,
    "consumer name": Role.PII,
    "consumer email": Role.PII,
    "reference id": None,
    "reference number": None,
    "business unit id": None,
    "location id": None,
    "company response": None,
    "company reply": None,
    "company reply date utc": Role.REPLY_AT,
    "business reply": None,
    "business reply date utc": Role.REPLY_AT,
}
_SEGMENTS = ("domain url", "webshop name", "source of review", "review source", "location name", "review language")
_SOURCES = ("source of review", "review source")
_ORGANIC = ("organic",)
_CHOSEN = "Reviewers choose themselves, so these stars are no sample of customers."
_MIXED = (
    '"{}" mixes invited and organic reviews. Invited customers give other stars, so a campaign moves the total without '
    "any change in service: compare one source with itself."
)
_SILENT = "This file does not say which reviews were invited, and a campaign of invitations moves the stars by itself."


def _recognise(head: Sequence[Record]) -> float:
    return known.likeness(head, _TELLING, _USUAL)


def _decide(sheet: Sheet) -> Decisions:
    roles = known.roles(sheet, _COLUMNS)
    for name in _SEGMENTS:
        field = known.named(sheet, name)
        if field and field.values.distinct > 1:
            roles[field.position] = Role.SEGMENT
    sources = [field for name in _SOURCES if (field := known.named(sheet, name)) and field.values.counts]
    caveats = [_CHOSEN]
    if not sources:
        caveats.append(_SILENT)
    elif 0 < sources[0].values.among(*_ORGANIC) < 1:
        caveats.append(_MIXED.format(sources[0].label))
    return Decisions(roles, timezone="UTC", caveats=tuple(caveats))


FORMAT = Format("trustpilot", _recognise, lambda _: 1, titles, _decide)
