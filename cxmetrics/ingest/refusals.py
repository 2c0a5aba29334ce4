"""What is no table of text: files recognised by their first bytes, each with the sentence that sends the user on."""

from __future__ import annotations

import re

from cxmetrics.errors import UnreadableFile

EMPTY = "This file is empty, so there is nothing to read. Export it again and check that it opens on your computer."
WORKBOOK = (
    "This is an office document, and of those only Excel workbooks (.xlsx) are read. "
    "Save it as .xlsx or as CSV UTF-8, and upload that."
)
WORKBOOK_AS_TEXT = (
    "This is an Excel workbook whose name ends in {ending}, so the tool or a person renamed it. "
    "Open it in Excel and save it as CSV UTF-8, or upload it with a name that ends in .xlsx."
)
LONG_LINE = (
    "A line of this file is longer than {size:,.0f} MB, which no record of an export is. It may be damaged, or hold "
    "something other than a table. Export it again as CSV."
)
TOO_LARGE = "This file is larger than {size:,.0f} MB, the most that is read at once. Export a shorter period."
ZEROS = (
    "This file holds zero bytes among its text, as one does that was damaged when it was written or copied. "
    "Export or download it again."
)
NOT_TEXT = (
    "This file is not a table: it holds binary data rather than text. "
    "Look for an export as CSV in the tool it comes from, and upload that."
)
_WEB_PAGE = (
    "This is a web page, not an export: most likely the tool asked for a sign-in instead of sending the file. "
    "Sign in and export again."
)
_JSON = "This is JSON, which holds nested data rather than a table. Export the same data as CSV."
_XML = "This is an XML file, which holds nested data rather than a table. Export the same data as CSV."

_BINARY: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "This is a document of formatted text, which holds no table. Export the underlying records as CSV."),
    (b"%PDF", "This is a PDF, which shows figures but holds no table. Export the underlying records as CSV."),
    (b"PAR1", "This archive holds a Parquet file. Upload the Parquet file itself."),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "This is an Excel workbook protected by a password, or one of the kind before 2007, so its cells cannot be "
        "read. Open it in Excel, take the password off, save it as .xlsx or as CSV UTF-8, and upload that.",
    ),
    (b"SQLite format 3\0", "This is a SQLite database, not an export. Export the table you need as CSV."),
    (b"\x7fELF", NOT_TEXT),
    (b"MZ\x90", NOT_TEXT),
    (b"\x89PNG", NOT_TEXT),
    (b"\xff\xd8\xff", NOT_TEXT),
    (b"GIF8", NOT_TEXT),
    (b"Rar!", "This is a RAR archive, which is not opened here. Unpack it and upload the CSV file inside."),
    (b"7z\xbc\xaf", "This is a 7-Zip archive, which is not opened here. Unpack it and upload the CSV file inside."),
    (b"BZh", "This is a bzip2 archive, which is not opened here. Unpack it and upload the CSV file inside."),
    (b"\x1f\x8b", "This archive holds another archive. Unpack it and upload the CSV file inside."),
    (b"PK\x03\x04", "This archive holds another archive or a workbook. Unpack it and upload a CSV file."),
)
_REMARKS = r"(?>(?:<!--.*?-->\s*)*)"
_MARKUP: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(_REMARKS + r"<(!doctype html|html|head|body|script|meta|table)\b", re.IGNORECASE | re.DOTALL),
        _WEB_PAGE,
    ),
    (re.compile(_REMARKS + r"<(\?xml|svg)\b", re.IGNORECASE | re.DOTALL), _XML),
    (re.compile(r'\{\s*["}]|\[\s*[\[{"\d\]]'), _JSON),
)


def refuse_binary(start: bytes) -> None:
    """Raise UnreadableFile where the first bytes are those of a known format that is not text."""
    for signature, sentence in _BINARY:
        if start.startswith(signature):
            raise UnreadableFile(sentence)


def refuse_other_text(start: str) -> None:
    """Raise UnreadableFile where decoded text is blank, a web page, JSON or XML, or made of control characters."""
    text = start.lstrip()
    if not text:
        raise UnreadableFile(EMPTY)
    for pattern, sentence in _MARKUP:
        if pattern.match(text):
            raise UnreadableFile(sentence)
    control = sum(character < " " and character not in "\t\n\r\f\v" for character in text)
    if "\0" in text or control > len(text) / 20:
        raise UnreadableFile(NOT_TEXT)
