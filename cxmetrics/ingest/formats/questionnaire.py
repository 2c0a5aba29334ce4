"""Questionnaires: exports whose questions are the customer's own, between columns that the survey tool adds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from cxmetrics.ingest.columns import ONCE
from cxmetrics.ingest.fields import Field, Sheet
from cxmetrics.ingest.formats import generic
from cxmetrics.ingest.formats.format import Decisions
from cxmetrics.layout import Role, Type

_WHEN = (Role.DATE, Role.START, Role.END)
_TIMES_PICKED = 2
_MOST_OPTIONS = 40


def decide(sheet: Sheet, own: Mapping[str, Role | None], dates: Sequence[str]) -> Decisions:
    """Questions as in any export, and the tool's own columns by its table of names, in lower-case words.

    dates: the columns that may say when somebody answered, the best first. Whatever else looks like a date, an id or a
    key is an answer.
    """
    general = generic.decide(sheet)
    mine = {field.position: own[field.words] for field in sheet if field.words in own}
    by_name = {field.words: field for field in reversed(sheet.fields)}
    filled = [by_name[name] for name in dates if name in by_name and by_name[name].values.filled]
    mine |= {by_name[name].position: None for name in dates if name in by_name}
    if filled:
        mine[filled[0].position] = Role.DATE
    taken = {role for role in mine.values() if role in ONCE} | (set(_WHEN) if filled else set())
    roles = {at: None if role in taken else role for at, role in general.roles.items()} | mine
    labels = {f'"{sheet.fields[at].label}"' for at in mine}
    names = {sheet.fields[at].name for at in mine}
    return replace(
        general,
        roles=roles | {field.position: Role.MULTI_SELECT for field in sheet if _is_list(field, roles)},
        set_aside=tuple(rule for rule in general.set_aside if rule.column not in names),
        questions=tuple(ask for ask in general.questions if ask.column not in names),
        warnings=tuple(text for text in general.warnings if not text.startswith(tuple(labels))),
    )


def names(sheet: Sheet, wanted: str) -> tuple[str, ...]:
    """The name that a column of the tool has in this file, none where it was left out."""
    return tuple(field.name for field in sheet if field.words == wanted)[:1]


def _is_list(field: Field, roles: Mapping[int, Role | None]) -> bool:
    """Whether answers pick several of a few options, written as one list: "Price;Speed"."""
    if field.reading.type is not Type.TEXT or roles.get(field.position) not in (None, Role.SEGMENT, Role.VERBATIM):
        return False
    picked: Counter[str] = Counter()
    for text, number in field.values.probe.items():
        picked.update({option: number for option in text.strip("; ").split(";") if option.strip()})
    several = field.values.share(lambda text: ";" in text.strip("; "))
    return several > 0 and len(picked) <= _MOST_OPTIONS and sum(picked.values()) >= _TIMES_PICKED * len(picked)
