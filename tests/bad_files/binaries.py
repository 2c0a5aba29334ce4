"""Files that are no table at all, most of them under the name of one."""

from __future__ import annotations

import json
import pickle
import tarfile
from io import BytesIO
from random import Random

from tests.bad_files.badness import GOOD, BadFile, Make, exactly

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
_BINARY = "it holds binary data rather than text"
_WEB = "This is a web page, not an export"
_JSON = "This is JSON"
_LINES = "holds one line and no records"


def noise(start: bytes, size: int = 3000) -> Make:
    """A format's first bytes, and then anything."""
    return lambda rng: start + rng.randbytes(size)


def _tar(_: Random) -> bytes:
    packed = BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        member = tarfile.TarInfo("export.csv")
        member.size = len(GOOD)
        archive.addfile(member, BytesIO(GOOD.encode()))
    return packed.getvalue()


BINARIES = (
    BadFile("nothing", exactly(b""), "This file is empty"),
    BadFile("nothing but a byte order mark", exactly(b"\xef\xbb\xbf"), "This file is empty"),
    BadFile("nothing but a mark of UTF-16", exactly(b"\xff\xfe"), "This file is empty"),
    BadFile("blank lines", exactly(" \r\n\t\n\n" * 50), "This file is empty"),
    BadFile("zeros", exactly(bytes(5000)), _BINARY),
    BadFile("any bytes", noise(b"", 5000), _BINARY),
    BadFile("a PDF", noise(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), "This is a PDF"),
    BadFile("a PNG", noise(b"\x89PNG\r\n\x1a\n"), _BINARY),
    BadFile("a JPEG", noise(b"\xff\xd8\xff\xe0"), _BINARY),
    BadFile("a GIF", noise(b"GIF89a"), _BINARY),
    BadFile("a sound", noise(b"RIFF\x24\x08\0\0WAVEfmt "), _BINARY),
    BadFile("a program of Linux", noise(b"\x7fELF\x02\x01\x01"), _BINARY),
    BadFile("a program of Windows", noise(b"MZ\x90\0\x03"), _BINARY),
    BadFile("a class of Java", noise(b"\xca\xfe\xba\xbe\0\0\0\x34"), _BINARY),
    BadFile("a pickle", exactly(pickle.dumps(list(range(500)))), _BINARY),
    BadFile("a SQLite database", noise(b"SQLite format 3\0"), "This is a SQLite database"),
    BadFile("a DuckDB database", noise(b"\0" * 8 + b"DUCK\x40\0\0\0"), _BINARY),
    BadFile("an archive of RAR", noise(b"Rar!\x1a\x07\x01\0"), "This is a RAR archive"),
    BadFile("an archive of 7-Zip", noise(b"7z\xbc\xaf\x27\x1c\0\x04"), "This is a 7-Zip archive"),
    BadFile("an archive of bzip2", noise(b"BZh91AY&SY"), "This is a bzip2 archive"),
    BadFile("an archive of xz", noise(b"\xfd7zXZ\0\0\x04"), _BINARY),
    BadFile("an archive of Zstandard", noise(b"\x28\xb5\x2f\xfd\x04\0"), _BINARY),
    BadFile("an archive of tar", _tar, _BINARY),
    BadFile("an encrypted workbook", exactly(OLE), "protected by a password", name="board.xlsx"),
    BadFile("a workbook of 1997", exactly(OLE), "save it as .xlsx", name="board.xls"),
    BadFile("a sign-in page", exactly("<!DOCTYPE html><html><body>Sign in, please</body></html>"), _WEB),
    BadFile("a page behind a mark", exactly(b"\xef\xbb\xbf\r\n  <HTML><HEAD></HEAD></HTML>"), _WEB),
    BadFile("a page behind a remark", exactly("<!-- made by us --><html><body>1,2</body></html>"), _WEB),
    BadFile("a table of HTML called .xls", exactly("<table><tr><td>1</td></tr></table>"), _WEB, name="report.xls"),
    BadFile("an object of JSON", exactly(json.dumps({"responses": [{"score": 9}] * 50})), _JSON),
    BadFile("a list of JSON", exactly(json.dumps([{"id": n, "score": n % 11} for n in range(50)], indent=1)), _JSON),
    BadFile("lines of JSON", exactly("".join(f'{{"id": {n}, "score": 9}}\n' for n in range(50))), _JSON),
    BadFile("an empty list of JSON", exactly("[]"), _JSON),
    BadFile("XML", exactly('<?xml version="1.0"?><answers><answer score="9"/></answers>'), "This is an XML file"),
    BadFile("a drawing", exactly('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'), "XML file"),
    BadFile("rich text", exactly(r"{\rtf1\ansi {\b Score}, 9 \par York, 8 \par}" + "\n"), "formatted text"),
    BadFile("one word", exactly("score"), _LINES),
    BadFile("one line of base64", lambda rng: rng.randbytes(3000).hex().encode(), _LINES),
)
