"""Keys: the column that tells one record from another, the person it is about, and whoever served them."""

from __future__ import annotations

import re
from collections.abc import Collection

from cxmetrics.ingest.fields import Field
from cxmetrics.layout import Role, Type

_KEY = re.compile(r"(\b(id|ids|no|number|nr|ref|reference|key|uuid|guid)|#)$|^(id|uuid) |^person$")
_RECORD = re.compile(
    r"\b(response|respondent|ticket|call|case|conversation|interaction|record|review|survey|submission|order"
    r"|subscription|request)\b|^(id|uuid|#)$"
)
_PERSON = re.compile(
    r"\b(customer|client|user|contact|requester|account|member|subscriber|person|external|patient|guest)\b"
)
_STAFF = re.compile(
    r"\b(employee|agent|assignee|staff|representative|rep|advisor|adviser|operator|handled by|csr|worker)\b"
)
_NAME = re.compile(rf"^{_STAFF.pattern}( name)?$|^assigned to$")
_NEVER = re.compile(r"\b(phone|mobile|telephone|fax|postal|zip|tax|vat)\b")
_RECORD_REPEATS, _PEOPLE_REPEAT = 0.9, 0.95


def keyed(fields: Collection[Field], *, dated: bool) -> dict[int, Role]:
    """Roles by position: id, person and agent.

    dated: whether records are events with a date; then a customer's or an employee's number is never the record's
    own, however seldom it repeats, because the same customer's next answer would replace the last one.
    """
    keys = [field for field in fields if _is_key(field)]
    people = [field for field in keys if _PERSON.search(field.words) and not _RECORD.search(field.words)]
    staff = [field for field in keys if _STAFF.search(field.words)]
    found: dict[int, Role] = {}
    records = [field for field in keys if field not in people and field not in staff]
    records.sort(key=lambda field: _RECORD.search(field.words) is None)
    own = [field for field in records if _distinct(field) >= _RECORD_REPEATS]
    if not own and not dated:
        own = [field for field in (*people, *staff) if _distinct(field) >= _PEOPLE_REPEAT]
    if own:
        found[own[0].position] = Role.ID
    for field in people:
        if field.position not in found:
            found[field.position] = Role.PERSON
            break
    names = [field for field in fields if _NAME.search(field.words) and field.reading.type is Type.TEXT]
    for field in (*staff, *names):
        if field.position not in found and field.values.distinct * 2 <= field.values.filled:
            found[field.position] = Role.AGENT
            break
    return found


def repeating_keys(fields: Collection[Field]) -> tuple[Field, ...]:
    """The columns that are named after a record's number, but repeat too often to be one."""
    return tuple(
        field
        for field in fields
        if _is_key(field)
        and _RECORD.search(field.words)
        and not _PERSON.search(field.words)
        and _distinct(field) < _RECORD_REPEATS
    )


def _is_key(field: Field) -> bool:
    if not field.values.counts or field.reading.type is Type.TIME or field.title.option is not None:
        return False
    return _KEY.search(field.words) is not None and not _NEVER.search(field.words)


def _distinct(field: Field) -> float:
    return field.values.distinct / max(1, field.values.filled)
