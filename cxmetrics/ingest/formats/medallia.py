"""Medallia Agent Connect (once Stella Connect): one row a request for feedback, whether anybody answered or not.

Fields by their names in a public tap for Singer (tap-stella-connect, stream "data") and in a public LookML view of the
same table: request_id, request_sent_at, request_delivery_status, response_received_at, star_rating, comments (a yes or
no: whether one exists), custom ids of customer, employee and team leader.
"""

from __future__ import annotations

from collections.abc import Sequence

from cxmetrics.ingest.fields import Field, Sheet
from cxmetrics.ingest.formats import known
from cxmetrics.ingest.formats.format import Decisions, Format
from cxmetrics.ingest.names import titles
from cxmetrics.ingest.records import Record
from cxmetrics.layout import Reason, Role, SetAside

_TELLING = ("request sent at", "request delivery status", "response received at")
_USUAL = ("request id", "star rating", "comments")
_COLUMNS: dict[str, Role | None] = {
    "request id": Role.ID,
    "uuid": Role.ID,
    "sequence id": None,
    "request created at": None,
    "request delivery status": Role.STATUS,
    "response received at": Role.REPLY_AT,
    "star rating": Role.STARS_1_5,
    "customer full name": Role.PII,
    "customer email": Role.PII,
    "customer email address": Role.PII,
    "employee email": Role.PII,
    "employee email address": Role.PII,
    "employee first name": Role.PII,
    "employee last name": Role.PII,
    "team leader": Role.PII,
    "team leader full name": Role.PII,
    "ext interaction id": None,
    "external url": None,
    "channel": Role.SEGMENT,
    "brand": Role.SEGMENT,
    "branding": Role.SEGMENT,
    "country": Role.SEGMENT,
    "language": Role.SEGMENT,
    "survey name": Role.SEGMENT,
    "requested via": Role.SEGMENT,
}
_FIRST = {
    Role.DATE: ("request sent at", "request created at"),
    Role.PERSON: ("customer custom id", "customer id"),
    Role.AGENT: ("employee custom id", "employee id"),
}
_REACHED = ("delivered", "sent", "opened", "clicked", "responded", "completed", "success")
_LOST = (
    "bounced", "bounce", "hard_bounce", "soft_bounce", "failed", "failure", "undelivered", "undeliverable",
    "not delivered", "not_delivered", "rejected", "blocked", "error", "suppressed", "dropped", "invalid", "unsent",
    "not sent", "not_sent", "canceled", "cancelled", "skipped", "throttled", "opted out", "opted_out", "unsubscribed",
)  # fmt: skip
_YES_NO = ("yes", "no", "true", "false", "1", "0", "y", "n", "t", "f")


def _recognise(head: Sequence[Record]) -> float:
    return known.likeness(head, _TELLING, _USUAL)


def _decide(sheet: Sheet) -> Decisions:
    roles = known.roles(sheet, _COLUMNS, first=_FIRST)
    if comments := known.named(sheet, "comments"):
        roles[comments.position] = Role.FLAG if comments.values.among(*_YES_NO) == 1 else Role.VERBATIM
    status = known.named(sheet, "request delivery status")
    caveat = "Stars are those of the customers who answered; the response rate says how many did not."
    return Decisions(
        roles,
        set_aside=(SetAside(Reason.NO_SCORE, status.name, _LOST),) if status else (),
        warnings=_unknown(status) if status else (),
        caveats=(caveat,) if known.named(sheet, "star rating") else (),
    )


def _unknown(status: Field) -> tuple[str, ...]:
    odd = [text for text in status.values.counts if text.lower() not in (*_REACHED, *_LOST)]
    return (f'"{status.label}" also says {", ".join(odd)}, which is taken for delivered.',) if odd else ()


FORMAT = Format("medallia", _recognise, lambda _: 1, titles, _decide)
