"""A monthly summary by hand: with a preamble and totals below; and a German one with a total of each year inside."""

from __future__ import annotations

from tests.ingest.vendors.writing import table

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun"]


def files() -> dict[str, bytes]:
    return {"monthly_summary_board.csv": _board(), "monthly_summary_years.csv": _years()}


def _board() -> bytes:
    """Six months of 100, 200, 100, 50, 150 and 400 answers; 539 promoters and 175 detractors among the 1,000."""
    shares = [(100, 50, 20), (200, 55, 15), (100, 60, 20), (50, 40, 30), (150, 50, 20), (400, 56, 15)]
    rows = [
        [f"{month} 2026", n, f"{up}%", f"{down}%", up - down]
        for month, (n, up, down) in zip(_MONTHS, shares, strict=False)
    ]
    return table(
        [
            ["Customer loyalty report, prepared for the board"],
            [],
            ["Month", "Responses", "%Promoters", "%Detractors", "NPS"],
            *rows,
            ["Total", 1000, "54%", "17%", 37],
            ["Target", None, None, None, 45],
            ["Source: survey tool, exported by hand"],
        ]
    )


def _years() -> bytes:
    """Fifteen months of 200 answers with a total of each year among them; one printed score is wrong.

    Odd months have 102 promoters and even ones 100; every month has 41 detractors.
    """
    rows: list[list[object]] = []
    for year, months in ((2025, 12), (2026, 2)):
        for month in range(1, months + 1):
            up, down = 50 + month % 2, 20
            score = 99 if (year, month) == (2025, 4) else up - down
            rows.append([f"{year}-{month:02}", 200, f"{up},0", f"{down},5", score])
        rows.append([f"Total {year}", 200 * months, "50,5", "20,5", 30])
    rows.append(["2026-03", 200, "51,0", "20,5", 31])
    return table(
        [["Month", "Responses", "Promoters %", "Detractors %", "NPS"], *rows], delimiter=";", encoding="cp1252"
    )
