"""The vendors' formats that are known by name; every other file is read by the generic one."""

from __future__ import annotations

from collections.abc import Sequence

from cxmetrics.ingest.formats import generic, qualtrics, zendesk
from cxmetrics.ingest.formats.format import Format
from cxmetrics.ingest.records import Record

FORMATS: tuple[Format, ...] = (qualtrics.FORMAT, zendesk.FORMAT)
_CERTAIN_ENOUGH = 0.5


def format_of(head: Sequence[Record]) -> Format:
    """The format that is surest of a file's first records, the generic one where none is."""
    best = max(FORMATS, key=lambda each: each.recognise(head))
    return best if best.recognise(head) >= _CERTAIN_ENOUGH else generic.FORMAT
