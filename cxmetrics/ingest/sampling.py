"""Sampling: the first records of a file as a sheet, and the whole file where only that can tell day from month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from cxmetrics.ingest import dates
from cxmetrics.ingest.dialect import Dialect
from cxmetrics.ingest.fields import Field, Sheet, sheet
from cxmetrics.ingest.names import Title
from cxmetrics.ingest.records import Record, read_records
from cxmetrics.layout import Type

SAMPLED = 10_000


def sample(path: Path, dialect: Dialect, header: tuple[Record, ...], titles: tuple[Title, ...]) -> Sheet:
    """The first 10,000 records, without the footer where the file ends among them."""
    start = dialect.skip_rows + len(header)
    read = list(islice(read_records(path, dialect.delimiter), start, start + SAMPLED))
    records = [record for record in read if any(cell.strip() for cell in record)]
    if len(read) < SAMPLED and dialect.footer:
        records = records[: -len(dialect.footer)]
    found = sheet(header, titles, records)
    fields = tuple(_settled(field, found, path, dialect.delimiter, start) for field in found)
    return replace(found, fields=fields)


def _settled(field: Field, among: Sheet, path: Path, delimiter: str, start: int) -> Field:
    """The field with its day and month told apart, where another column or a later record of the file does so."""
    if field.reading.type is not Type.TIME or not field.reading.options:
        return field
    formats = [form for form, _ in field.reading.options]
    others = [_date_part(other.reading.format) for other in among if other.reading.type is Type.TIME]
    same = [form for form in formats if _date_part(form) in others]
    if len(same) != 1:
        order = dates.order((text, 1) for text in _texts(path, delimiter, start, field.position))
        same = [] if order is None else [formats[dates.ORDERS.index(order)]]
    return replace(field, reading=replace(field.reading, format=same[0], options=())) if same else field


def _date_part(form: str | None) -> str:
    return (form or "").split(" ")[0].split("T")[0].rstrip(",")


def _texts(path: Path, delimiter: str, start: int, position: int) -> Iterator[str]:
    for record in islice(read_records(path, delimiter), start, None):
        if len(record) > position:
            yield record[position].strip()
