"""Opening an upload: any bytes in, a plain UTF-8 text file out, or a refusal that says what to do."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cxmetrics.bounds import bounds
from cxmetrics.confined import Say
from cxmetrics.errors import UnreadableFile
from cxmetrics.ingest.names import file_name
from cxmetrics.ingest.refusals import (
    EMPTY,
    LONG_LINE,
    NOT_TEXT,
    TOO_LARGE,
    WORKBOOK_AS_TEXT,
    ZEROS,
    refuse_binary,
    refuse_other_text,
)
from cxmetrics.ingest.unpacking import GZIP, ZIP, is_workbook, unpack
from cxmetrics.ingest.workbook import extract

PARQUET = b"PAR1"
_CHUNK = 2**16
"""Fits the cache of a processor: larger bits take five times as long to decode."""
_START = 8192
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_EURO_OF_LATIN_9 = 0xA4
_TEXT_NAMES = (".csv", ".tsv", ".txt", ".tab")


@dataclass(frozen=True, slots=True)
class TextFile:
    """An upload as text. path: UTF-8 without a byte order mark.

    encoding: the one it came in, "xlsx" for a workbook. size: bytes of `path`. name: of the file as uploaded. sheet:
    the one that was read of the `sheets` of a workbook that hold records. remarks: sentences about what was opened.
    """

    path: Path
    encoding: str
    size: int
    name: str
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def open_text(
    path: Path,
    folder: Path,
    *,
    name: str | None = None,
    sheet: str | None = None,
    say: Say = lambda _: None,
) -> TextFile:
    """The text in an upload: the file itself where it is plain UTF-8, else a copy written into `folder`.

    Archives are unpacked, other encodings decoded, a workbook's sheet is written as CSV. name: what its owner calls the
    file. sheet: which one is wanted. say: hears the fraction done, and may raise to stop. Raises UnreadableFile with a
    sentence for everything else.
    """
    name = file_name(name or path.name)
    source, start, most = path, _start(path), bounds()
    if path.stat().st_size > most.file_size:
        raise UnreadableFile(TOO_LARGE.format(size=most.file_size / 1e6))
    if is_workbook(path, start):
        if name.lower().endswith(_TEXT_NAMES):
            raise UnreadableFile(WORKBOOK_AS_TEXT.format(ending=Path(name).suffix))
        found = extract(path, folder, sheet, most.file_size, most.ratio, say)
        size = found.path.stat().st_size
        return TextFile(found.path, "xlsx", size, name, found.sheet, found.sheets, found.remarks)
    if start.startswith((GZIP, ZIP)):
        source = folder / "unpacked"
        unpack(path, start, source, most.file_size, most.ratio, say)
        start = _start(source)
    refuse_binary(start)
    encoding = _encoding(source, start, say)
    refuse_other_text(start.decode(encoding, errors="replace"))
    if encoding == "utf-8":
        return TextFile(source, encoding, source.stat().st_size, name)
    copy = folder / "decoded"
    _decode(source, encoding, copy, say)
    shown = "utf-16" if encoding.startswith("utf-16") else encoding
    return TextFile(copy, shown, copy.stat().st_size, name)


def is_parquet(path: Path) -> bool:
    """Whether a file is Parquet, by its first bytes."""
    with path.open("rb") as file:
        return file.read(len(PARQUET)) == PARQUET


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        start = file.read(_START)
    if not start:
        raise UnreadableFile(EMPTY)
    return start


def _encoding(path: Path, start: bytes, say: Say) -> str:
    for mark, encoding in _BOMS:
        if start.startswith(mark):
            return encoding
    # Latin text in UTF-16 has a NUL as every second byte; UTF-8 text has none at all
    even, odd = start[::2].count(0), start[1::2].count(0)
    if max(even, odd) > len(start) / 6:
        return "utf-16-le" if odd > even else "utf-16-be"
    if b"\0" in start:
        raise UnreadableFile(NOT_TEXT)
    if _is_utf8(_chunks(path, say)):
        return "utf-8"
    used = _bytes_used(path, say)
    # the sign that Latin-9 puts the euro in place of is hardly ever meant, and Windows would have used 0x80
    if _EURO_OF_LATIN_9 in used and not used & set(range(0x80, 0xA0)):
        return "iso-8859-15"
    return "cp1252" if _decodes(bytes(sorted(used)), "cp1252") else "latin-1"


def _decodes(used: bytes, encoding: str) -> bool:
    try:
        used.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _chunks(path: Path, say: Say) -> Iterator[bytes]:
    """The file bit by bit; `say` hears how far. Raises UnreadableFile for a line longer than any record may be."""
    size, done, unended, longest = max(path.stat().st_size, 1), 0, 0, bounds().record_size
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            say(done / size)
            done += len(chunk)
            ends = (b"\n", b"\r")
            first = min((at for at in map(chunk.find, ends) if at >= 0), default=len(chunk))
            if unended + first > longest:
                raise UnreadableFile(LONG_LINE.format(size=longest / 2**20))
            last = max(map(chunk.rfind, ends))
            unended = unended + len(chunk) if last < 0 else len(chunk) - last
            yield chunk


def _is_utf8(chunks: Iterator[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in chunks:
            # four times as fast as decoding, and right unless a character is split between two chunks
            if b"\0" in chunk:
                raise UnreadableFile(ZEROS)
            if not chunk.isascii() or decoder.getstate()[0]:
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _bytes_used(path: Path, say: Say) -> set[int]:
    used: set[int] = set()
    for chunk in _chunks(path, say):
        used.update(chunk)
    return used


def _decode(path: Path, encoding: str, copy: Path, say: Say) -> None:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with copy.open("wb") as file:
            for chunk in _chunks(path, say):
                text = decoder.decode(chunk)
                if "\0" in text:
                    raise UnreadableFile(ZEROS)
                file.write(text.encode())
            file.write(decoder.decode(b"", final=True).encode())
    except UnicodeError as error:
        raise UnreadableFile(
            f"This file announces its text as {encoding.upper()} but is not, so it was damaged or cut off. "
            "Export it again."
        ) from error
