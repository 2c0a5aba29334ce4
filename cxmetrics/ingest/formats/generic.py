"""Any export: roles from the words of its headers and the values below them, conservatively."""

from __future__ import annotations

from collections.abc import Sequence

from cxmetrics.ingest.counts import daily_counts, daily_total
from cxmetrics.ingest.dialect import answer_row
from cxmetrics.ingest.fields import Field, Sheet
from cxmetrics.ingest.formats.format import Decisions, Format
from cxmetrics.ingest.keys import keyed
from cxmetrics.ingest.names import titles
from cxmetrics.ingest.parts import KINDS, Kind, split
from cxmetrics.ingest.records import Record
from cxmetrics.ingest.roles import duration_without_unit, role_of
from cxmetrics.ingest.scores import SCORES, may_start_at_one
from cxmetrics.ingest.setting_aside import rules
from cxmetrics.ingest.timeline import dated
from cxmetrics.ingest.zones import zone_of_header
from cxmetrics.layout import DURATIONS, Question, Role

_SCORES = ("score", "rating")
"""Headers that leave it to another column which question was answered."""


def decide(sheet: Sheet) -> Decisions:
    """Roles column by column, then those that depend on the other columns: keys, dates, totals."""
    roles: dict[int, Role | None] = {field.position: role_of(field) for field in sheet}
    given = set(roles.values())
    times = dated(sheet.fields, survey=bool(given & SCORES), busy=bool(given & (SCORES | DURATIONS)))
    roles |= times
    roles |= keyed(sheet.fields, dated=bool({Role.DATE, Role.REPLY_AT} & set(times.values())))
    warnings = _scale_warnings(sheet, roles)
    date = next((position for position, role in times.items() if role is Role.DATE), None)
    if date is not None and (total := daily_total(sheet, date)):
        column, counted = total
        roles |= counted
        warnings.append(
            f'"{column.label}" already holds the sum of the {len(counted) - 1} other number columns on every row, '
            "so it is used alone and they are not added to it again."
        )
    elif date is not None:
        roles |= {at: role for at, role in daily_counts(sheet, date).items() if roles[at] is None}
    typed = _typed_scores(sheet, roles)
    roles |= typed.roles
    statuses = (rules(field.name, roles[field.position], roles.values()) for field in sheet)
    return Decisions(
        roles=roles,
        set_aside=typed.set_aside + tuple(rule for status in statuses for rule in status),
        timezone=next((found for at in times if (found := zone_of_header(sheet.fields[at].label))), None),
        questions=tuple(_scale_questions(sheet, roles)),
        warnings=(*warnings, *typed.warnings),
        parts=typed.parts,
    )


def _typed_scores(sheet: Sheet, roles: dict[int, Role | None]) -> Decisions:
    """Where one column of scores serves several kinds of survey, each kind on its own."""
    kind = next((field for field in sheet if roles[field.position] is Role.SURVEY_TYPE), None)
    score = next((field for field in sheet if field.words in _SCORES and field.values.numbers()), None)
    return by_kind(sheet, score, kind) if kind and score else Decisions({})


def by_kind(sheet: Sheet, score: Field, kind: Field, kinds: Sequence[Kind] = KINDS) -> Decisions:
    """What a column of scores means that is split by another one. Kinds that are not counted are named."""
    found = split(sheet, score, kind, kinds)
    if found is None:
        return Decisions({})
    left = ", ".join(text for text in found.left)
    return Decisions(
        {score.position: None, kind.position: Role.SURVEY_TYPE},
        (found.set_aside,),
        parts=found.parts,
        warnings=(f'"{score.label}" also answers {left}, which is no scale that is counted here.',) if left else (),
    )


def _scale_warnings(sheet: Sheet, roles: dict[int, Role | None]) -> list[str]:
    sentences = {
        Role.SCORE_1_10: "is answered from 1 to 10, so it is a mean score: an NPS needs answers from 0 to 10.",
        None: "seems to hold durations but does not say in what unit, so it is left out until you choose one.",
    }
    return [
        f'"{field.label}" {sentences[role]}'
        for field in sheet
        if (role := roles[field.position]) is Role.SCORE_1_10 or (role is None and duration_without_unit(field))
    ]


def _scale_questions(sheet: Sheet, roles: dict[int, Role | None]) -> list[Question]:
    asked = [field for field in sheet if roles[field.position] is Role.SCORE_NPS and may_start_at_one(field)]
    return [where_it_starts(field) for field in asked]


def where_it_starts(field: Field) -> Question:
    """The question whether a recommendation was asked from 0 or from 1."""
    return Question(
        field.name,
        f'Does "{field.label}" run from 0 to 10 or from 1 to 10? None of its answers is 0, and an NPS needs a scale '
        "that starts there.",
        (
            (Role.SCORE_NPS.value, "0 to 10, and nobody happened to answer 0: an NPS"),
            (Role.SCORE_1_10.value, "1 to 10: a mean score, not an NPS"),
        ),
    )


def _header_rows(head: Sequence[Record]) -> int:
    return 2 if answer_row(head) else 1


FORMAT = Format("generic", lambda _: 0.0, _header_rows, titles, decide)
