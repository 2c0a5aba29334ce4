"""Stripe subscriptions: one row a subscription, from its start to the day it ended, which is not the day of notice.

Status and reasons are those of Stripe's subscription object: trialing and incomplete ones never paid; reason is
cancellation_requested, payment_disputed or payment_failed, feedback one of eight words (hexdocs.pm/tiger_stripe,
Stripe.Resources.Subscription.CancellationDetails). Times are UTC, as the headers say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cxmetrics.ingest.fields import Field, Sheet
from cxmetrics.ingest.formats import generic, known
from cxmetrics.ingest.formats.format import Decisions, Format
from cxmetrics.ingest.records import Record
from cxmetrics.ingest.zones import zone_of_header
from cxmetrics.layout import Reason, Role, SetAside

_TELLING = ("canceled at utc", "ended at utc", "customer id")
_USUAL = ("id", "status", "created utc", "start date utc")
_ROLES: dict[str, Role | None] = {
    "id": Role.ID,
    "customer id": Role.PERSON,
    "customer name": Role.PII,
    "customer email": Role.PII,
    "customer description": Role.PII,
    "customer phone": Role.PII,
    "status": Role.STATUS,
    "plan": Role.SEGMENT,
    "product": Role.SEGMENT,
    "interval": Role.SEGMENT,
    "coupon": Role.SEGMENT,
    "amount": Role.AMOUNT,
    "quantity": None,
    "created utc": None,
    "start date utc": None,
    "start utc": None,
    "canceled at utc": None,
    "ended at utc": None,
    "cancellation reason": Role.LEAVE_REASON,
    "cancellation feedback": Role.LEAVE_REASON,
    "cancellation comment": Role.VERBATIM,
}
_REASONS = ("cancellation reason", "cancellation feedback")
_ENDINGS = ("cancellation_requested", "payment_disputed", "payment_failed")
_STARTS = ("start date utc", "start utc", "created utc")
_UNPAID = ("past_due", "unpaid")
_NEVER_PAID = ("trialing", "incomplete", "incomplete_expired")


def _recognise(head: Sequence[Record]) -> float:
    return known.likeness(head, _TELLING, _USUAL)


def _decide(sheet: Sheet) -> Decisions:
    roles = known.roles(sheet, _ROLES)
    start, end, status = known.filled(sheet, _STARTS), known.named(sheet, "ended at utc"), known.named(sheet, "status")
    how, why = (known.named(sheet, name) for name in _REASONS)
    if how and why and why.values.counts and how.values.among(*_ENDINGS) == 1:
        roles[how.position] = None  # how it ended is no reason beside one that was given
    if start:
        # a start asks who left of those who were there, which a list of leavers cannot tell
        roles[start.position] = Role.START if end and not _whole(sheet, "ended at utc") else Role.DATE
    if end:
        roles[end.position] = Role.END
    return Decisions(
        roles,
        set_aside=(SetAside(Reason.NOT_A_CUSTOMER, status.name, _NEVER_PAID),) if status else (),
        timezone=zone_of_header(start.label) if start else None,
        warnings=tuple(_warnings(sheet, end)),
    )


def _whole(sheet: Sheet, name: str) -> bool:
    """Whether a column is filled in every record: where all have left or cancelled, the file is no customer base."""
    field = known.named(sheet, name)
    return field is not None and field.values.filled == field.values.records > 0


def _in_trial(sheet: Sheet, end: Field) -> Iterator[bool]:
    trial = known.named(sheet, "trial end utc")
    for record in sheet.records if trial else ():
        # both are written alike, year first
        yield bool(trial and "" < record[end.position] <= record[trial.position])


def _warnings(sheet: Sheet, end: Field | None) -> Iterator[str]:
    if end is None:
        yield (
            'There is no column "Ended At", and a cancel request is not the end: this file cannot say how many left. '
            "Export it with that column."
        )
    elif _whole(sheet, "ended at utc") or _whole(sheet, "canceled at utc"):
        yield (
            "Every subscription in this file was cancelled: these are only the ones who left, not the customers they "
            "left from. Reasons can be compared; a share of customers lost would say nothing of the rest."
        )
    customer = known.named(sheet, "customer id")
    status = known.named(sheet, "status")
    if status and (unpaid := status.values.among(*_UNPAID)):
        many = f"{unpaid:.0%}" if unpaid >= 0.01 else "under 1%"
        yield f'"{status.label}" is past_due or unpaid for {many}: they count as customers until they have ended.'
    if end and (brief := sum(_in_trial(sheet, end))):
        yield (
            f"{brief} of {len(sheet.records)} subscriptions ended within their trial. They count as customers lost, "
            "because their status does not say that they never paid."
        )
    if customer and (again := customer.values.filled - customer.values.distinct):
        yield (
            f'"{customer.label}" repeats in {again} of {len(sheet.records)} subscriptions. Subscriptions are counted, '
            "so a change of plan that starts a new one is a loss."
        )
    for field in sheet:
        if field.words not in _REASONS or not field.values.counts:
            continue
        if field.values.among(*_ENDINGS) == 1:
            yield f'"{field.label}" says how subscriptions ended, not why their customers left.'
        else:
            yield (
                f'"{field.label}" is known of those alone who were asked while they cancelled: no sample of all who '
                "leave, nor of all customers."
            )


FORMAT = Format("stripe", _recognise, lambda _: 1, generic.FORMAT.titles, _decide)
