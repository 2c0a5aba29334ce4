"""Survicate: two header rows with answers and comments; and one where nobody commented, with attributes of people."""

from __future__ import annotations

from datetime import datetime

from tests.ingest.vendors.writing import moments, shuffled, table

_SPRING = (datetime(2026, 3, 3, 6, 30, 12), datetime(2026, 5, 29, 18, 4, 55))


def files() -> dict[str, bytes]:
    return {"survicate_comments.csv": _comments(), "survicate_people.csv": _people()}


def _comments() -> bytes:
    """33 responses of which 30 count: 13 promoters, 11 passives and 6 detractors; comments continue the question."""
    first = [
        "Response uuid", "Respondent uuid", "Date & Time (UTC)", "Device", "Q#1: How likely are you to recommend us?",
        "", "Q#2: What do you like?", "",
    ]  # fmt: skip
    second = ["", "", "", "", "Answer", "Comment", "Answer", "Comment"]
    kinds = [10, *shuffled(81, {10: 6, 9: 5, 8: 7, 7: 4, 6: 3, 2: 2, 0: 1, None: 2}), 9]
    rows = [
        [f"resp-{i:04}", f"who-{i % 20:03}", when, ("desktop", "mobile")[i % 2], score,
         f"Because of number {i}" if i % 2 else None, ("Speed", "Price", "People")[i % 3], None]
        for i, (score, when) in enumerate(zip(kinds, moments(*_SPRING, len(kinds)), strict=True))
    ]  # fmt: skip
    return table([first, second, *rows, rows[0]])


def _people() -> bytes:
    """28 responses of which 26 count: satisfaction from 1 to 5, 17 of 26 satisfied; names and addresses besides."""
    first = [
        "Response uuid", "Respondent uuid", "First name", "Last name", "Email", "Date & Time (UTC)",
        "Q#1: Overall, how satisfied are you with us?", "Q#2: How easy was it to get help? (1 = hard, 7 = easy)",
    ]  # fmt: skip
    second = [""] * 6 + ["Answer", "Answer"]
    kinds = [5, *shuffled(82, {5: 9, 4: 6, 3: 5, 1: 4, None: 2}), 4]
    rows = [
        [f"resp-{i:04}", f"who-{i:03}", "Ana", "Lee", f"p{i}@example.com", when, score, None if score is None else 7]
        for i, (score, when) in enumerate(zip(kinds, moments(*_SPRING, len(kinds)), strict=True))
    ]
    return table([first, second, *rows], delimiter=";", encoding="utf-8-sig")
