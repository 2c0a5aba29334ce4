"""Five9: a call log with all 25 columns, and a report with fewer, in another order, of outbound campaigns alone."""

from __future__ import annotations

from tests.ingest.vendors.writing import table

_COLUMNS = (
    "CALL ID", "TIMESTAMP", "CAMPAIGN", "CALL TYPE", "AGENT", "AGENT NAME", "DISPOSITION", "ANI", "CUSTOMER NAME",
    "DNIS", "CALL TIME", "BILL TIME (ROUNDED)", "COST", "IVR TIME", "QUEUE WAIT TIME", "RING TIME", "TALK TIME",
    "HOLD TIME", "PARK TIME", "AFTER CALL WORK TIME", "TRANSFERS", "CONFERENCES", "HOLDS", "ABANDONED", "RECORDINGS",
)  # fmt: skip
_ZERO = "00:00:00"


def files() -> dict[str, bytes]:
    return {"five9_calls.csv": _calls(), "five9_outbound.csv": _outbound()}


def _calls() -> bytes:
    """14 calls of which 11 count: an internal one and two tests do not. Of the 11, 8 talked, 2 of them under 15 s, and
    2 of 10 that could were abandoned; 3 waited, one was transferred.
    """
    talks = ["00:00:10", "00:02:40", "00:01:20", "00:00:20", "00:00:05", "00:05:20", "00:00:40", "00:00:40"]
    rows = [
        _call(i, "Inbound", "Resolved", talk, wait="00:01:00" if i < 3 else _ZERO, transfers=int(i == 4))
        for i, talk in enumerate(talks)
    ]
    rows += [_call(i, "Inbound", "Abandon", _ZERO, agent="[None]", abandoned=1) for i in (8, 9)]
    rows.append(_call(10, "Autodial", "No Answer", _ZERO, agent="[None]", campaign="[Deleted]", abandoned=None))
    rows.append(_call(11, "Internal", "Consult", "00:10:00"))
    rows += [_call(i, "Test", "Test", "00:10:00") for i in (12, 13)]
    return table([list(_COLUMNS), *rows])


def _outbound() -> bytes:
    """4 calls that went out, of which 3 talked for 100, 200 and 400 seconds; nobody waits or abandons."""
    talks = ["00:01:40", "00:03:20", "00:06:40", _ZERO]
    kept = [name for name in _COLUMNS if name not in ("ABANDONED", "TRANSFERS", "CUSTOMER NAME")]
    kept = [*reversed(kept), "SKILL"]
    rows = [dict(zip(_COLUMNS, _call(i, "Outbound", "Sold", talk), strict=True)) for i, talk in enumerate(talks)]
    return table([kept, *([row.get(name, "Sales") for name in kept] for row in rows)], delimiter="\t")


def _call(
    i: int, kind: str, disposition: str, talk: str, *, wait: str = _ZERO, agent: str = "ann@example.com",
    campaign: str = "Care", abandoned: int | None = 0, transfers: int = 0,
) -> list[object]:  # fmt: skip
    return [
        24381 + i, f"Thu, {i + 6:02} Oct 2016 14:51:34", campaign, kind, agent, "Ann Lee", disposition, 8883121153,
        "Paul Ray", 9255555555, talk, talk, 0, _ZERO, wait, "", talk, _ZERO, _ZERO, _ZERO, transfers, 0, 0, abandoned,
        "",
    ]  # fmt: skip
