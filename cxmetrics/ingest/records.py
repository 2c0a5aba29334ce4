"""Records of a delimited text file, read from its beginning or from its end."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from cxmetrics.bounds import bounds
from cxmetrics.errors import UnreadableFile

Record = list[str]
_END = "\0end\0"
_TAIL_BYTES = 65536


@dataclass(frozen=True, slots=True)
class Tail:
    """The last records of a file, those without any text left out.

    ends: the line on which each ends, and end the last line that is not empty, both counted within the tail.
    """

    records: list[Record]
    ends: list[int]
    end: int


def read_records(path: Path, delimiter: str) -> Iterator[Record]:
    """Every record in order, a blank line as []. Raises UnreadableFile where a quotation mark is never closed."""
    csv.field_size_limit(bounds().record_size)  # its own limit is shorter than the comments that people write
    with path.open(encoding="utf-8", newline="") as lines:
        # a line that cannot be in the file, appended to it, ends up inside a field exactly when a quote is open
        reader = csv.reader(chain(lines, (_END,)), delimiter=delimiter)
        number = 0
        try:
            for record in reader:
                number += 1
                if record and record[-1].endswith(_END):
                    if record == [_END]:
                        return
                    break
                yield record
        except csv.Error:  # a field that is longer than any line may be, which is what follows an open quote
            number += 1
    raise UnreadableFile(
        f"Row {number} of this file opens a quotation mark that is never closed, so everything after it runs "
        "together. The export was probably cut off: export it again, or close the quotation mark in that row."
    )


def read_tail(path: Path, delimiter: str) -> Tail:
    """The records in the last 64 KB."""
    with path.open("rb") as file:
        size = file.seek(0, io.SEEK_END)
        file.seek(max(0, size - _TAIL_BYTES))
        if size > _TAIL_BYTES:
            file.readline()
        text = file.read().decode(errors="replace")
    records, ends, end = [], [], 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for record in reader:
            if record:
                end = reader.line_num
            if any(cell.strip() for cell in record):
                records.append(record)
                ends.append(end)
    except csv.Error:  # the tail began inside a quoted field; nothing can be said about it
        return Tail([], [], 0)
    return Tail(records, ends, end)
