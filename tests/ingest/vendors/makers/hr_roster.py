"""HR rosters: one with every oddity of leaving, and one under other names, with days before months."""

from __future__ import annotations

from datetime import date

from tests.ingest.vendors.writing import table

_NOBODY = ""


def files() -> dict[str, bytes]:
    return {"hr_roster_spells.csv": _spells(), "hr_roster_days.csv": _days()}


def _spells() -> bytes:
    """13 spells, one of which ends before it starts. Of the 12 that count all but one began in 2024, and 4 have ended:
    in February, May (2) and August 2025, three of them by choice. One will leave in 2099, and E-2 came back in March
    2025 after leaving in February.
    """
    ended = [("2025-02-10", "Voluntary"), ("2025-05-05", "Voluntary"), ("2025-05-20", "Involuntary"),
             ("2025-08-08", "Voluntary")]  # fmt: skip
    rows = [_spell(i + 2, "2024-03-15", last, why) for i, (last, why) in enumerate(ended)]
    rows.append(_spell(2, "2025-03-03", _NOBODY, ""))
    rows.append(_spell(7, "2024-06-10", "2099-12-31", "Voluntary"))
    rows.append(_spell(8, "2024-06-10", "2023-01-01", "Voluntary"))
    rows += [_spell(i, "2024-09-02", _NOBODY, "") for i in range(9, 15)]
    header = ["Employee ID", "Name", "Department", "Location", "Level", "Manager", "Hire Date", "Termination Date",
              "Termination Type"]  # fmt: skip
    return table([header, *rows])


def _spell(number: int, hired: str, left: str, why: str) -> list[object]:
    return [f"E-{number}", f"Person {number}", ("Care", "Field")[number % 2], "Leeds", ("Agent", "Lead")[number % 2],
            "Isla Dunn", hired, left, why]  # fmt: skip


def _days() -> bytes:
    """8 employees in a European file: 3 left in 2025, of whom one gave no reason."""
    left = {1: (date(2025, 4, 14), "Retired"), 4: (date(2025, 7, 28), "Resigned"), 6: (date(2025, 9, 30), "")}
    rows = [
        [1000 + i, f"Person {i}", f"p{i}@example.com", ("Care", "Shop")[i % 2], f"{i + 13}/01/2022",
         f"{left[i][0]:%d/%m/%Y}" if i in left else "", left[i][1] if i in left else ""]
        for i in range(8)
    ]  # fmt: skip
    header = ["Employee Number", "Full Name", "Work Email", "Team", "Date of Hire", "Leaving Date", "Leaving Reason"]
    return table([header, *rows], delimiter=";", encoding="utf-8-sig")
