"""Fields: the columns of a file as they are judged, each with its title, its sampled values and their reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from cxmetrics.ingest.names import Title, words
from cxmetrics.ingest.readings import Reading, read
from cxmetrics.ingest.records import Record
from cxmetrics.ingest.values import Values


@dataclass(frozen=True)
class Field:
    """One column before it has a role. position: from 0."""

    title: Title
    position: int
    values: Values
    reading: Reading

    @property
    def name(self) -> str:
        """The name it will be stored under."""
        return self.title.name

    @property
    def label(self) -> str:
        """What people call it."""
        return self.title.label

    @cached_property
    def words(self) -> str:
        """The label in lower-case words."""
        return words(self.label)


@dataclass(frozen=True)
class Sheet:
    """A sampled table. header: its header rows. records: sampled records of ordinary width, in file order."""

    header: tuple[Record, ...]
    fields: tuple[Field, ...]
    records: Sequence[Record]

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields)


def sheet(header: tuple[Record, ...], titles: tuple[Title, ...], records: Sequence[Record]) -> Sheet:
    """Read every column of sampled records."""
    usual = [record for record in records if len(record) == len(titles)]
    columns = list(zip(*usual, strict=True)) or [()] * len(titles)
    fields = []
    for position, (title, texts) in enumerate(zip(titles, columns, strict=True)):
        values = Values.of(texts)
        fields.append(Field(title, position, values, read(values, title.label)))
    return Sheet(header, tuple(fields), usual)
