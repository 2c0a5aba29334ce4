"""Line ends: which bytes end a record, when a text inside quotation marks may hold other ones.

DuckDB takes the first line end it meets for that of the whole file, a quoted one too, and reads nothing at all where
that was wrong or where a file mixes them (2.0.0). So it is told, and a mixed file is made uniform first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

_CHUNK = 2**22
_CRLF, _CR, _LF = b"\r\n", b"\r", b"\n"
_FIRST = re.compile(rb"\r\n|\r|\n")


def uniform(source: Path, folder: Path) -> tuple[Path, str]:
    """The file, or a copy in `folder` whose records all end alike, and what they end with."""
    ends = _ends(source)
    if len(ends) <= 1:
        return source, next(iter(ends), _LF).decode()
    copy = folder / "uniform.csv"
    with copy.open("wb") as file:
        for chunk in _chunks(source):
            file.write(chunk.replace(_CRLF, _LF).replace(_CR, _LF))
    return copy, _LF.decode()


def first(source: Path) -> str:
    """What the first record ends with; a line feed where it is the only one."""
    ends = (found for part in _unquoted(source) for found in _FIRST.findall(part))
    return next(ends, _LF).decode()


def _ends(source: Path) -> set[bytes]:
    """What stands behind records; quotation marks are looked at only where there are several line ends at all."""
    found: set[bytes] = set()
    for chunk in _chunks(source):
        found |= _in(chunk)
        if len(found) > 1:
            break
    else:
        return found
    return set().union(*(_in(part) for part in _unquoted(source)))


def _in(part: bytes) -> set[bytes]:
    if _CR not in part:
        return {_LF} if _LF in part else set()
    pairs, returns, feeds = (part.count(end) for end in (_CRLF, _CR, _LF))
    counts = {_CRLF: pairs, _CR: returns - pairs, _LF: feeds - pairs}
    return {end for end, count in counts.items() if count}


def _unquoted(source: Path) -> Iterator[bytes]:
    """What stands outside quotation marks."""
    quoted = False
    for chunk in _chunks(source):
        parts = chunk.split(b'"')
        yield b'"'.join(parts[quoted::2])
        quoted ^= len(parts) % 2 == 0


def _chunks(source: Path) -> Iterator[bytes]:
    """The file in pieces, none of which splits a line end of two bytes."""
    with source.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk + (file.read(1) if chunk.endswith(_CR) else b"")
