"""Parts: one column of scores that answers several kinds of survey, as a column for each kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cxmetrics.ingest.fields import Field, Sheet
from cxmetrics.ingest.names import Title, unique, words
from cxmetrics.ingest.readings import TEXT, read
from cxmetrics.ingest.scores import reaches_top
from cxmetrics.ingest.values import Values
from cxmetrics.layout import SCALES, Only, Reason, Role, SetAside

_FIT = 0.8
"""Share of answers on the scale: the file says itself which kind they are, so a few off it are mistakes."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of survey. called: the words for it, as `names.words` gives them. codes: see Column.codes."""

    key: str
    role: Role
    called: frozenset[str]
    codes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A column of its own, made of the records that are of one kind."""

    field: Field
    role: Role
    only: Only
    codes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Split:
    """What a column of scores falls into. set_aside: the records of kinds that cannot be counted. left: those kinds."""

    parts: tuple[Part, ...]
    set_aside: SetAside
    left: tuple[str, ...]


KINDS = (
    Kind("nps", Role.SCORE_NPS, frozenset({"nps", "net promoter score", "customer loyalty", "loyalty"})),
    Kind("csat", Role.CSAT_1_5, frozenset({"csat", "csat 5", "csat5", "customer satisfaction", "satisfaction"})),
    Kind(
        "ces", Role.CES_1_7, frozenset({"ces", "ces 7", "ces7", "customer effort score", "customer effort", "effort"})
    ),
    Kind("stars", Role.STARS_1_5, frozenset({"star", "stars", "five star", "5 star", "star rating"})),
)
"""Kinds of survey under their usual names, each on its usual scale. Any other kind is counted nowhere."""


def split(sheet: Sheet, score: Field, kind: Field, kinds: Sequence[Kind] = KINDS) -> Split | None:
    """The parts of `score` by the texts of `kind`, None where there is none. A kind off its scale is none of them."""
    named = {text: next((each for each in kinds if words(text) in each.called), None) for text in kind.values.counts}
    parts: list[Part] = []
    for each in kinds:
        texts = tuple(text for text, found in named.items() if found is each)
        if texts and (part := _part(sheet, score, kind, each, texts)):
            parts.append(part)
    if not parts:
        return None
    counted = tuple(text for part in parts for text in part.only.among)
    return Split(
        parts=tuple(parts),
        set_aside=SetAside(Reason.OTHER_SURVEY_TYPE, kind.name, counted, unless=True),
        left=tuple(text for text in named if text not in counted),
    )


def _part(sheet: Sheet, score: Field, kind: Field, each: Kind, texts: tuple[str, ...]) -> Part | None:
    values = Values.of([record[score.position] for record in sheet.records if record[kind.position].strip() in texts])
    if not _on_scale(values, each):
        return None
    *_, title = unique([*(field.title for field in sheet), Title(f"{score.name} ({each.key})", "")])
    reading = TEXT if each.codes else read(values, score.label)
    field = Field(replace(title, label=f"{score.label}: {texts[0]}"), score.position, values, reading)
    return Part(field, each.role, Only(kind.name, texts), each.codes)


def _on_scale(values: Values, kind: Kind) -> bool:
    if kind.codes:
        return values.among(*(code for code, _ in kind.codes)) >= _FIT
    low, high = SCALES[kind.role]
    return values.within(low, high) >= _FIT and reaches_top(values, kind.role)
