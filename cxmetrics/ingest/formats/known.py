"""Known columns: what exports with one header row and fixed names share."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from cxmetrics.ingest.durations import duration_formats
from cxmetrics.ingest.fields import Field, Sheet
from cxmetrics.ingest.names import words
from cxmetrics.ingest.records import Record
from cxmetrics.ingest.roles import duration_role, role_of
from cxmetrics.layout import Role, Type

_HARMLESS = (Role.SEGMENT, Role.VERBATIM, Role.PII)
_TELLING = 0.6


def likeness(head: Sequence[Record], telling: Collection[str], usual: Collection[str]) -> float:
    """How much a header is like a vendor's, 0 to 1: by its share of the telling names, and of the usual ones.

    telling: names that hardly anybody else uses; they weigh more, but one of several may be missing. usual: names that
    the vendor shares with others. Both in lower-case words.
    """
    names = {words(name) for name in head[0]} if head else set()

    def share(wanted: Collection[str]) -> float:
        return sum(name in names for name in wanted) / len(wanted)

    return _TELLING * share(telling) + (1 - _TELLING) * share(usual)


def roles(
    sheet: Sheet,
    names: Mapping[str, Role | None],
    *,
    first: Mapping[Role, Sequence[str]] | None = None,
    timed: Mapping[str, Role] | None = None,
) -> dict[int, Role | None]:
    """Roles by position out of a vendor's table of names, in lower-case words.

    first: of the columns named for a role, the first that is filled for at least half of the records gets it. timed:
    columns of durations and the unit of their plain numbers. Columns that the vendor does not know (a customer's own)
    are judged as in any file, but only for what measures nothing.
    """
    found: dict[int, Role | None] = {}
    known = {*names, *(timed or {}), *(name for several in (first or {}).values() for name in several)}
    for field in sheet:
        if unit := (timed or {}).get(field.words):
            found[field.position] = duration(field, unit)
        else:
            role = names.get(field.words) if field.words in known else _of_any_file(field)
            # an event that is never mentioned is not one that never happens
            found[field.position] = None if role is Role.FLAG and not field.values.counts else role
    for role, several in (first or {}).items():
        if chosen := filled(sheet, several):
            found[chosen.position] = role
    return found


def _of_any_file(field: Field) -> Role | None:
    role = role_of(field)
    return role if role in _HARMLESS else None


def duration(field: Field, unit: Role) -> Role | None:
    """The role of a column of durations whose plain numbers are in `unit`; None where it holds none."""
    if field.reading.type is Type.NUMBER and field.values.counts:
        return duration_role(field) or unit
    clocks = duration_formats(field.values.probe, field.label)
    return (duration_role(field) or Role.DURATION_SECONDS) if clocks else None


def filled(sheet: Sheet, names: Sequence[str]) -> Field | None:
    """The first of these columns that is filled for at least half of the records."""
    by_name = {field.words: field for field in reversed(sheet.fields)}
    found = (by_name[name] for name in names if name in by_name)
    return next((field for field in found if field.values.filled * 2 >= field.values.records), None)


def named(sheet: Sheet, name: str) -> Field | None:
    """The first column of this name, in lower-case words."""
    return next((field for field in sheet if field.words == name), None)
