"""SurveyMonkey: two header rows with continued questions; and one saved in Windows-1252 without the tool's e-mails."""

from __future__ import annotations

from datetime import datetime

from tests.ingest.vendors.writing import moments, shuffled, table

_OWN = [
    "Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address", "First Name",
    "Last Name", "Custom Data 1",
]  # fmt: skip
_WORDS = {10: "10 - Extremely likely", 0: "0 - Not at all likely"}


def files() -> dict[str, bytes]:
    return {"surveymonkey_continued.csv": _continued(), "surveymonkey_windows.csv": _windows()}


def _continued() -> bytes:
    """35 responses of which 30 count: 14 promoters, 9 passives and 7 detractors; months stand before days."""
    first = [
        *_OWN, "How likely is it that you would\nrecommend <b>us</b> to a friend or colleague?",
        "Which of these did you use? (Select all that apply.)", "", "", "Why did you choose that score?",
    ]  # fmt: skip
    second = [""] * len(_OWN) + ["Response", "Phone", "Chat", "Other (please specify)", "Open-Ended Response"]
    scores = {10: 6, 9: 6, 8: 5, 7: 4, 6: 3, 4: 2, 0: 2}
    kinds = [10, *shuffled(11, {**scores, "stopped": 2, "blank": 2}), 9]
    rows = []
    for i, (kind, when) in enumerate(zip(kinds, moments(*_WINTER, len(kinds)), strict=True)):
        score = _WORDS.get(kind, kind) if isinstance(kind, int) else None
        rows.append(
            [11000 + i, (401, 402)[i % 2], f"{when:%m/%d/%Y %I:%M:%S %p}",
             None if kind == "stopped" else f"{when:%m/%d/%Y %I:%M:%S %p}", f"192.0.2.{i}", f"p{i}@example.com", "Ana",
             "Lee", f"C-{i % 9}", score, "Phone" if i % 2 else None, None if i % 3 else "Chat",
             "Letter, by post" if i == 5 else None, f"Reason {i}: because it was quick"]
        )  # fmt: skip
    return table([first, second, *rows, rows[0]])


_WINTER = (datetime(2026, 1, 4, 8, 30, 5), datetime(2026, 2, 27, 21, 15, 0))


def _windows() -> bytes:
    """26 responses of which 24 count; satisfaction from 1 to 5 and a table of three questions, no dates at all."""
    first = [
        "Respondent ID",
        "Overall, how satisfied are you with our café?",
        "Please rate us",
        "",
        "",
        "Anything else?",
    ]
    second = ["", "Response", "Speed – of service", "Price", "Staff", "Open-Ended Response"]
    scores = {5: 9, 4: 6, 3: 4, 2: 2, 1: 3}
    kinds = shuffled(12, {**scores, None: 2})
    rows = [
        [7000 + i, kind, i % 5 + 1, 5 - i % 5, 3, "Très bien – merci" if i % 4 == 0 else None]
        for i, kind in enumerate(kinds)
    ]
    # a respondent who chose a sixth point that the scale does not have
    rows[next(i for i, kind in enumerate(kinds) if kind is None)][1] = 6
    return table([first, second, *rows], encoding="cp1252")
