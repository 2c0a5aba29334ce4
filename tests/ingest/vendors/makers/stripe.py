"""Stripe: a customer base with trials, requests to cancel and changes of plan, and a list of those who left alone."""

from __future__ import annotations

from tests.ingest.vendors.writing import table

_COLUMNS = (
    "id", "Customer ID", "Customer Description", "Customer Email", "Plan", "Quantity", "Currency", "Interval", "Amount",
    "Status", "Created (UTC)", "Start Date (UTC)", "Current Period Start (UTC)", "Current Period End (UTC)",
    "Trial Start (UTC)", "Trial End (UTC)", "Canceled At (UTC)", "Ended At (UTC)", "Cancellation Reason",
    "region (metadata)",
)  # fmt: skip
_NEVER = ""


def files() -> dict[str, bytes]:
    return {"stripe_base.csv": _base(), "stripe_left.csv": _left(), "stripe_feedback.csv": _feedback()}


def _base() -> bytes:
    """16 subscriptions of which 3 never paid. Of the 13, all from 2025, five ended: one in January, two each in
    February and March 2026; one more only asked to leave. One customer has two, of which the first ended.
    """
    ends = [
        ("2026-01-20 10:00", "too_expensive"), ("2026-02-03 10:00", "too_expensive"),
        ("2026-02-28 10:00", "switched_service"), ("2026-03-05 10:00", ""), ("2026-03-20 10:00", "too_expensive"),
    ]  # fmt: skip
    rows = [
        _subscription(i, "canceled", "2025-11-02 09:00", "2026-01-02 08:00", end, why)
        for i, (end, why) in enumerate(ends)
    ]
    rows.append(_subscription(5, "active", "2025-11-03 09:00", "2026-03-28 08:00", _NEVER, "too_complex"))
    rows += [_subscription(i, "active", "2025-12-10 09:00", _NEVER, _NEVER, "") for i in range(6, 12)]
    rows.append(_subscription(12, "past_due", "2025-12-11 09:00", _NEVER, _NEVER, "", customer=0))
    rows.append(_subscription(13, "trialing", "2026-03-29 09:00", _NEVER, _NEVER, ""))
    rows.append(_subscription(14, "incomplete", "2026-03-30 09:00", _NEVER, _NEVER, ""))
    rows.append(_subscription(15, "incomplete_expired", "2026-03-01 09:00", _NEVER, "2026-03-02 09:00", ""))
    return table([list(_COLUMNS), *rows])


def _left() -> bytes:
    """10 subscriptions that have all ended, separated by semicolons: six for the price, two for another service."""
    why = ["too_expensive"] * 6 + ["switched_service"] * 2 + ["unused", ""]
    rows = [
        _subscription(i, "canceled", "2024-05-01 09:00", "2026-05-02 08:00", f"2026-05-{i + 3:02} 09:00", each)
        for i, each in enumerate(why)
    ]
    return table([list(_COLUMNS), *rows], delimiter=";", end="\n")


def _feedback() -> bytes:
    """8 subscriptions of an older account ("Start (UTC)"): two ended in February 2026, one of them within its trial,
    with how they ended beside why; six go on, the latest from March 2026.
    """
    header = ["id", "Customer ID", "Customer Name", "Plan", "Status", "Created (UTC)", "Start (UTC)", "Trial End (UTC)",
              "Canceled At (UTC)", "Ended At (UTC)", "Cancellation Reason", "Cancellation Feedback"]  # fmt: skip
    rows = [
        [f"sub_{i}", f"cus_{i}", f"Person {i}", "Pro", "active" if i > 1 else "canceled", begun, begun,
         "2026-03-01 00:00" if i == 1 else "", *(ended if i < 2 else ("", "")),
         *((("cancellation_requested", "unused"), ("payment_failed", ""))[i] if i < 2 else ("", ""))]
        for i, (begun, ended) in enumerate(
            (("2026-03-04 12:00" if i == 7 else "2026-01-05 12:00"), ("2026-02-10 12:00", "2026-02-20 12:00"))
            for i in range(8)
        )
    ]  # fmt: skip
    return table([header, *rows])


def _subscription(
    i: int, status: str, start: str, asked: str, ended: str, why: str, customer: int | None = None
) -> list[object]:
    who = i if customer is None else customer
    return [
        f"sub_{i:04}", f"cus_{who:04}", f"Person {who}", f"p{who}@example.com", ("Basic", "Plus")[i % 2], 1, "gbp",
        "month", ("24.00", "34.00")[i % 2], status, start, start, start, start, "", "", asked, ended, why,
        ("North", "South")[i % 2],
    ]  # fmt: skip
