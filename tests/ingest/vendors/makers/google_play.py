"""Google Play: a monthly report in UTF-16 with ratings that have no text; and one without a byte order mark."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.ingest.vendors.writing import moments, shuffled, table

_NAMES = [
    "Package Name", "App Version Code", "App Version Name", "Reviewer Language", "Device",
    "Review Submit Date and Time", "Review Submit Millis Since Epoch", "Review Last Update Date and Time",
    "Review Last Update Millis Since Epoch", "Star Rating", "Review Title", "Review Text",
    "Developer Reply Date and Time", "Developer Reply Millis Since Epoch", "Developer Reply Text", "Review Link",
]  # fmt: skip
_JUNE = (datetime(2026, 6, 1, 0, 3, 17, tzinfo=UTC), datetime(2026, 6, 30, 23, 41, 12, tzinfo=UTC))


def files() -> dict[str, bytes]:
    return {"google_play_june.csv": _june("utf-16"), "google_play_no_mark.csv": _june("utf-16-le")}


def _june(encoding: str) -> bytes:
    """41 ratings of which 40 count with a mean of 3.7; 20 have a text, 10 of those a reply, and one is doubled."""
    stars = [5, *shuffled(91, {5: 17, 4: 7, 3: 4, 2: 4, 1: 6}), 4]
    rows = []
    for i, (given, when) in enumerate(zip(stars, moments(*_JUNE, len(stars)), strict=True)):
        told, answered = i % 2 == 0, i % 4 == 0
        reply = when + timedelta(days=1)
        rows.append(
            ["com.example.app", 210 + i % 2, f"2.{i % 2}", ("en", "pt", "ja")[i % 3], "a06", _iso(when), _ms(when),
             _iso(when), _ms(when), given, None, f"Works, mostly 😄\nnumber {i}" if told else None,
             _iso(reply) if answered else None, _ms(reply) if answered else None, "Thank you!" if answered else None,
             f"https://play.example/review?id={i:04}" if told else None]
        )  # fmt: skip
    return table([_NAMES, *rows, rows[0]], encoding=encoding, end="\n")


def _iso(when: datetime) -> str:
    return f"{when:%Y-%m-%dT%H:%M:%SZ}"


def _ms(when: datetime) -> int:
    return round(when.timestamp() * 1000)
