"""Five9 call log: one row a call, in 25 columns that a report may have fewer or more of.

[None] and [Deleted] stand for an agent or a campaign that is not there. Calls of type Internal stay within the company
and those of type Test are rehearsals (Cloverhound/five9-cli, docs/scrape/config-web-services_data-types_callType.md).
Times are those of the report's own zone, which the file does not name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cxmetrics.ingest.fields import Sheet
from cxmetrics.ingest.formats import generic, known
from cxmetrics.ingest.formats.format import Decisions, Format
from cxmetrics.ingest.records import Record
from cxmetrics.layout import Reason, Role, SetAside

_TELLING = ("bill time rounded", "after call work time", "queue wait time", "park time", "ivr time")
_USUAL = ("call id", "timestamp", "campaign", "call type", "agent", "disposition", "ani", "dnis", "talk time")
_ROLES: dict[str, Role | None] = {
    "call id": Role.ID,
    "timestamp": Role.DATE,
    "campaign": Role.SEGMENT,
    "skill": Role.SEGMENT,
    "call type": Role.SEGMENT,
    "disposition": Role.SEGMENT,
    "agent": Role.AGENT,
    "agent name": Role.PII,
    "agent email": Role.PII,
    "customer name": Role.PII,
    "ani": Role.PII,
    "dnis": Role.PII,
    "cost": Role.AMOUNT,
    "transfers": Role.FLAG,
    "abandoned": Role.FLAG,
    "conferences": None,
    "holds": None,
    "recordings": None,
    "session id": None,
}
_TIMED = dict.fromkeys(
    (
        "call time",
        "handle time",
        "talk time",
        "hold time",
        "park time",
        "queue wait time",
        "ring time",
        "ivr time",
        "after call work time",
    ),
    Role.DURATION_SECONDS,
)
_BILLED = "bill time rounded"
_MISSING = ("[None]", "[Deleted]")
_TYPES = ((Reason.INTERNAL_LEG, ("Internal", "Internal Voicemail")), (Reason.TEST_ROW, ("Test",)))


def _recognise(head: Sequence[Record]) -> float:
    return known.likeness(head, _TELLING, _USUAL)


def _decide(sheet: Sheet) -> Decisions:
    kind = known.named(sheet, "call type")
    return Decisions(
        known.roles(sheet, _ROLES | {_BILLED: None}, timed=_TIMED),
        set_aside=tuple(SetAside(reason, kind.name, texts) for reason, texts in _TYPES) if kind else (),
        warnings=tuple(_warnings(sheet)),
        missing=_MISSING,
    )


def _warnings(sheet: Sheet) -> Iterator[str]:
    kind = known.named(sheet, "call type")
    outbound = sum(kind.values.among(text) for text in ("autodial", "outbound", "agent", "manual")) if kind else 0
    if kind and 0 < outbound < 1:
        yield (
            f'"{kind.label}" mixes calls that came in and calls that went out. Split by it before comparing: they last '
            "differently long."
        )
    abandoned = known.named(sheet, "abandoned")
    if not abandoned or not abandoned.values.counts:
        yield 'No call says whether it was "Abandoned", so this file cannot say how many gave up waiting.'
    yield (
        "Callers are known by their numbers alone, which are personal data and not kept: whether one called "
        'again cannot be told. Make "ANI" the person to count it: a key then stands for each.'
    )


FORMAT = Format("five9", _recognise, lambda _: 1, generic.FORMAT.titles, _decide)
