"""Columns: a field and its role become what the warehouse stores, or a question that has to be answered first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from cxmetrics.errors import BadInput
from cxmetrics.ingest.fields import Field
from cxmetrics.ingest.names import words
from cxmetrics.ingest.readings import TEXT, Reading, fits, read, read_duration
from cxmetrics.ingest.roles import ABANDONED
from cxmetrics.ingest.scores import SCORES
from cxmetrics.ingest.values import Values
from cxmetrics.layout import DURATIONS, SCALES, Column, Question, Role, Type, is_answer

ONCE = frozenset({Role.ID, Role.DATE, Role.START, Role.END, Role.PERSON})
"""Roles that one column of a file may have at most."""
_NUMBERS = frozenset({*SCALES, *DURATIONS, Role.AMOUNT, Role.PROGRESS, Role.N, Role.PERCENT, Role.NPS})
_TIMES = frozenset({Role.DATE, Role.START, Role.END, Role.REPLY_AT, Role.PERIOD})
_BESIDE_SCORES = DURATIONS | {Role.REPLY_AT, Role.FLAG, Role.START, Role.END, Role.N, Role.PERCENT, Role.NPS}
_COUNT = re.compile(r"\b(number of|count|reopens|transfers|escalations|complaints|cancellations)\b")
_EXAMPLES = 3
_REASONS = 8
_MOSTLY = 0.5


def column_of(field: Field, role: Role | None) -> Column:
    """The column a field becomes in a role; a name that promises numbers or dates over other values gives it none."""
    found = _promised(role, field.reading, field.values, field.label)
    promised = Type.NUMBER if role in _NUMBERS else Type.TIME if role in _TIMES else found.type
    if field.values.counts and found.type is not promised:
        role = None
    reading = _reading_as(role, found, field.values, field.label)
    return Column(
        name=field.name,
        label=field.label,
        position=field.position,
        role=role,
        type=reading.type,
        format=reading.format,
        examples=_examples(role, field.values),
    )


def question_about(column: Column, reading: Reading, values: Values) -> Question | None:
    """What has to be asked before the column can be read, None where its values say it themselves."""
    reading = _promised(column.role, reading, values, column.label)
    if not reading.is_open or column.role is None or column.type is not reading.type:
        return None
    return Question(column.name, reading.asked.format(f'"{column.label}"'), reading.options)


def survey(columns: Iterable[Column]) -> bool:
    """Whether scores are all there is to measure, so that a record without any is worthless."""
    columns = tuple(columns)
    given = {column.role for column in columns}
    beside = given & _BESIDE_SCORES
    if Role.STARS_1_5 in given and not any(map(is_answer, columns)):
        beside -= {Role.REPLY_AT}  # what is replied to is a review then, which is nothing without its stars
    return bool(given & SCORES) and not beside


def with_role(column: Column, role: Role | None, values: Values) -> tuple[Column, Question | None]:
    """The column in another role, and what its values leave open there. Raises BadInput where they contradict it."""
    reading = _promised(role, read(values, column.label), values, column.label)
    # what the whole file has settled is kept: the values shown may be too few to settle it again
    if column.format and column.type is reading.type:
        reading = Reading(column.type, column.format)
    _check(column, role, reading, values)
    as_stored = _reading_as(role, reading, values, column.label)
    found = replace(
        column,
        role=role,
        type=as_stored.type,
        format=as_stored.format,
        examples=_examples(role, values),
        scale=_insisted(column.role, role),
    )
    return found, question_about(found, reading, values)


def with_format(column: Column, form: str, values: Values) -> Column:
    """The column read with another format. Raises BadInput where no value can be."""
    if column.type is Type.TEXT:
        raise BadInput(f'"{column.label}" is stored as text, which has no format.')
    if not fits(form, column.type, values.probe):
        raise BadInput(f'No value of "{column.label}" can be read as {form} ({", ".join(values.examples())}).')
    return replace(column, format=form)


def _promised(role: Role | None, reading: Reading, values: Values, label: str) -> Reading:
    """What a column is read as in a role: "0:05:12" is a duration only where the role says so."""
    if role in DURATIONS and reading.type is not Type.NUMBER:
        return read_duration(values, label) or reading
    return reading


def _reading_as(role: Role | None, reading: Reading, values: Values, label: str) -> Reading:
    if role is Role.FLAG:
        # a count of something bad is a flag too: above zero is yes
        counts = not values.yes_no or _COUNT.search(words(label))
        return reading if reading.type is Type.NUMBER and counts else TEXT
    if not values.counts and role in _TIMES | _NUMBERS:  # an empty column is what its name promises
        return Reading(Type.TIME if role in _TIMES else Type.NUMBER)
    return reading if role is None or role in _NUMBERS | _TIMES else TEXT


def _insisted(before: Role | None, role: Role | None) -> tuple[float, float] | None:
    """The scale a question was asked on, where somebody wants it counted as an NPS nevertheless."""
    return SCALES[Role.SCORE_1_10] if (before, role) == (Role.SCORE_1_10, Role.SCORE_NPS) else None


def _check(column: Column, role: Role | None, reading: Reading, values: Values) -> None:
    if not values.counts:
        return
    refused = f'"{column.label}" cannot be used as {role}'
    example = ", ".join(values.examples())
    if role in _NUMBERS and reading.type is not Type.NUMBER:
        raise BadInput(f"{refused}: its values are not numbers ({example}).")
    if role in _TIMES and reading.type is not Type.TIME:
        raise BadInput(f"{refused}: its values are not dates ({example}).")
    if role in SCALES:
        low, high = SCALES[role]
        if values.within(low, high, whole=False) < _MOSTLY:
            raise BadInput(f"{refused}: most of its values are not between {low} and {high} ({example}).")


def _examples(role: Role | None, values: Values) -> tuple[str, ...]:
    """Up to three values, none of personal data; an outcome that is counted comes first, however rare it is.

    Of reasons all that are usual, because each is counted.
    """
    if role is Role.PII:
        return ()
    if role is Role.LEAVE_REASON:
        return values.examples(_REASONS)
    counted = tuple(text for text in values.counts if ABANDONED in text.lower()) if role is Role.FLAG else ()
    common = tuple(text for text in values.examples() if text not in counted)
    return (counted + common)[:_EXAMPLES]
