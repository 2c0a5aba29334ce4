"""Zendesk: tickets with minutes and all standard columns, and a shorter file in hours with columns in another order."""

from __future__ import annotations

from collections.abc import Sequence

from tests.ingest.vendors.writing import table

_MINUTES = (
    "First reply time in minutes",
    "First reply time in minutes within business hours",
    "First resolution time in minutes",
    "First resolution time in minutes within business hours",
    "Full resolution time in minutes",
    "Full resolution time in minutes within business hours",
    "Agent wait time in minutes",
    "Agent wait time in minutes within business hours",
    "Requester wait time in minutes",
    "Requester wait time in minutes within business hours",
    "On hold time in minutes",
    "On hold time in minutes within business hours",
)
_STANDARD = (
    "Summation column", "Id", "Requester", "Requester id", "Requester external id", "Requester email",
    "Requester domain", "Submitter", "Assignee", "Group", "Subject", "Tags", "Status", "Priority", "Via", "Ticket type",
    "Created at", "Updated at", "Assigned at", "Organization", "Due date", "Initially assigned at", "Solved at",
    "Resolution time", "Satisfaction Score", "Group stations", "Assignee stations", "Reopens", "Replies", *_MINUTES,
    "Location [list]",
)  # fmt: skip


def files() -> dict[str, bytes]:
    return {"zendesk_minutes.csv": _minutes(), "zendesk_hours.csv": _hours()}


def _minutes() -> bytes:
    """12 tickets: 8 rated (6 good), 10 answered, 9 solved, of which 2 were opened again, and 1 that is open again."""
    ratings = ["Good", "Offered", "Good with comment", "Bad", "Good", "Not Offered", "Good", "Bad with comment", "Good",
               "Good", "Offered", "Not Offered"]  # fmt: skip
    replies = [10, 40, 10, 40, 20, 20, 20, 20, 5, 80, None, None]
    solved = [100, 400, 200, 200, 50, 800, 100, 400, 200, None, None, None]
    reopens = [0, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0]
    return table(
        [
            list(_STANDARD),
            *(
                _ticket(i, rating, reply, done, again)
                for i, (rating, reply, done, again) in enumerate(zip(ratings, replies, solved, reopens, strict=True))
            ),
        ]
    )


def _ticket(i: int, rating: str, reply: int | None, done: int | None, again: int) -> Sequence[object]:
    when, status = f"2026-02-{i + 3:02} 09:15", "Closed" if done else "Open"
    timed = [reply, reply, done, done, done, done, 5, 5, 7, 7, 0, 0]
    return [
        1, 5000 + i, f"Person {i}", 900 + i // 2, f"C-{i // 2}", f"p{i}@example.com", "example.com", f"Person {i}",
        ("Nia Bee", "Rhys Cole", None)[i % 3], ("Care", "Sales")[i % 2], f"Help {i}", "tag", status, "Normal",
        ("Mail", "Chat")[i % 2], "Question", when, when, when, None, None, when, when if done else None,
        done // 60 if done else None, rating, 1, 1, again, 1, *timed, ("Leeds", "York")[i % 2],
    ]  # fmt: skip


def _hours() -> bytes:
    """6 tickets without the summation column, in hours: 3 rated (2 good), 4 answered, 3 solved and 1 opened again."""
    header = ["Satisfaction Score", "Created at", "Requester", "Assignee", "Status", "Id", "First reply time in hours",
              "Full resolution time in hours", "Reopens", "Satisfaction Comment"]  # fmt: skip
    return table(
        [
            header,
            ["Good", "2026-05-01 10:00:00 +0100", "Ana", "Mo", "Solved", "81", "0.5", "8", "0", "Nice"],
            ["Offered", "2026-05-02 10:00:00 +0100", "Bea", "Mo", "Closed", "82", "2", "2", "1", ""],
            ["Bad", "2026-05-03 10:00:00 +0100", "Cem", "Li", "Solved", "83", "0.5", "4", "0", "Slow; rude"],
            ["Good", "2026-05-04 10:00:00 +0100", "Dan", "Li", "Open", "84", "2", "", "0", ""],
            ["Not Offered", "2026-05-05 10:00:00 +0100", "Eve", "Mo", "New", "85", "", "", "0", ""],
            ["Not Offered", "2026-05-06 10:00:00 +0100", "Fay", "Li", "Pending", "86", "", "", "0", ""],
        ],
        delimiter=";",
    )
