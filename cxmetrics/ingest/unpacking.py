"""Gzip and zip archives of one file, streamed out under limits so that a bomb costs nothing."""

from __future__ import annotations

import gzip
import lzma
import zipfile
import zlib
from pathlib import Path
from typing import IO

from cxmetrics.confined import Say
from cxmetrics.errors import UnreadableFile
from cxmetrics.ingest.refusals import TOO_LARGE, WORKBOOK

GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
CHUNK = 2**20
_FREE = 16 * 2**20
_BOMB = (
    "This archive grows to more than {ratio} times its size, which no real export does, so it was not unpacked. "
    "Upload the CSV file itself."
)
_BROKEN = "This archive is damaged or was cut off on its way. Export or download it again."


def is_workbook(path: Path, start: bytes) -> bool:
    """Whether a file is an Excel workbook, whatever its name says."""
    if not start.startswith(ZIP):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError):
        return False


def unpack(path: Path, start: bytes, target: Path, size: int, ratio: int, say: Say = lambda _: None) -> None:
    """Write the one file in an archive to `target`.

    size: bytes it may have. ratio: unpacked bytes per packed byte it may have, once past 16 MB. Raises UnreadableFile
    for a bomb, a damaged or encrypted archive, a workbook, and a zip of several files.
    """
    try:
        if start.startswith(GZIP):
            with gzip.open(path) as packed:
                _stream(packed, target, path.stat().st_size, size, ratio, say)
        else:
            with zipfile.ZipFile(path) as archive, archive.open(_only_member(archive)) as packed:
                _stream(packed, target, path.stat().st_size, size, ratio, say)
    except (
        OSError,
        EOFError,
        RuntimeError,
        NotImplementedError,
        zipfile.BadZipFile,
        ValueError,
        zlib.error,
        lzma.LZMAError,
    ) as error:
        raise UnreadableFile(_BROKEN) from error


def _only_member(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    members = [member for member in archive.infolist() if not member.is_dir()]
    names = {member.filename for member in members}
    if "[Content_Types].xml" in names or "mimetype" in names:
        raise UnreadableFile(WORKBOOK)
    # macOS adds shadow files of its own beside the one that was packed
    members = [member for member in members if not member.filename.startswith("__MACOSX/")]
    if len(members) != 1:
        raise UnreadableFile(
            f"This archive holds {len(members)} files, and it is not clear which one is meant. "
            "Unpack it and upload the files one by one."
        )
    if members[0].flag_bits & 1:
        raise UnreadableFile("This archive is protected by a password. Unpack it and upload the CSV file inside.")
    return members[0]


def _stream(packed: gzip.GzipFile | IO[bytes], target: Path, packed_size: int, size: int, ratio: int, say: Say) -> None:
    written = 0
    with target.open("wb") as unpacked:
        while chunk := packed.read(CHUNK):
            say(0)  # how much there is to come is not known
            written += len(chunk)
            if written > size:
                raise UnreadableFile(TOO_LARGE.format(size=size / 1e6))
            if written > max(_FREE, packed_size * ratio):
                raise UnreadableFile(_BOMB.format(ratio=ratio))
            unpacked.write(chunk)
