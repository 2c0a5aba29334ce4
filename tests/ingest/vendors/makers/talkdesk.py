"""Talkdesk: calls below a line that names the report, and a file whose talk times are fractions of a day."""

from __future__ import annotations

from tests.ingest.vendors.writing import table

_COLUMNS = ("Interaction ID", "Call Type", "Start Time", "End Time", "Talkdesk Phone Number", "Customer Phone Number",
            "Talk Time", "Agent Name")  # fmt: skip


def files() -> dict[str, bytes]:
    return {"talkdesk_calls.csv": _calls(), "talkdesk_days.csv": _days()}


def _calls() -> bytes:
    """12 calls: 6 in, 2 abandoned, 1 missed, 3 out; 9 talked, 2 of them under 15 seconds. Seconds, below a preamble."""
    kinds = ["inbound"] * 6 + ["abandoned", "short_abandoned", "missed"] + ["outbound"] * 3
    talks = [10, 1000, 100, 50, 200, 5, 0, 0, 0, 2000, 400, 25]
    rows = [
        _call(i, kind, talk, "" if kind in ("abandoned", "short_abandoned", "missed") else ("Ann Lee", "Bo Day")[i % 2])
        for i, (kind, talk) in enumerate(zip(kinds, talks, strict=True))
    ]
    return table([["Calls report - last 30 days"], list(_COLUMNS), *rows])


def _days() -> bytes:
    """5 calls that were answered: six seconds are 0.000069 of a day."""
    rows = [_call(i, "inbound", f"{0.000069 * (i + 1):.6f}", "Ann Lee") for i in range(5)]
    return table([list(_COLUMNS), *rows])


def _call(i: int, kind: str, talk: object, agent: str) -> list[object]:
    when = f"2022-06-{i + 10} 16:42"
    return [f"74458c25{i:04}", kind, f"{when}:24", f"{when}:58", "+14704678413", f"+1775382{i % 7:04}", talk, agent]
