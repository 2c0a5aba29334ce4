"""Sampling: the first records of a file as a sheet, and all of them where day and month have to be told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from pathlib import Path

from cxmetrics.confined import Say
from cxmetrics.ingest import dates
from cxmetrics.ingest.dialect import Dialect
from cxmetrics.ingest.fields import Field, Sheet, sheet
from cxmetrics.ingest.names import Title
from cxmetrics.ingest.readings import settled
from cxmetrics.ingest.records import Record, read_records
from cxmetrics.layout import Type

SAMPLED = 10_000


def sample(
    path: Path, dialect: Dialect, header: tuple[Record, ...], titles: tuple[Title, ...], say: Say = lambda _: None
) -> Sheet:
    """The first 10,000 records, without the footer where the file ends among them."""
    start = dialect.skip_rows + len(header)
    read = list(islice(read_records(path, dialect.delimiter), start, start + SAMPLED))
    records = [record for record in read if any(cell.strip() for cell in record)]
    whole = len(read) < SAMPLED
    if whole and dialect.footer:
        records = records[: -len(dialect.footer)]
    found = sheet(header, titles, records)
    if not whole:
        found = _settled_by_all(found, islice(read_records(path, dialect.delimiter), start, None), say)
    return replace(found, fields=tuple(_as_beside(field, found) for field in found))


def _settled_by_all(found: Sheet, records: Iterable[Record], say: Say) -> Sheet:
    """The sheet with day and month told apart by every record of the file."""
    seen = {field.position: (0, 0) for field in found if field.reading.type is Type.TIME and field.reading.options}
    records = iter(records) if seen else iter(())
    while chunk := list(islice(records, SAMPLED)):
        say(0)  # how many records are to come is not known
        for position, (first, second) in seen.items():
            texts = Counter(record[position] for record in chunk if len(record) > position)
            more_first, more_second = dates.evidence(texts.items())
            seen[position] = first + more_first, second + more_second
    fields = (
        replace(field, reading=settled(field.reading, *seen[field.position])) if field.position in seen else field
        for field in found
    )
    return replace(found, fields=tuple(fields))


def _as_beside(field: Field, among: Sheet) -> Field:
    """The field with its order taken from another column that writes its dates alike, unless its own are at odds."""
    if not field.reading.is_open or field.reading.type is not Type.TIME or any(field.reading.evidence):
        return field
    formats = [form for form, _ in field.reading.options]
    others = [_date_part(other.reading.format) for other in among if other.reading.type is Type.TIME]
    same = [form for form in formats if _date_part(form) in others]
    return replace(field, reading=replace(field.reading, format=same[0])) if len(same) == 1 else field


def _date_part(form: str | None) -> str:
    return (form or "").split(" ")[0].split("T")[0].rstrip(",")
