"""Medallia Agent Connect: requests delivered or not, answered or not; with comments as a mark or as text."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.ingest.vendors.writing import moments, shuffled, table

_WINTER = (datetime(2026, 2, 1, 8, 0), datetime(2026, 3, 31, 20, 0))


def files() -> dict[str, bytes]:
    return {"medallia_requests.csv": _requests(), "medallia_stella.csv": _stella()}


def _requests() -> bytes:
    """60 requests of which 54 were delivered and 24 answered: 12 of 5 stars, 6 of 4, 3 of 3, 3 of 1.

    Those who gave 4 or 5 stars wrote a comment.
    """
    given = shuffled(71, {5: 12, 4: 6, 3: 3, 1: 3, None: 28, "bounced": 4, "failed": 2})
    names = [
        "request_id", "request_sent_at", "request_delivery_status", "response_received_at", "star_rating", "comments",
        "channel", "employee_custom_id", "employee_first_name", "customer_custom_id", "customer_email_address",
        "language",
    ]  # fmt: skip
    rows = []
    for i, (kind, sent) in enumerate(zip([None, *given, None], moments(*_WINTER, len(given) + 2), strict=True)):
        answered = isinstance(kind, int)
        rows.append(
            [f"rq-{i}", sent, kind if kind in ("bounced", "failed") else "delivered",
             sent + timedelta(hours=5) if answered else None, kind if answered else None,
             ("Yes" if kind >= 4 else "No") if answered else None, ("email", "sms")[i % 2], f"E-{i % 6}", "Ana",
             f"C-{i % 25}", f"p{i}@example.com", "en"]
        )  # fmt: skip
    return table([names, *rows])


def _stella() -> bytes:
    """40 requests, all delivered, of which 30 were answered with a mean of 4.2 stars; ISO times and whole comments."""
    given = [5, *shuffled(72, {5: 14, 4: 9, 3: 3, 2: 3, None: 9}), None]
    names = [
        "uuid", "branding", "channel", "request_sent_at", "request_delivery_status", "response_received_at",
        "star_rating", "comments", "team_leader",
    ]  # fmt: skip
    rows = [
        [f"{i:08x}-0000-4000-8000-000000000000", "Merrivale", ("email", "chat")[i % 2],
         f"{sent:%Y-%m-%dT%H:%M:%SZ}", "delivered", f"{sent:%Y-%m-%dT%H:%M:%SZ}" if stars else None, stars,
         f"Number {i} was helped at once and kindly" if stars and i % 2 else None, "Tom Hill"]
        for i, (stars, sent) in enumerate(zip(given, moments(*_WINTER, len(given)), strict=True))
    ]  # fmt: skip
    return table([names, *rows], delimiter=";", end="\n")
