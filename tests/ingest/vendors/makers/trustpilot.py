"""Trustpilot: invited reviews beside organic ones and a formula in a title; and the newer names without a source."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.ingest.vendors.writing import moments, shuffled, table

_YEAR = (datetime(2026, 1, 2, 3, 4, 5), datetime(2026, 4, 30, 22, 59, 59))


def files() -> dict[str, bytes]:
    return {"trustpilot_sources.csv": _sources(), "trustpilot_business.csv": _business()}


def _sources() -> bytes:
    """36 reviews of which 34 count with 120 stars, 12 of them with a reply; one is doubled, one has no stars."""
    stars = [5, None, *shuffled(101, {5: 12, 4: 8, 3: 4, 2: 2, 1: 7})]
    names = [
        "Domain Url", "Webshop Name", "Business Unit Id", "Review Id", "Review Created (UTC)",
        "Review Consumer User Id", "Review Username", "Review User Email", "Review Title", "Review Content",
        "Review Stars", "Source Of Review", "Reference Id", "Company Reply Date (UTC)", "Location Name",
        "Review Language",
    ]  # fmt: skip
    rows = []
    for i, (given, when) in enumerate(zip(stars, moments(*_YEAR, len(stars)), strict=True)):
        rows.append(
            ["merrivale.example", "Merrivale", "5a1b", f"rv{i:05}", when, f"u{i:04}", "Ana L", f"p{i}@example.com",
             '=HYPERLINK("http://evil.example","Win")' if i == 3 else f"Title {i}", f"Text, of number {i}", given,
             "Organic" if i % 3 else "InvitationLinkApi", None if i % 3 else f"order-{i}",
             when + timedelta(hours=30) if i % 3 == 0 else None, ("Leeds", "York")[i % 2], "en"]
        )  # fmt: skip
    return table([names, *rows, rows[0]], encoding="utf-8-sig")


def _business() -> bytes:
    """30 reviews, all of which count, with 121 stars and 15 replies on the same second."""
    stars = [4, *shuffled(102, {5: 15, 4: 7, 3: 2, 2: 3, 1: 1}), 1]
    names = [
        "Review ID", "Review Created (UTC)", "Review Stars", "Domain URL", "Review Title", "Review Content",
        "Business Reply Date (UTC)", "Location Name",
    ]  # fmt: skip
    rows = [
        [f"rv{i:05}", when, given, ("merrivale.example", "www.merrivale.example")[i % 2], f"Title {i}", f"Text {i}",
         when if i % 2 else None, None]
        for i, (given, when) in enumerate(zip(stars, moments(*_YEAR, len(stars)), strict=True))
    ]  # fmt: skip
    return table([names, *rows], end="\n")
