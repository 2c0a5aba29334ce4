"""Archives that grow, nest, lie or lead out of their folder."""

from __future__ import annotations

import gzip
import stat
import struct
import zipfile
from io import BytesIO
from random import Random

from tests.bad_files.badness import GOOD, RECORDS, BadFile, Make, csv, exactly, rows

_GOOD = GOOD.encode()
_DAMAGED = "damaged or was cut off"
_NESTED = "holds another archive"
_BOMB = "grows to more than 200 times its size"


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive, the same bytes each time."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in members:
            info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name)
            archive.writestr(info, content, packing)
    return packed.getvalue()


def _gzipped(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def _named_gzip(name: bytes) -> bytes:
    """An archive that says what its file is called."""
    plain = _gzipped(_GOOD)
    return plain[:3] + bytes([plain[3] | 8]) + plain[4:10] + name + b"\0" + plain[10:]


def _locked() -> bytes:
    """An archive that says its file is encrypted."""
    whole = bytearray(zipped(("export.csv", _GOOD)))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        whole[whole.index(signature) + at] |= 1
    return bytes(whole)


def _lying_about_size() -> bytes:
    """20 MB of zeros that announce themselves as ten bytes."""
    whole = bytearray(zipped(("export.csv", bytes(20_000_000))))
    struct.pack_into("<I", whole, whole.index(b"PK\x01\x02") + 24, 10)
    struct.pack_into("<I", whole, whole.index(b"PK\x03\x04") + 22, 10)
    return bytes(whole)


def _link() -> bytes:
    link = zipfile.ZipInfo("export.csv")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return zipped((link, b"/etc/passwd"))


def _flipped(content: bytes) -> Make:
    """Ten bits of the packed bytes are others."""

    def make(rng: Random) -> bytes:
        bent = bytearray(content)
        for _ in range(10):
            bent[rng.randrange(40, len(bent) - 80)] ^= 1 << rng.randrange(8)
        return bytes(bent)

    return make


ARCHIVES = (
    BadFile("an archive of nothing", exactly(zipped()), "it holds binary data"),
    BadFile("an archive of an empty file", exactly(zipped(("export.csv", b""))), "This file is empty"),
    BadFile("an archive of two files", exactly(zipped(("a.csv", _GOOD), ("b.csv", _GOOD))), "holds 2 files"),
    BadFile("an archive in an archive", exactly(zipped(("in.zip", zipped(("a.csv", _GOOD))))), _NESTED),
    BadFile(
        "a bomb in an archive in an archive", exactly(zipped(("in.zip", zipped(("a.csv", bytes(50_000_000)))))), _NESTED
    ),
    BadFile("an archive of a workbook", exactly(zipped(("w.xlsx", zipped(("xl/workbook.xml", b"<x/>"))))), _NESTED),
    BadFile("an archive of a PDF", exactly(zipped(("a.csv", b"%PDF-1.7"))), "This is a PDF"),
    BadFile("a bomb", exactly(zipped(("export.csv", bytes(50_000_000)))), _BOMB),
    BadFile("a bomb that hides its size", exactly(_lying_about_size()), _DAMAGED),
    BadFile("an archive with a password", exactly(_locked()), "protected by a password"),
    BadFile("half an archive", exactly(zipped(("export.csv", _GOOD))[:200]), _DAMAGED),
    BadFile("a bent archive", _flipped(zipped(("export.csv", csv(rows(500)).encode()))), _DAMAGED),
    BadFile("an archive that leads out", exactly(zipped(("../../../../outside.csv", _GOOD)))),
    BadFile("an archive with a path of its own", exactly(zipped(("/tmp/outside.csv", _GOOD)))),
    BadFile("an archive of a link", exactly(_link()), "holds one line and no records"),
    BadFile("an archive in LZMA", exactly(zipped(("export.csv", _GOOD), packing=zipfile.ZIP_LZMA))),
    BadFile("an archive with shadows of macOS", exactly(zipped(("a.csv", _GOOD), ("__MACOSX/._a.csv", b"\0\x05")))),
    BadFile(
        "a document",
        exactly(zipped(("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>"))),
        "office document",
    ),
    BadFile(
        "a sheet of LibreOffice",
        exactly(zipped(("mimetype", b"x"), ("content.xml", b"<x/>"))),
        "office document",
        name="board.ods",
    ),
    BadFile("gzip of nothing", exactly(_gzipped(b"")), "This file is empty"),
    BadFile("gzip in gzip", exactly(_gzipped(_gzipped(_GOOD))), _NESTED),
    BadFile("a bomb of gzip", exactly(_gzipped(bytes(50_000_000))), _BOMB),
    BadFile("half of gzip", exactly(_gzipped(_GOOD)[:-20]), _DAMAGED),
    BadFile("bent gzip", _flipped(_gzipped(csv(rows(500)).encode())), _DAMAGED),
    BadFile("gzip and then something", exactly(_gzipped(_GOOD) + b"and more"), _DAMAGED),
    BadFile("gzip in two parts", exactly(_gzipped(_GOOD[:500]) + _gzipped(_GOOD[500:])), used=RECORDS),
    BadFile("gzip with a name that leads out", exactly(_named_gzip(b"../../../../outside.csv"))),
)
