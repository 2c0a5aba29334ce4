"""Genesys Cloud interactions: one row a conversation, with lists in its cells and its own completeness in two columns.

Durations are milliseconds, or h:mm:ss where the export was asked to format them (MyPureCloud/platform-client-sdk-java,
build/docs/ReportingExportJobRequest.md: hasFormatDurations, locale). An address that begins with "sip:" belongs to the
telephone system; an outside caller's begins with "tel:".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cxmetrics.ingest.fields import Sheet
from cxmetrics.ingest.formats import generic, known
from cxmetrics.ingest.formats.format import Decisions, Format
from cxmetrics.ingest.records import Record
from cxmetrics.layout import LISTED, Reason, Role, SetAside

_TELLING = ("full export completed", "partial result timestamp", "conversation id", "wrap up")
_USUAL = ("filters", "media type", "users", "date", "duration", "direction")
_ROLES: dict[str, Role | None] = {
    "conversation id": Role.ID,
    "date": Role.DATE,
    "users": Role.AGENT,
    "media type": Role.SEGMENT,
    "direction": Role.SEGMENT,
    "initial direction": Role.SEGMENT,
    "queue": Role.SEGMENT,
    "first queue": Role.SEGMENT,
    "wrap up": Role.SEGMENT,
    "flow": Role.SEGMENT,
    "division": Role.SEGMENT,
    "disconnect type": Role.SEGMENT,
    "abandoned": Role.FLAG,
    "transferred": Role.FLAG,
    "transfers": Role.FLAG,
    "remote": Role.PII,
    "ani": Role.PII,
    "dnis": Role.PII,
    "from": Role.PII,
    "to": Role.PII,
    "external contact": Role.PII,
    "full export completed": None,
    "partial result timestamp": None,
    "filters": None,
    "end date": None,
}
_TIMED = dict.fromkeys(
    (
        "duration",
        "total handle",
        "total talk",
        "total hold",
        "total acw",
        "total queue",
        "total ivr",
        "time to abandon",
    ),
    Role.DURATION_MS,
)
_ADDRESSES = ("ani", "dnis", "remote")
_INTERNAL = "sip:"
_LISTS = ("users", "queue", "wrap up", "media type", "direction", "flow", "division")


def _recognise(head: Sequence[Record]) -> float:
    return known.likeness(head, _TELLING, _USUAL)


def _decide(sheet: Sheet) -> Decisions:
    roles = known.roles(sheet, _ROLES, timed=_TIMED)
    lists = {field.position: LISTED for field in sheet if field.words in _LISTS and field.values.share(_is_list)}
    return Decisions(
        roles,
        set_aside=tuple(_internal(sheet)),
        warnings=tuple(_warnings(sheet, lists)),
        formats=lists,
    )


def _internal(sheet: Sheet) -> Iterator[SetAside]:
    """Legs between the system's own stations; where every address is one, the marker says nothing."""
    for field in sheet:
        if field.words in _ADDRESSES and 0 < field.values.share(_is_internal) < 1:
            yield SetAside(Reason.INTERNAL_LEG, field.name, (_INTERNAL,), prefix=True)


def _is_list(text: str) -> bool:
    return LISTED in text


def _is_internal(text: str) -> bool:
    return text.lower().startswith(_INTERNAL)


def _warnings(sheet: Sheet, lists: dict[int, str]) -> Iterator[str]:
    complete, stopped = known.named(sheet, "full export completed"), known.named(sheet, "partial result timestamp")
    if (complete and complete.values.among("no", "false")) or (stopped and stopped.values.filled):
        when = f" It stopped at {next(iter(stopped.values.counts))}." if stopped and stopped.values.filled else ""
        yield (
            f'"{(complete or stopped or sheet.fields[0]).label}" says that this export was cut off, so interactions '
            f"are missing.{when} Export again for a shorter time."
        )
    for position in lists:
        field = sheet.fields[position]
        several = sum(n for text, n in field.values.counts.items() if _is_list(text))
        yield f'"{field.label}" lists several values in {several} of {len(sheet.records)} records; the first counts.'
    if not known.named(sheet, "total handle") and (whole := known.named(sheet, "duration")):
        yield f'"{whole.label}" lasts from the first ring to the end, waiting included: it is no handle time.'
    if not known.named(sheet, "abandoned"):
        yield 'There is no column "Abandoned", so this file cannot say how many gave up waiting.'


FORMAT = Format("genesys", _recognise, lambda _: 1, generic.FORMAT.titles, _decide)
