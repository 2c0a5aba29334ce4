"""What a bad file is, and the small good table that most of them are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

SCORE = "How likely are you to recommend us? (0-10)"
HEADER = f"Response ID,Date,{SCORE},Location"
TOWNS = ("Leeds", "York")
RECORDS = 40

Make = Callable[[Random], bytes]


@dataclass(frozen=True, slots=True)
class BadFile:
    """A file with something wrong, and what must become of it, written down by hand.

    wrong: what is. make: its bytes, the same for the same random numbers. name: what its owner calls it.
    refused: words of the sentence it is refused with; without any it is accepted: `used` records count, the others are
    set aside for these reasons, `unread` cells of a column could not be read, and `towns` are the segments it has,
    where those are the point. asked: columns that are asked about first. warned: words of what is said about it before
    anything is stored.
    """

    wrong: str
    make: Make
    refused: str = ""
    used: int = RECORDS
    set_aside: Mapping[str, int] = field(default_factory=dict)
    unread: Mapping[str, int] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    warned: str = ""
    towns: tuple[str, ...] | None = None
    name: str = "export.csv"


def rows(count: int = RECORDS, start: int = 0) -> list[list[str]]:
    """Answers to a survey: number, day, score, town."""
    return [
        [f"R{n}", f"2026-01-{1 + n % 28:02}", str(n % 11), TOWNS[n % len(TOWNS)]] for n in range(start, start + count)
    ]


def csv(records: Sequence[Sequence[str]], header: str = HEADER, end: str = "\n", separator: str = ",") -> str:
    """A table as the most careless of programs would write it: nothing is quoted."""
    return "".join(line + end for line in (header, *(separator.join(record) for record in records)))


GOOD = csv(rows())
"""40 answers that nothing is wrong with."""


def with_scores(*scores: str, count: int = RECORDS) -> str:
    """The good table, or a longer one, with other scores in its first records."""
    return _with(2, scores, count)


def with_dates(*dates: str) -> str:
    """The good table with other dates in its first records."""
    return _with(1, dates)


def with_towns(*towns: str) -> str:
    """The good table with other towns in its first records."""
    return _with(3, towns)


def _with(position: int, cells: Sequence[str], count: int = RECORDS) -> str:
    records = rows(count)
    for record, cell in zip(records, cells, strict=False):
        record[position] = cell
    return csv(records)


def exactly(content: bytes | str) -> Make:
    """Bytes that leave nothing to chance."""
    encoded = content.encode() if isinstance(content, str) else content
    return lambda _: encoded
