"""Proposals: how a file would be read, before anything is stored, and the same after the user's corrections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from cxmetrics.confined import Say
from cxmetrics.errors import BadInput
from cxmetrics.ingest.columns import ONCE, column_of, question_about, survey, with_format, with_role
from cxmetrics.ingest.dialect import dialect_of
from cxmetrics.ingest.fields import Field, Sheet
from cxmetrics.ingest.formats import format_of
from cxmetrics.ingest.formats.format import Decisions
from cxmetrics.ingest.names import file_title
from cxmetrics.ingest.opening import TextFile
from cxmetrics.ingest.sampling import sample
from cxmetrics.ingest.setting_aside import rules, total_rows
from cxmetrics.ingest.values import MISSING_CODES, Values
from cxmetrics.ingest.warnings import warnings
from cxmetrics.ingest.zones import zone_of_lines, zones_behind
from cxmetrics.layout import (
    EPOCH_MS,
    EPOCH_S,
    NO_ANSWER,
    NO_TEXT,
    Column,
    Layout,
    Proposal,
    Question,
    Role,
    SetAside,
    Type,
)

_SHOWN = 200


def propose(file: TextFile, say: Say = lambda _: None) -> Proposal:
    """Decide how a file is laid out. What its values leave open is asked, not guessed. Raises UnreadableFile.

    say: hears the fraction done, and may raise to stop.
    """
    dialect = dialect_of(file.path)
    form = format_of(dialect.head, dialect.footer)
    header = dialect.head[: form.header_rows(dialect.head)]
    table = sample(file.path, dialect, header, form.titles(header, dialect.width), say)
    decisions = form.decide(table)
    columns = _columns(table, decisions)
    table = replace(table, fields=(*table, *(part.field for part in decisions.parts)))
    layout = Layout(
        name=file_title(file.name),
        vendor=form.vendor,
        encoding=file.encoding,
        delimiter=dialect.delimiter,
        skip_rows=dialect.skip_rows,
        header_rows=len(header),
        footer_rows=dialect.footer_rows,
        timezone=decisions.timezone or _written_timezone(table, columns) or zone_of_lines(dialect.preamble),
        columns=columns,
        set_aside=total_rows(table) + decisions.set_aside,
        missing=_missing(table, columns, decisions),
        survey=survey(columns),
        caveats=decisions.caveats,
    )
    return Proposal(
        layout=layout,
        questions=_questions(table, columns, decisions),
        warnings=file.remarks + decisions.warnings + decisions.caveats + warnings(dialect, table, layout),
        header=tuple(header[0]),
        sample=tuple(tuple(record) for record in table.records[:_SHOWN]),
    )


def _columns(table: Sheet, decisions: Decisions) -> tuple[Column, ...]:
    """The columns of the file, and behind them the parts that some of them fall into."""
    whole = [_column(field, decisions) for field in table]
    parts = [replace(column_of(part.field, part.role), only=part.only, codes=part.codes) for part in decisions.parts]
    return (*whole, *parts)


def corrected(
    proposal: Proposal,
    roles: Mapping[str, Role | None],
    formats: Mapping[str, str],
    *,
    name: str | None = None,
) -> Proposal:
    """The proposal with the user's roles and formats, by column name, and perhaps another name for the source.

    A role that only one column may have moves to the column it is given to. Answered questions disappear; a new role
    may bring a new one. Raises BadInput for columns that are not there, and for roles and formats that the values of
    the column contradict.
    """
    before = proposal.layout.columns
    _check_names(before, roles, formats)
    moved = {role for role in roles.values() if role in ONCE}
    columns: list[Column] = []
    questions: list[Question] = []
    for old in before:
        role = roles.get(old.name, None if old.role in moved else old.role)
        column, asked = _recast(proposal, old, role, formats.get(old.name), settled=old.name in roles)
        columns.append(column)
        questions += asked
    changed = tuple(f'"{old.label}"' for old, new in zip(before, columns, strict=True) if old.role is not new.role)
    return replace(
        proposal,
        layout=replace(
            proposal.layout,
            name=name or proposal.layout.name,
            columns=tuple(columns),
            set_aside=_set_aside(proposal.layout, columns),
            survey=survey(columns),
        ),
        questions=tuple(questions),
        warnings=tuple(text for text in proposal.warnings if not text.startswith(changed)),
    )


def _column(field: Field, decisions: Decisions) -> Column:
    at = field.position
    column = column_of(field, decisions.roles.get(at))
    return replace(column, format=decisions.formats.get(at, column.format), codes=decisions.codes.get(at, ()))


def _recast(
    proposal: Proposal, column: Column, role: Role | None, form: str | None, *, settled: bool
) -> tuple[Column, list[Question]]:
    """One column under a correction, and what is still to be asked about it. settled: whether its role was answered."""
    shown = [record[column.position] for record in proposal.sample if _is_about(proposal, column, record)]
    values = Values.of([*shown, *column.examples])
    asked = [ask for ask in proposal.questions if ask.column == column.name]
    if role is not column.role:
        column, question = with_role(column, role, values)
        asked = [question] if question else []
    elif settled:
        asked = [ask for ask in asked if not _about_role(ask)]
    if form is not None:
        column = with_format(column, form, values)
        asked = [ask for ask in asked if _about_role(ask)]
    return column, asked


def _is_about(proposal: Proposal, column: Column, record: Sequence[str]) -> bool:
    if column.only is None:
        return True
    kind = record[proposal.layout.headers.index(column.only.column)]
    return kind.strip().lower() in {text.lower() for text in column.only.among}


def _questions(table: Sheet, columns: tuple[Column, ...], decisions: Decisions) -> tuple[Question, ...]:
    asked = (question_about(column, field.reading, field.values) for column, field in zip(columns, table, strict=True))
    return tuple(ask for ask in asked if ask) + decisions.questions


def _written_timezone(table: Sheet, columns: tuple[Column, ...]) -> str | None:
    """The zone that stands behind the dates, where it is one; seconds since 1970 are counted in UTC."""
    for field, column in zip(table, columns, strict=True):
        if column.role in (Role.DATE, Role.START):
            zones = zones_behind(field.values.probe)
            return zones[0] if len(zones) == 1 else "UTC" if column.format in (EPOCH_S, EPOCH_MS) else None
    return None


def _missing(table: Sheet, columns: tuple[Column, ...], decisions: Decisions) -> tuple[str, ...]:
    """Fillers such as "n/a" among numbers and dates, "[None]" anywhere, and codes such as -99, left out on scales."""
    found = dict.fromkeys(decisions.missing)
    for field, column in zip(table, columns, strict=True):
        fillers = NO_TEXT if column.type is Type.TEXT else NO_ANSWER | MISSING_CODES
        found |= dict.fromkeys(text for text in field.values.counts if text.lower() in fillers)
    return tuple(found)


def _check_names(columns: tuple[Column, ...], roles: Mapping[str, Role | None], formats: Mapping[str, str]) -> None:
    unknown = sorted((roles.keys() | formats.keys()) - {column.name for column in columns})
    if unknown:
        raise BadInput(f'There is no column "{unknown[0]}" in this file.')
    for role, times in Counter(role for role in roles.values() if role in ONCE).items():
        if times > 1:
            raise BadInput(f"Only one column of a file can be its {role}. Choose one of them.")


def _about_role(question: Question) -> bool:
    return question.options[0][0] in list(Role)


def _set_aside(layout: Layout, columns: list[Column]) -> tuple[SetAside, ...]:
    """The rules of columns that kept their role, and those that the new roles bring with them."""
    roles = {column.name: column.role for column in layout.columns}
    kept = {column.name for column in columns if column.role is roles[column.name]}
    given = [column.role for column in columns]
    return tuple(rule for rule in layout.set_aside if rule.column in kept) + tuple(
        rule for column in columns if column.name not in kept for rule in rules(column.name, column.role, given)
    )
