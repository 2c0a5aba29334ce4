"""Typeform responses: questions between a running id and the dates, all in UTC; who stopped has no submit date.

The names of its own columns stand in many public scripts that read these files, among them the `META` lists of
importers that take `#`, `Response Type`, three dates, `Network ID`, `Tags` and `Ending` for no questions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cxmetrics.ingest.fields import Sheet
from cxmetrics.ingest.formats import known, questionnaire
from cxmetrics.ingest.formats.format import Decisions, Format
from cxmetrics.ingest.names import titles
from cxmetrics.ingest.records import Record
from cxmetrics.layout import Reason, Role, SetAside

_TELLING = ("network id", "submit date utc")
_USUAL = ("#", "start date utc")
_COLUMNS: dict[str, Role | None] = {
    "#": Role.ID,
    "response type": Role.STATUS,
    "start date utc": None,
    "stage date utc": None,
    # made from the address of a network: it may stand for a whole office, and it is personal
    "network id": Role.PII,
    "tags": None,
}
_SUBMITTED = "submit date utc"
_STOPPED = ("started", "partial")


def _recognise(head: Sequence[Record]) -> float:
    return known.likeness(head, _TELLING, _USUAL)


def _decide(sheet: Sheet) -> Decisions:
    found = questionnaire.decide(sheet, _COLUMNS, (_SUBMITTED, "start date utc"))
    stopped = [
        *(SetAside(Reason.INCOMPLETE_RESPONSE, name, _STOPPED) for name in questionnaire.names(sheet, "response type")),
        *(SetAside(Reason.INCOMPLETE_RESPONSE, name, ("",)) for name in questionnaire.names(sheet, _SUBMITTED)),
    ]
    return replace(found, set_aside=(*found.set_aside, *stopped), timezone="UTC")


FORMAT = Format("typeform", _recognise, lambda _: 1, titles, _decide)
