"""Google Play reviews, as the Play Console stores them by the month: UTF-16, times in UTC, most ratings without text.

The sixteen columns stand in many public readers of these reports. A rating without text has no title and no link, so
it has no id either, and nobody can reply to it.
"""

from __future__ import annotations

from collections.abc import Sequence

from cxmetrics.ingest.fields import Sheet
from cxmetrics.ingest.formats import known
from cxmetrics.ingest.formats.format import Decisions, Format
from cxmetrics.ingest.names import titles
from cxmetrics.ingest.records import Record
from cxmetrics.layout import Role

_TELLING = ("package name", "star rating", "review submit date and time", "review link")
_USUAL = ("review title", "review text", "reviewer language", "device", "app version code", "app version name")
_COLUMNS: dict[str, Role | None] = {
    "review link": Role.ID,
    "star rating": Role.STARS_1_5,
    "review title": Role.VERBATIM,
    "review text": Role.VERBATIM,
    "developer reply date and time": Role.REPLY_AT,
    "developer reply text": None,
    "review submit millis since epoch": None,
    "review last update millis since epoch": None,
    "developer reply millis since epoch": None,
    "review last update date and time": None,
    "app version code": None,
}
_SEGMENTS = ("package name", "app version name", "reviewer language", "device")
_FIRST = {Role.DATE: ("review submit date and time", "review last update date and time")}
_CAVEATS = (
    "Reviewers choose themselves, so these ratings are no sample of customers.",
    "Ratings without a text have no link, so two of them cannot be told apart, and nobody can reply to them.",
)


def _recognise(head: Sequence[Record]) -> float:
    return known.likeness(head, _TELLING, _USUAL)


def _decide(sheet: Sheet) -> Decisions:
    roles = known.roles(sheet, _COLUMNS, first=_FIRST)
    for name in _SEGMENTS:
        field = known.named(sheet, name)
        if field and field.values.distinct > 1:
            roles[field.position] = Role.SEGMENT
    return Decisions(roles, timezone="UTC", caveats=_CAVEATS)


FORMAT = Format("google_play", _recognise, lambda _: 1, titles, _decide)
