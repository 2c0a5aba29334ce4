"""HubSpot feedback: a rating and a sentiment, on the scale of its kind of survey.

Customer satisfaction is rated 0, 1 or 2, support effort from 1 to 7, loyalty from 0 to 10, and all three are called
detractor, passive and promoter (knowledge.hubspot.com, survey-response-properties): so the sentiment is no NPS group.
Properties of the API by their names (hs_survey_type, hs_value, hs_response_group, hs_content) in public taps for
Singer; exports of contacts hold the last rating of each kind ("Last NPS survey rating").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from cxmetrics.ingest.fields import Field, Sheet
from cxmetrics.ingest.formats import generic, known
from cxmetrics.ingest.formats.format import Decisions, Format
from cxmetrics.ingest.names import titles, words
from cxmetrics.ingest.parts import KINDS, Kind
from cxmetrics.ingest.records import Record
from cxmetrics.layout import Role

_CODES = (("0", "dissatisfied"), ("1", "neutral"), ("2", "satisfied"))
_KINDS = tuple(
    replace(kind, role=Role.CSAT_TEXT, codes=_CODES)
    if kind.key == "csat"
    else replace(kind, called=kind.called | {"customer support", "support"})
    if kind.key == "ces"
    else kind
    for kind in KINDS
    if kind.key in ("nps", "csat", "ces")
)
_RATINGS = ("rating", "survey rating", "response value", "value")
_SENTIMENTS = ("sentiment", "feedback sentiment", "response group")
_TYPES = ("survey type", "type of survey")
_SURVEYS = ("survey name", "survey")
_COLUMNS: dict[str, Role | None] = {
    **dict.fromkeys(_SENTIMENTS),
    "record id": Role.ID,
    "object id": Role.ID,
    "response id": Role.ID,
    "submission id": Role.ID,
    "survey submission id": Role.ID,
    "survey response id": Role.ID,
    "survey id": None,
    "survey channel": Role.SEGMENT,
    "source": Role.SEGMENT,
    "survey name": Role.SEGMENT,
    "response": Role.VERBATIM,
    "content": Role.VERBATIM,
    "follow up": Role.VERBATIM,
    "follow up response": Role.VERBATIM,
    "comment": Role.VERBATIM,
    "contact": Role.PII,
    "contact email": Role.PII,
    "contact name": Role.PII,
    "submission name": Role.PII,
    "owner": Role.AGENT,
}
_FIRST = {
    Role.DATE: (
        "submission date", "submission timestamp", "date submitted", "response date", "submitted at", "date",
        "created date", "create date", "createdate",
    ),
    Role.PERSON: ("contact id", "associated contact id"),
}  # fmt: skip
_WIDE = re.compile(r"^(?:last |latest )?(?P<kind>nps|csat|ces|customer satisfaction|customer effort)"
                   r"(?: survey)? (?P<what>rating|score|sentiment|date|comment|response|follow up)$")  # fmt: skip


def _own(name: str) -> str:
    return words(name).removeprefix("hs ")


def _recognise(head: Sequence[Record]) -> float:
    names = [_own(name) for name in head[0]] if head else []
    found = [any(name in names for name in called) for called in (_RATINGS, _SENTIMENTS, _TYPES, _SURVEYS)]
    wide = [match for name in names if (match := _WIDE.match(name))]
    felt = {match["kind"] for match in wide if match["what"] in ("sentiment", "date", "comment", "response")}
    rated = {match["kind"] for match in wide if match["what"] == "rating"}
    if rated & felt or len(rated) > 1:
        return 0.8
    if found[0] and sum(words(name).startswith("hs ") for name in head[0]) > 1:
        return 0.8
    if found[1] and sum(found) >= 2:
        return 0.4 + 0.15 * sum(found)
    return 0.6 if found[0] and found[2] and found[3] else 0.0


def _decide(sheet: Sheet) -> Decisions:
    renamed = replace(sheet, fields=tuple(_plainly(field) for field in sheet))
    roles = known.roles(renamed, _COLUMNS, first=_FIRST)
    rating = _first(renamed, _RATINGS)
    if rating is None:
        return _wide(renamed, roles)
    kind = _first(renamed, (*_TYPES, *_SURVEYS))
    if kind and (split := generic.by_kind(sheet, rating, kind, _named(kind))).parts:
        return replace(split, roles=roles | dict(split.roles))
    return _alone(renamed, roles, rating)


def _plainly(field: Field) -> Field:
    """The field under the label people see: the API puts "hs_" before it."""
    label = field.label.removeprefix("hs_")
    return replace(field, title=replace(field.title, label=label)) if label != field.label else field


def _named(kind: Field) -> tuple[Kind, ...]:
    """Kinds as the file calls them: by their type, or by a survey's own name that speaks of one kind only."""

    def speaks_of(text: str, each: Kind) -> bool:
        return any(re.search(rf"\b{called}\b", words(text)) for called in each.called)

    found: dict[str, set[str]] = {each.key: set() for each in _KINDS}
    for text in kind.values.counts:
        fitting = [each.key for each in _KINDS if speaks_of(text, each)]
        if len(fitting) == 1:
            found[fitting[0]].add(words(text))
    return tuple(replace(each, called=frozenset(found[each.key])) for each in _KINDS)


def _alone(sheet: Sheet, roles: dict[int, Role | None], rating: Field) -> Decisions:
    """One kind of survey, which the ratings that HubSpot calls a promoter's give away."""
    felt = _first(sheet, _SENTIMENTS)
    kind = _kind_by_sentiment(sheet, rating, felt) if felt else None
    if kind is None:
        left = f'"{rating.label}" does not say on which scale it is, so it is left out until you choose one.'
        return Decisions(roles, warnings=(left,))
    return Decisions(roles | {rating.position: kind.role}, codes={rating.position: kind.codes} if kind.codes else {})


def _kind_by_sentiment(sheet: Sheet, rating: Field, felt: Field) -> Kind | None:
    happiest = [
        int(text)
        for record in sheet.records
        if record[felt.position].strip().lower() == "promoter" and (text := record[rating.position].strip()).isdigit()
    ]
    least = min(happiest, default=0)
    key = {2: "csat", 6: "ces", 7: "ces", 9: "nps", 10: "nps"}.get(least)
    return next((each for each in _KINDS if each.key == key), None)


def _wide(sheet: Sheet, roles: dict[int, Role | None]) -> Decisions:
    """A rating of each kind in a column of its own; the date of the kind that was asked most dates the record."""
    kinds = {"customer satisfaction": "csat", "customer effort": "ces"}
    codes: dict[int, tuple[tuple[str, str], ...]] = {}
    dates: list[Field] = []
    for field in sheet:
        match = _WIDE.match(field.words)
        if match is None:
            continue
        key, what = kinds.get(match["kind"], match["kind"]), match["what"]
        kind = next(each for each in _KINDS if each.key == key)
        if what in ("rating", "score"):
            roles[field.position] = kind.role
            codes |= {field.position: kind.codes} if kind.codes else {}
        elif what in ("comment", "response", "follow up"):
            roles[field.position] = Role.VERBATIM
        elif what == "date":
            dates.append(field)
            roles[field.position] = None
    if dates and Role.DATE not in roles.values():
        roles[max(dates, key=lambda field: field.values.filled).position] = Role.DATE
    return Decisions(roles, codes=codes)


def _first(sheet: Sheet, names: Sequence[str]) -> Field | None:
    return next((field for name in names if (field := known.named(sheet, name)) is not None), None)


FORMAT = Format("hubspot", _recognise, lambda _: 1, titles, _decide)
