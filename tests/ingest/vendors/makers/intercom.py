"""Intercom: ratings as they come, and a file with remarks that break lines, odd ratings and two ratings of one."""

from __future__ import annotations

from datetime import datetime

from tests.ingest.vendors.writing import moments, shuffled, table

_COLUMNS = ("Conversation rating remark", "Conversation rating", "User name", "Company name", "Agent rated type")


def files() -> dict[str, bytes]:
    return {"intercom_ratings.csv": _ratings(), "intercom_remarks.csv": _remarks()}


def _ratings() -> bytes:
    """16 conversations of which 15 are rated: 11 with 4 or 5, 4 below; 4 of all are a bot's."""
    ratings = shuffled(31, {5: 7, 4: 4, 3: 1, 2: 1, 1: 2, None: 1})
    times = moments(datetime(2026, 1, 5, 9), datetime(2026, 2, 27, 17, 30), len(ratings))
    rows = [
        [f"2154780000{i:02}", when, f"Remark {i}", rating, f"User {i}", "Acme", "Chatbot" if i % 4 == 1 else "Teammate"]
        for i, (rating, when) in enumerate(zip(ratings, times, strict=True))
    ]
    return table([["Conversation ID", "Updated at (America/New_York)", *_COLUMNS], *rows])


def _remarks() -> bytes:
    """10 records of which 7 count: 5 with 4 or 5. One is rated 6, one has no date, one conversation occurs twice."""
    rows = [
        ["7001", "2026-03-02 08:00:00", "Fast,\nand kind", 5, "Ana", "", "Teammate", "Mo"],
        ["7002", "2026-03-02 09:30:00", '=HYPERLINK("http://example.com")', 4, "Bea", "", "Teammate", "Mo"],
        ["7003", "2026-03-03 10:00:00", 'He said "no"', 1, "Cem", "", "Teammate", "Li"],
        ["7004", "2026-03-04 10:00:00", "", 6, "Dan", "", "Teammate", "Li"],
        ["7005", "", "Thanks", 5, "Eve", "", "Teammate", "Li"],
        ["7006", "2026-03-05 10:00:00", "Très bien", 5, "Fay", "", "Teammate", "Li"],
        ["7007", "2026-03-06 10:00:00", "", 2, "Gus", "", "Teammate", "Mo"],
        ["7008", "2026-03-07 10:00:00", "", 5, "Hal", "", "Teammate", "Mo"],
        ["7008", "2026-03-07 10:05:00", "", 1, "Hal", "", "Teammate", "Mo"],
        ["7009", "2026-03-31 23:59:00", "Great", 4, "Ida", "", "Teammate", "Mo"],
    ]
    header = ["Conversation ID", "Updated at (Europe/Dublin)", *_COLUMNS, "Last teammate rated"]
    return table([header, *rows], encoding="utf-8-sig", quote_all=True, end="\n")
