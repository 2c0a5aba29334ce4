"""Google Forms: its own download with a zone behind the clock; and a German spreadsheet with scales from 1 to 10."""

from __future__ import annotations

from datetime import datetime

from tests.ingest.vendors.writing import moments, shuffled, table

_MAY = (datetime(2026, 5, 2, 0, 11, 3), datetime(2026, 5, 31, 12, 40, 0))


def files() -> dict[str, bytes]:
    return {"google_forms_download.csv": _download(), "google_forms_spreadsheet.csv": _spreadsheet()}


def _download() -> bytes:
    """34 responses of which 32 count: 15 promoters, 10 passives and 7 detractors; 21 of 32 satisfied."""
    names = [
        "Timestamp", "How likely are you to recommend us to a friend?", "Overall, how satisfied are you? (1-5)",
        "Which of these do you use?", "How important is price to you?", "Any comments?",
    ]  # fmt: skip
    scores = {10: 8, 9: 5, 8: 6, 7: 4, 6: 3, 4: 2, 0: 2}
    kinds = [10, *shuffled(41, {**scores, None: 2}), 9]
    rows = []
    for i, (score, when) in enumerate(zip(kinds, moments(*_MAY, len(kinds)), strict=True)):
        satisfied = None if score is None else 5 if score >= 9 else 4 if score == 8 else 2
        rows.append(
            [f"{when:%Y/%m/%d} {when.hour % 12 or 12}:{when:%M:%S %p} GMT+2", score, satisfied,
             ("Phone", "Phone;Chat", "Chat;Post;Phone")[i % 3], "5 - It's extremely important" if i % 4 == 0 else i % 5,
             f"All well, said number {i}, and thanks"]
        )  # fmt: skip
    return table([names, *rows], quote_all=True, end="\n")


def _spreadsheet() -> bytes:
    """40 responses from 1 to 10, with their mean of 7.1, and no NPS."""
    names = [
        "Zeitstempel",
        "E-Mail-Adresse",
        "Wie wahrscheinlich ist es, dass Sie uns weiterempfehlen (NPS)?",
        "Warum?",
    ]
    kinds = shuffled(42, {10: 10, 9: 8, 8: 6, 7: 4, 5: 4, 4: 2, 2: 2, 1: 4})
    rows = [
        [f"{when:%d.%m.%Y %H:%M:%S}", f"p{i}@example.com", score, f"Weil es so ist, wie es ist, Nummer {i}"]
        for i, (score, when) in enumerate(zip(kinds, moments(*_MAY, len(kinds)), strict=True))
    ]
    return table([names, *rows])
