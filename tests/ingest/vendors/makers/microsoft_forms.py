"""Microsoft Forms: as it comes in English; and after a German Excel, with serial dates and decimal commas."""

from __future__ import annotations

from datetime import datetime

from tests.ingest.vendors.writing import moments, shuffled, table

_JULY = (datetime(2026, 7, 3, 7, 6, 23), datetime(2026, 7, 27, 19, 6, 23))
_SERIAL_ZERO = datetime(1899, 12, 30)


def files() -> dict[str, bytes]:
    return {"microsoft_forms_english.csv": _english(), "microsoft_forms_german.csv": _german()}


def _english() -> bytes:
    """31 responses of which 28 count: 12 promoters, 9 passives and 7 detractors."""
    names = [
        "ID", "Start time", "Completion time", "Email", "Name", "How likely are you to recommend\nus to a colleague?",
        "What do you use?", "What should we change?",
    ]  # fmt: skip
    kinds = [10, *shuffled(51, {10: 6, 9: 4, 8: 5, 7: 4, 6: 4, 2: 2, 0: 1, None: 3}), 9]
    rows = [
        [i + 1, _short(when), _short(when), "anonymous", None, score, "Phone;Chat;" if i % 2 else "Phone;",
         f"Nothing at all, number {i}, it is good as it is"]
        for i, (score, when) in enumerate(zip(kinds, moments(*_JULY, len(kinds)), strict=True))
    ]  # fmt: skip
    return table([names, *rows], encoding="utf-8-sig")


def _short(when: datetime) -> str:
    return f"{when.month}/{when.day}/{when:%y} {when:%H:%M:%S}"


def _german() -> bytes:
    """28 responses of which 27 count: 12 promoters, 8 passives and 7 detractors; one score is off the scale."""
    names = [
        "ID", "Startzeit", "Fertigstellungszeit", "E-Mail", "Name",
        "Wie wahrscheinlich ist es, dass Sie uns weiterempfehlen? (0-10)", "Wofür nutzen Sie uns?",
        "Wie viele Stunden haben Sie gewartet?",
    ]  # fmt: skip
    kinds = [10, *shuffled(52, {10: 5, 9: 5, 8: 4, 7: 4, 6: 3, 3: 4, 12: 1}), 9]
    rows = [
        [i + 1, _serial(when), _serial(when), "anonymous", "Jörg Müßig", score, "Für Büro; für zu Hause", f"{i % 3},5"]
        for i, (score, when) in enumerate(zip(kinds, moments(*_JULY, len(kinds)), strict=True))
    ]
    return table([names, *rows], delimiter=";", encoding="cp1252")


def _serial(when: datetime) -> str:
    days = (when - _SERIAL_ZERO).total_seconds() / 86400
    return f"{days:.5f}".replace(".", ",")
