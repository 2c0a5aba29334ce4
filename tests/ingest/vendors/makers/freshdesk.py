"""Freshdesk: durations on a clock under headers that say hours, and a file with dates in their place."""

from __future__ import annotations

from tests.ingest.vendors.writing import table

_COLUMNS = (
    "Ticket ID", "Subject", "Status", "Priority", "Source", "Type", "Agent", "Group", "Created time", "Due by Time",
    "Resolved time", "Closed time", "Last update time", "Initial response time", "Time tracked",
    "First response time (in hrs)", "Resolution time (in hrs)", "Agent interactions", "Customer interactions",
    "Resolution status", "First response status", "Tags", "Survey results", "Full name", "Email", "Work phone",
    "Contact ID",
)  # fmt: skip


def files() -> dict[str, bytes]:
    return {"freshdesk_clocks.csv": _clocks(), "freshdesk_empty.csv": _empty()}


def _clocks() -> bytes:
    """10 tickets: 8 answered, 6 resolved, 6 rated (4 happy)."""
    replies = ["00:10:00", "00:40:00", "01:00:00", "00:10:00", "00:40:00", "00:20:00", "00:20:00", "00:06:40", "", ""]
    solved = ["01:00:00", "16:00:00", "04:00:00", "100:00:00", "00:09:36", "04:00:00", "", "", "", ""]
    ratings = ["Extremely Happy", "Happy", "Unhappy", "Very Happy", "", "Neutral", "", "Happy", "", ""]
    return table(
        [list(_COLUMNS)]
        + [
            _ticket(i, reply, done, rating, f"2026-01-{i + 5:02} 08:30:00", "")
            for i, (reply, done, rating) in enumerate(zip(replies, solved, ratings, strict=True))
        ]
    )


def _empty() -> bytes:
    """6 tickets without any duration: by the dates 4 answered after 15, 60, 30 and 30 minutes, and 2 resolved, after
    one hour and after four. Nobody was asked.
    """
    answered = ["2026-04-13 08:45:00", "2026-04-14 09:30:00", "2026-04-15 09:00:00", "2026-04-16 09:00:00", "", ""]
    resolved_at = ["2026-04-13 09:30:00", "2026-04-14 12:30:00", "", "", "", ""]
    return table(
        [list(_COLUMNS)]
        + [
            _ticket(i, "", "", "", f"2026-04-{i + 13} 08:30:00", first, resolved)
            for i, (first, resolved) in enumerate(zip(answered, resolved_at, strict=True))
        ],
        encoding="cp1252",
    )


def _ticket(
    i: int, reply: str, done: str, rating: str, opened: str, first: str, resolved: str | None = None
) -> list[object]:
    resolved = resolved if resolved is not None else opened if done else ""
    return [
        100 + i, f"Café {i}", "Resolved" if done else "Open", "Low", ("Email", "Phone")[i % 2], "Question",
        ("Ann", "Bob")[i % 2], "Care", opened, opened, resolved, "", opened, first, "00:00:00", reply,
        done, 1, 1, "Within SLA", "Within SLA", "", rating, f"Person {i}", f"p{i}@example.com", "+44 20 7946 0000",
        f"99{i}",
    ]  # fmt: skip
