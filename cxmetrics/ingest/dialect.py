"""How a text file is laid out: its separator, what stands before its header, and what stands after its records."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from cxmetrics.bounds import bounds
from cxmetrics.errors import UnreadableFile
from cxmetrics.ingest.names import ANSWER_WORDS
from cxmetrics.ingest.records import Record, read_records, read_tail

DELIMITERS = (",", ";", "\t", "|")
_LOOKED_AT = 300
_MOST_FOOTER = 20
_VALUE = re.compile(r"[-+$€£]?\d[\d.,:/\-T ]*%?Z?")
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?')
_TOTAL = re.compile(
    r"(grand )?totals?( ?\(.*\))?:?|sub-?totals?:?|targets?:?|averages?:?|means?:?|sums?:?", re.IGNORECASE
)
_SUM = re.compile(r"(grand |sub-?)?totals?( ?\(.*\))?:?|(gesamt)?summe:?", re.IGNORECASE)
_NOTE = re.compile(
    r"(grand total|total|target|source|copyright|©|\(c\)|confidential|generated|exported)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """The frame around the records of one file.

    width: cells of an ordinary record. skip_rows: records and blank lines before the header; preamble: what they say.
    head: the first records from the header on, up to three of them. footer_rows: lines after the last record; footer:
    what they begin with.
    """

    delimiter: str
    width: int
    skip_rows: int
    preamble: tuple[str, ...]
    head: tuple[Record, ...]
    footer_rows: int
    footer: tuple[str, ...]


def dialect_of(path: Path) -> Dialect:
    """Decide from the first 300 records and the last 64 KB.

    Raises UnreadableFile for a file without records, and for one with more columns than a table has.
    """
    delimiter, first = _first_records(path)
    width = _usual_width(first)
    if width > (most := bounds().columns):
        raise UnreadableFile(
            f"This file has {width:,} columns, and at most {most:,} are read. Export fewer fields, or check "
            "that it is a table with one record on each line."
        )
    skip_rows = _header_position(first, width)
    head = [record for record in first[skip_rows:] if record]
    if len(head) < 2:
        deque(read_records(path, delimiter), maxlen=0)  # a quotation mark that is left open says so itself
        raise UnreadableFile(
            "This file holds one line and no records below it. Export it again for a period that has some."
        )
    footer_rows, footer = _footer(path, delimiter, width)
    preamble = tuple(" ".join(cell.strip() for cell in record if cell.strip()) for record in first[:skip_rows])
    return Dialect(delimiter, width, skip_rows, preamble, tuple(head[:3]), footer_rows, footer)


def is_total(text: str) -> bool:
    """Whether a cell says that its row adds up others."""
    return _SUM.fullmatch(text.strip()) is not None


def answer_row(head: Sequence[Record]) -> bool:
    """Whether the second record continues the header: it names the options of questions, or kinds of answers."""
    if len(head) < 2:
        return False
    first, second = ([cell.strip() for cell in row] for row in head[:2])
    if len(first) != len(second):
        return False
    filled = {cell.lower() for cell in second if cell}
    if filled and filled <= ANSWER_WORDS:
        return True
    blank = [position for position, cell in enumerate(first) if not cell]
    continues = all(second[position] for position in blank)
    # a record would answer the columns that have a name of their own; a header row leaves them blank
    leaves = any(first[position] and not cell for position, cell in enumerate(second)) or bool(filled & ANSWER_WORDS)
    return bool(blank) and continues and leaves and not any(_VALUE.fullmatch(cell) for cell in second)


def _first_records(path: Path) -> tuple[str, list[Record]]:
    with path.open(encoding="utf-8", newline="") as lines:
        announced = _SEPARATOR_LINE.fullmatch(lines.readline().rstrip("\r\n"))
    if announced:
        return announced[1], _read(path, announced[1])
    samples = {delimiter: _read(path, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: _consistency(samples[delimiter]))
    return best, samples[best]


def _read(path: Path, delimiter: str) -> list[Record]:
    found: list[Record] = []
    # under a wrong separator quotes may stand anywhere; the right one complains again when the sample is read
    with suppress(UnreadableFile):
        found.extend(islice(read_records(path, delimiter), _LOOKED_AT))
    return found


def _usual_width(records: list[Record]) -> int:
    return Counter(len(record) for record in records if record).most_common(1)[0][0] if any(records) else 1


def _consistency(records: list[Record]) -> tuple[bool, bool, float]:
    """Whether there is a header, whether it is the very first line, how alike the records are (0: nothing splits)."""
    width = _usual_width(records)
    if width == 1:
        return False, False, 0.0
    filled = [record for record in records if record]
    share = sum(len(record) == width for record in filled) / len(filled)
    position = _header_position(records, width)
    header = records[position]
    return len(header) == width and not holds_values(header), position == 0, share * (1 - 1 / width)


def holds_values(record: Record, *, most: bool = False) -> bool:
    """Whether any cell of a record, or most of them, is a number or a date rather than a name."""
    found = sum(_VALUE.fullmatch(cell.strip()) is not None for cell in record)
    return found >= max(len(record) / 2, 2) if most else found > 0


def _header_position(records: list[Record], width: int) -> int:
    """Where the header is: the first record of ordinary width, unless it is a title padded with empty cells."""
    for position, record in enumerate(records):
        named = sum(bool(cell.strip()) for cell in record)
        padded_title = named <= 2 < width and not answer_row(records[position : position + 2])
        if len(record) != width or padded_title or record[0].strip('"').startswith("sep="):
            continue
        before = records[position - 1] if position else []
        # a header may be narrower or wider than its records, where every line ends with a separator or lacks one
        if abs(len(before) - width) == 1 and len(before) > 1 and holds_values(record) and not holds_values(before):
            return position - 1
        return position
    return next((position for position, record in enumerate(records) if len(record) == width), 0)


def _footer(path: Path, delimiter: str, width: int) -> tuple[int, tuple[str, ...]]:
    tail = read_tail(path, delimiter)
    ordinary = sum(len(record) == width for record in tail.records)
    if not tail.records or ordinary < len(tail.records) / 2:
        return 0, ()
    count = 0
    while count < min(_MOST_FOOTER, len(tail.records) - 1) and _is_footer(tail.records[-1 - count], width):
        count += 1
    last = len(tail.records) - count
    texts = tuple(next(cell for cell in record if cell.strip()).strip() for record in tail.records[last:])
    return tail.end - tail.ends[last - 1], texts


def _is_footer(record: Record, width: int) -> bool:
    """A total, a remark in an otherwise blank record, or a line far shorter than a record."""
    filled = [cell.strip() for cell in record if cell.strip()]
    if _TOTAL.fullmatch(filled[0]):
        return width > 1
    alone = len(filled) == 1 and width > 2
    return len(record) * 2 < width or (alone and _NOTE.match(filled[0]) is not None)
