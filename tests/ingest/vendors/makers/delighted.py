"""Delighted: several kinds of survey in one dump of its API; and the same in another order, with people spelled out."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from tests.ingest.vendors.writing import moments, shuffled, table

_NAMES = ["id", "person", "survey_type", "score", "comment", "permalink", "created_at", "updated_at"]
_SPRING = (datetime(2026, 4, 1, 0, 30, tzinfo=UTC), datetime(2026, 5, 31, 23, 30, tzinfo=UTC))


def files() -> dict[str, bytes]:
    return {"delighted_kinds.csv": _kinds(), "delighted_reordered.csv": _reordered()}


def _kinds() -> bytes:
    """45 responses: 20 of NPS, 12 of CSAT, 7 of CES count; 3 thumbs, 1 blank, 1 off its scale, 1 doubled do not."""
    answers = {
        ("nps", 10): 5, ("nps", 9): 3, ("nps", 8): 4, ("nps", 7): 2, ("nps", 5): 3, ("nps", 0): 1,
        ("csat", 5): 4, ("csat", 4): 4, ("csat", 2): 4, ("ces", 7): 3, ("ces", 6): 2, ("ces", 2): 2,
        ("thumbs", 1): 3, ("nps", None): 1, ("csat", 9): 1,
    }  # fmt: skip
    given = [("nps", 10), *shuffled(21, answers), ("nps", 9)]
    rows = [
        [f"2105{i:05}", 1046700000 + i % 30, kind, score, f"Note {i}", f"https://delighted.example/r/{i}",
         int(when.timestamp()), int(when.timestamp()) + 60]
        for i, ((kind, score), when) in enumerate(zip(given, moments(*_SPRING, len(given)), strict=True))
    ]  # fmt: skip
    return table([_NAMES, *rows, rows[0]], end="\n")


def _reordered() -> bytes:
    """30 responses to one kind of survey; the person is an object with a name and an address."""
    answers = {10: 9, 9: 5, 8: 6, 7: 2, 6: 3, 3: 3}
    given = [10, *shuffled(22, answers), 3]
    names = ["created_at", "score", "survey_type", "comment", "person", "id", "permalink", "tags"]
    rows = [
        [int(when.timestamp()), score, "NPS", None if i % 2 else "Quick\nand kind",
         json.dumps({"id": str(i), "email": f"p{i}@example.com", "name": "Ana"}), str(9000 + i),
         f"https://delighted.example/r/{i}", "[]"]
        for i, (score, when) in enumerate(zip(given, moments(*_SPRING, len(given)), strict=True))
    ]  # fmt: skip
    return table([names, *rows])
