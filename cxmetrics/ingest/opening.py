"""Opening an upload: any bytes in, a plain UTF-8 text file out, or a refusal that says what to do."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cxmetrics.errors import UnreadableFile
from cxmetrics.ingest.refusals import EMPTY, TOO_LARGE, refuse_binary, refuse_other_text
from cxmetrics.ingest.unpacking import GZIP, ZIP, unpack

_CHUNK = 2**20
_START = 8192
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read. size: bytes of the unpacked file. ratio: unpacked bytes per packed byte of an archive."""

    size: int = 4 * 2**30
    ratio: int = 200


@dataclass(frozen=True, slots=True)
class TextFile:
    """An upload as text. path: UTF-8 without a byte order mark. encoding: the one it came in. size: bytes of `path`.

    name: of the file as uploaded.
    """

    path: Path
    encoding: str
    size: int
    name: str


def open_text(path: Path, folder: Path, limits: Limits = Limits()) -> TextFile:
    """The text in an upload: the file itself where it is plain UTF-8, else a copy written into `folder`.

    Archives are unpacked, other encodings decoded. Raises UnreadableFile with a sentence for everything else.
    """
    source, start = path, _start(path)
    if start.startswith((GZIP, ZIP)):
        source = folder / "unpacked"
        unpack(path, start, source, limits.size, limits.ratio)
        start = _start(source)
    if source.stat().st_size > limits.size:
        raise UnreadableFile(TOO_LARGE.format(size=limits.size / 1e6))
    refuse_binary(start)
    encoding = _encoding(source, start)
    refuse_other_text(start.decode(encoding, errors="replace"))
    if encoding == "utf-8":
        return TextFile(source, encoding, source.stat().st_size, path.name)
    copy = folder / "decoded"
    _decode(source, encoding, copy)
    shown = "utf-16" if encoding.startswith("utf-16") else encoding
    return TextFile(copy, shown, copy.stat().st_size, path.name)


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        start = file.read(_START)
    if not start:
        raise UnreadableFile(EMPTY)
    return start


def _encoding(path: Path, start: bytes) -> str:
    for mark, encoding in _BOMS:
        if start.startswith(mark):
            return encoding
    # Latin text in UTF-16 has a NUL as every second byte; UTF-8 text has none at all
    even, odd = start[::2].count(0), start[1::2].count(0)
    if max(even, odd) > len(start) / 6:
        return "utf-16-le" if odd > even else "utf-16-be"
    return next(encoding for encoding in ("utf-8", "cp1252", "latin-1") if _is(path, encoding))


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _is(path: Path, encoding: str) -> bool:
    """Whether every byte of the file is valid in an encoding that contains ASCII."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in _chunks(path):
            # four times as fast as decoding, and right unless a character is split between two chunks
            if not chunk.isascii() or decoder.getstate()[0]:
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _decode(path: Path, encoding: str, copy: Path) -> None:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with copy.open("wb") as file:
            for chunk in _chunks(path):
                file.write(decoder.decode(chunk).encode())
            file.write(decoder.decode(b"", final=True).encode())
    except UnicodeError as error:
        raise UnreadableFile(
            f"This file announces its text as {encoding.upper()} but is not, so it was damaged or cut off. "
            "Export it again."
        ) from error
