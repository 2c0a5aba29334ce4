"""Typeform: questions with markup, partial responses without a submit date, and the layout before response types."""

from __future__ import annotations

from datetime import datetime

from tests.ingest.vendors.writing import moments, shuffled, table

_SUMMER = (datetime(2026, 6, 1, 0, 0, 9), datetime(2026, 6, 30, 23, 59, 1))


def files() -> dict[str, bytes]:
    return {"typeform_partials.csv": _partials(), "typeform_older.csv": _older()}


def _partials() -> bytes:
    """36 responses of which 30 count: 16 promoters, 8 passives and 6 detractors."""
    names = [
        "#", "How likely are you to recommend <strong>us</strong>&nbsp;to a friend?",
        "Thank you, {{field:1}}!\nWhat could we do better?", "Email", "Response Type", "Start Date (UTC)",
        "Stage Date (UTC)", "Submit Date (UTC)", "Network ID", "Tags", "Ending",
    ]  # fmt: skip
    scores = {10: 9, 9: 5, 8: 5, 7: 3, 6: 3, 5: 1, 0: 2}
    kinds = [10, *shuffled(31, {**scores, "started": 2, "partial": 2, "blank": 2}), 9]
    rows = []
    for i, (kind, when) in enumerate(zip(kinds, moments(*_SUMMER, len(kinds)), strict=True)):
        stopped = kind in ("started", "partial")
        score = kind if isinstance(kind, int) else 8 if kind == "partial" else None
        rows.append(
            [f"t{i:030}", score, f"More of it, please, number {i}", f"p{i}@example.com",
             kind if stopped else "completed", when, when if kind == "partial" else None, None if stopped else when,
             f"{i % 7:010x}", None, ("Promoters", "Thanks")[i % 2]]
        )  # fmt: skip
    return table([names, *rows])


def _older() -> bytes:
    """25 responses of which 23 count, in the layout without types; opinions are rated from 1 to 5."""
    names = [
        "#", "Overall, how satisfied are you?", "Which tools do you use?", "Start Date (UTC)", "Submit Date (UTC)",
        "Network ID",
    ]  # fmt: skip
    kinds = [5, *shuffled(32, {5: 8, 4: 7, 3: 3, 1: 3, "stopped": 2}), 1]
    rows = [
        [f"{i:032x}", 3 if kind == "stopped" else kind, "Phone;Chat" if i % 2 else "Phone", when,
         None if kind == "stopped" else when, f"{i:010x}"]
        for i, (kind, when) in enumerate(zip(kinds, moments(*_SUMMER, len(kinds)), strict=True))
    ]  # fmt: skip
    return table([names, *rows], end="\n")
