"""Genesys Cloud: interactions with lists and internal legs, and an export that stopped before it was complete."""

from __future__ import annotations

from tests.ingest.vendors.writing import table

_START = ("Full Export Completed", "Partial Result Timestamp", "Filters", "Media Type", "Users", "Remote", "Date")
_MIDDLE = ("End Date", "Duration", "Direction", "ANI", "DNIS", "Queue", "Wrap-up", "Flow")


def files() -> dict[str, bytes]:
    return {"genesys_interactions.csv": _interactions(), "genesys_cut_off.csv": _cut_off()}


def _interactions() -> bytes:
    """12 interactions in milliseconds, 2 of them internal. Of the 10 left 2 were abandoned and 8 handled, 2 shortly."""
    handled = [10_000, 160_000, 80_000, 20_000, 5_000, 320_000, 40_000, 40_000, 0, 0, 30_000, 30_000]
    rows = []
    for i, handle in enumerate(handled):
        internal, abandoned = i >= 10, i in (8, 9)
        users = "" if abandoned else "Ann Lee; Bo Day" if i == 0 else ("Ann Lee", "Bo Day")[i % 2]
        rows.append(
            ["YES", "", "Media Type: voice", "voice", users, "Remote party", f"6/{i + 12}/25 07:0{i % 10} AM",
             f"6/{i + 12}/25 07:30 AM", handle * 2 or 80_000, "Inbound", "sip:ann@example.com" if internal else
             f"tel:+1202555{i:04}", "tel:+18005550000", "Billing; Sales" if i == 1 else "Billing", "Done", "Main",
             "YES" if abandoned else "NO", handle or "", f"c-{i:04}"]
        )  # fmt: skip
    header = [*_START, *_MIDDLE, "Abandoned", "Total Handle", "Conversation ID"]
    return table([header, *rows])


def _cut_off() -> bytes:
    """6 interactions with ambiguous dates, durations on a clock, and NO in the column that says whether that is all."""
    header = [*_START, *_MIDDLE, "Conversation ID"]
    rows = [
        ["NO", "3/4/25 08:15 AM", "", "voice", "Ann Lee", "Remote", f"3/{i + 2}/25 09:00 PM", f"3/{i + 2}/25 09:05 PM",
         f"00:0{i + 1}:00.000", "Inbound", f"tel:+1202555{i:04}", "tel:+18005550000", "Billing", "", "Main", f"d-{i}"]
        for i in range(6)
    ]  # fmt: skip
    return table([header, *rows], encoding="utf-8-sig")
