"""Time zones as exports name them: in a header, behind every time, or in a line above the table."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cxmetrics.layout import ZONE

_OFFSET = r"(?:UTC|GMT)(?:\s?[+-]\d{1,2}(?::?\d{2})?)?"
_REGION = "Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific|US|Etc"
_PLACE = rf"(?:{_REGION})/[A-Za-z_]+(?:/[A-Za-z_]+)?"
_SHORT = r"(?:[ECMP][SD]T|CES?T|BST|A[EWC][SD]T|IST|JST|NZ[SD]T|SGT)"
_NAMED = re.compile(rf"[(\[]\s*({_OFFSET}|{_PLACE}|{_SHORT})\s*[)\]]|(?:^|[\s_])(UTC)\s*$", re.IGNORECASE)
_STATED = re.compile(rf"\btime ?zone\b[^A-Za-z]*({_OFFSET}|{_PLACE}|{_SHORT})(?![A-Za-z])", re.IGNORECASE)
_ZULU = frozenset({"Z", "UTC", "GMT", "+00:00", "+0000", "+00", "GMT+0", "UTC+0"})
_BEHIND = re.compile(rf"\d:\d\d(?::\d\d)?(?:\.\d+)?(?: ?[AaPp][Mm])?({ZONE})$")


def zone_of_header(label: str) -> str | None:
    """The zone in a header: "Updated at (America/New_York)", "created_at_utc"."""
    found = _NAMED.search(label)
    return (found[1] or found[2].upper()) if found else None


def zone_of_lines(lines: Iterable[str]) -> str | None:
    """The zone that a line above the table states: "Time zone: Europe/London"."""
    return next((found[1] for line in lines if (found := _STATED.search(line))), None)


def zones_behind(texts: Iterable[str]) -> tuple[str, ...]:
    """The different zones written behind times, "Z" and "+00:00" as "UTC", in order of appearance."""
    found: dict[str, None] = {}
    for text in texts:
        if match := _BEHIND.search(text):
            written = match[1].strip().strip("()")
            found["UTC" if written in _ZULU else written] = None
    return tuple(found)
