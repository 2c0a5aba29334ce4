"""SurveyMonkey responses: two header rows, of which the second says which option or kind of answer a column holds.

Blank cells of the first row continue the question before. The names stand in the importers of LimeSurvey converters and
in the public export behind FiveThirtyEight's Star Wars survey (fivethirtyeight/data, star-wars-survey/StarWars.csv).
A respondent who stopped has no end date; some accounts add a status.
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
from cxmetrics.layout import Reason, Role, SetAside

_TELLING = ("respondent id", "collector id")
_USUAL = ("start date", "end date", "ip address", "email address", "first name", "last name", "custom data 1")
_COLUMNS: dict[str, Role | None] = {
    "respondent id": Role.ID,
    "collector id": None,
    "ip address": Role.PII,
    "email address": Role.PII,
    "first name": Role.PII,
    "last name": Role.PII,
    "response status": Role.STATUS,
}
_DATES = ("end date", "date modified", "start date", "date created")
_STOPPED = ("partial", "incomplete", "disqualified", "overquota")
_TYPED = ("open-ended response", "other (please specify)", "comment")
_ANSWERS = 0.7


def _recognise(head: Sequence[Record]) -> float:
    sure = known.likeness(head, _TELLING, _USUAL)
    # without its own columns a file still shows which questions it was asked by
    named = bool(head) and any(words(name) == "respondent id" for name in head[0])
    return max(sure, _ANSWERS) if named and _header_rows(head) == 2 else sure


def _header_rows(head: Sequence[Record]) -> int:
    """Two where the first record has no respondent: every respondent has a number."""
    if len(head) < 2:
        return 1
    ids = [at for at, name in enumerate(head[0]) if words(name) in _TELLING]
    nobody = bool(ids) and all(at < len(head[1]) and not head[1][at].strip() for at in ids)
    return 2 if nobody or answer_row(head) else 1


def _decide(sheet: Sheet) -> Decisions:
    found = questionnaire.decide(sheet, _COLUMNS, _DATES)
    collector = known.named(sheet, "collector id")
    roles = dict(found.roles)
    if collector and collector.values.distinct > 1:
        roles[collector.position] = Role.SEGMENT
    for at, kind in enumerate(sheet.header[1] if len(sheet.header) > 1 else ()):
        if kind.strip().lower() in _TYPED and roles.get(at, Role.SEGMENT) in (None, Role.SEGMENT):
            roles[at] = Role.VERBATIM if sheet.fields[at].values.counts else None
    stopped = [SetAside(Reason.INCOMPLETE_RESPONSE, name, _STOPPED) for name in _named(sheet, "response status")]
    stopped += [SetAside(Reason.INCOMPLETE_RESPONSE, name, ("",)) for name in _named(sheet, "end date")]
    caveat = "The clock is that of the SurveyMonkey account, which this file does not name."
    return replace(
        found,
        roles=roles,
        set_aside=(*found.set_aside, *stopped),
        warnings=(*found.warnings, *([caveat] if Role.DATE in roles.values() else [])),
    )


_named = questionnaire.names

FORMAT = Format("surveymonkey", _recognise, _header_rows, titles, _decide)
