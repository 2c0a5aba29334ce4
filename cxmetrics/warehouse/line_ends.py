"""Line ends: which bytes end a record, when a text inside quotation marks may hold other ones.

DuckDB takes the first line end it meets for that of the whole file, a quoted one too, and reads nothing at all where
that was wrong or where a file mixes them (2.0.0). So it is told, and a mixed file is made uniform first.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_CHUNK = 2**20
_CRLF, _CR, _LF = b"\r\n", b"\r", b"\n"
_MARK = b'"'


def uniform(source: Path, folder: Path) -> tuple[Path, str]:
    """The file, or a copy in `folder` whose records all end alike, and what they end with."""
    ends = set(_ends(source))
    if len(ends) <= 1:
        return source, next(iter(ends), _LF).decode()
    copy = folder / "uniform.csv"
    with copy.open("wb") as file:
        for chunk in _chunks(source):
            file.write(chunk.replace(_CRLF, _LF).replace(_CR, _LF))
    return copy, _LF.decode()


def first(source: Path) -> str:
    """What the first record ends with; a line feed where it is the only one."""
    return next(_ends(source), _LF).decode()


def _ends(source: Path) -> Iterator[bytes]:
    """Each line end that stands behind records, where it is met first."""
    known: set[bytes] = set()
    quoted = 0
    for chunk in _chunks(source):
        marks = None
        met = []
        for end, places in _places(chunk):
            if end in known or not len(places):
                continue
            marks = _where(np.frombuffer(chunk, np.uint8), _MARK) if marks is None else marks
            outside = places[(np.searchsorted(marks, places) + quoted) % 2 == 0]
            if len(outside):
                met.append((outside[0], end))
        for _, end in sorted(met):
            known.add(end)
            yield end
        quoted += chunk.count(_MARK)


def _places(chunk: bytes) -> Iterator[tuple[bytes, NDArray[np.intp]]]:
    """Each line end and where in the chunk it stands, quoted or not."""
    text = np.frombuffer(chunk, np.uint8)
    feeds = _where(text, _LF)
    if _CR not in chunk:
        yield _LF, feeds
        return
    returns = _where(text, _CR)
    paired = (feeds > 0) & (text[feeds - 1] == ord(_CR))
    yield _CRLF, feeds[paired]
    yield _LF, feeds[~paired]
    yield _CR, returns[text[np.minimum(returns + 1, len(text) - 1)] != ord(_LF)]


def _where(text: NDArray[np.uint8], byte: bytes) -> NDArray[np.intp]:
    return np.flatnonzero(text == ord(byte))


def _chunks(source: Path) -> Iterator[bytes]:
    """The file in pieces, none of which splits a line end of two bytes."""
    with source.open("rb") as file:
        while chunk := file.read(_CHUNK):
            while chunk.endswith(_CR) and (more := file.read(1)):
                chunk += more
            yield chunk
