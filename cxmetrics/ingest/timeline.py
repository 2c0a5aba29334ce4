"""The timeline: which of a file's dates says when a record happened, or from when until when it lasted."""

from __future__ import annotations

import re
from collections.abc import Collection

from cxmetrics.ingest.fields import Field
from cxmetrics.layout import Role, Type

_OPEN_ENDED = 0.2
_REPLY = re.compile(r"\b(reply|replied)\b")
_NEVER = re.compile(r"\b(birth|dob|birthday|due|expir\w*)\b")
_STARTED = re.compile(
    r"\b(start|started|hire|hired|joined|joining|sign ?up|signed up|member since|activat\w*|begin|began)\b"
)
_CREATED = re.compile(r"\b(created|opened|received|date of call|called)\b")
_ENDED = re.compile(r"\b(end|ended|terminat\w*|left|leaving|exit|churn\w*)\b")
_CANCELLED = re.compile(r"\bcancel\w*\b")
_LASTING = re.compile(r"\b(hire|hired|terminat\w*|employ\w*|subscri\w*|contract|churn\w*|cancel\w*)\b")
_ANSWERED = re.compile(r"\b(record\w*|submit\w*|complet\w*|respon\w*|received|answered)\b")
_ITSELF = re.compile(r"^(date|day|time|timestamp|when|date (and |& )?time|date ?time)\b")


def dated(fields: Collection[Field], *, survey: bool, busy: bool) -> dict[int, Role]:
    """Roles by position of the columns that hold times.

    survey: whether the file has scores, whose date is when they were given. busy: whether it has scores or durations,
    so that an end which is often blank means an unfinished call rather than somebody who is still there.
    """
    times = [field for field in fields if field.reading.type is Type.TIME and not _NEVER.search(field.words)]
    replies = [field for field in times if _REPLY.search(field.words)]
    found = {field.position: Role.REPLY_AT for field in replies}
    rest = [field for field in times if field not in replies]
    # where nobody has left yet, the day of leaving is an empty column
    blank = [field for field in fields if not field.values.counts and _ENDED.search(field.words)]
    if span := _span(rest, blank, busy):
        start, end = span
        return found | {start.position: Role.START, end.position: Role.END}
    order = (
        (_ANSWERED, _ENDED, _ITSELF, _CREATED, _STARTED) if survey else (_ITSELF, _STARTED, _CREATED, _ANSWERED, _ENDED)
    )
    filled = [field for field in rest if field.values.filled * 2 >= field.values.records]
    date = _first(filled, *order) or next(iter(filled or rest), None)
    return found | ({date.position: Role.DATE} if date else {})


def _first(fields: Collection[Field], *forms: re.Pattern[str]) -> Field | None:
    return next((field for form in forms for field in fields if form.search(field.words)), None)


def _span(fields: list[Field], blank: list[Field], busy: bool) -> tuple[Field, Field] | None:
    start = _first(fields, _STARTED, _CREATED)
    # the day somebody asked to cancel is not yet the day they left
    end = _first([field for field in (*fields, *blank) if field is not start], _ENDED, _CANCELLED)
    if not start or not end:
        return None
    lasting = any(_LASTING.search(field.words) for field in (*fields, *blank))
    open_ended = not busy and end.values.filled <= (1 - _OPEN_ENDED) * end.values.records
    return (start, end) if lasting or open_ended else None
