"""Setting aside: which texts of a status column mean that a record is a rehearsal, unfinished, or no customer."""

from __future__ import annotations

from collections.abc import Collection

from cxmetrics.ingest.dialect import is_total
from cxmetrics.ingest.fields import Sheet
from cxmetrics.ingest.scores import SCORES
from cxmetrics.layout import Reason, Role, SetAside

_RESPONSES: tuple[tuple[Reason, tuple[str, ...]], ...] = (
    (Reason.PREVIEW_ROW, ("survey preview", "preview")),
    (Reason.TEST_ROW, ("survey test", "test")),
    (Reason.SPAM_ROW, ("spam",)),
    (Reason.INCOMPLETE_RESPONSE, ("incomplete", "partial")),
)
_SUBSCRIPTIONS: tuple[tuple[Reason, tuple[str, ...]], ...] = (
    (Reason.NOT_A_CUSTOMER, ("trialing", "incomplete", "incomplete_expired")),
)
_NAMING = 2
"""Total rows say so in one of the first columns."""
_UNFINISHED = ("false", "no", "0")


def rules(column: str, role: Role | None, beside: Collection[Role | None]) -> tuple[SetAside, ...]:
    """The rules that a status or finished column brings with it.

    beside: the roles of all columns, which say whether the status is a customer's, a response's, or something else's.
    """
    if role is Role.FINISHED:
        return (SetAside(Reason.INCOMPLETE_RESPONSE, column, _UNFINISHED),)
    if role is not Role.STATUS:
        return ()
    known = _SUBSCRIPTIONS if Role.START in beside else _RESPONSES if SCORES.intersection(beside) else ()
    return tuple(SetAside(reason, column, texts) for reason, texts in known)


def total_rows(table: Sheet) -> tuple[SetAside, ...]:
    """The rules for rows between the records that add others up, where there are any."""
    totals = ((field.name, tuple(filter(is_total, field.values.counts))) for field in table.fields[:_NAMING])
    return tuple(SetAside(Reason.TOTAL_ROW, name, texts) for name, texts in totals if texts)
