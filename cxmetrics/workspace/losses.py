"""Satisfied but left: answers of one source joined to the losses of another by the customer's key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from cxmetrics.judge.losses import Answered, Lacking, Left, Losses, Reason, against_stayers, share
from cxmetrics.layout import SCALES, Layout, Role
from cxmetrics.measure import LeaversOf, MeanOf, NpsGroupOf, NpsOf, ShareOf
from cxmetrics.metrics.catalogue import template
from cxmetrics.model import Metric, Policy
from cxmetrics.period import Period
from cxmetrics.warehouse import last_answers, reasons
from cxmetrics.warehouse.last_answers import Answers, Spells
from cxmetrics.warehouse.pseudonyms import key_of
from cxmetrics.warehouse.quoting import identifier
from cxmetrics.warehouse.records import table
from cxmetrics.workspace import definitions, imports, schema
from cxmetrics.workspace.oddities import columns_of
from cxmetrics.workspace.outline import Outline

WINDOW = 90
"""Days before leaving in which an answer counts, unless somebody asks for others."""

MOST_REASONS = 12
_CUSTOMERS, _EMPLOYEES = ("churn",), ("employee_turnover",)
_ASKED = frozenset({*SCALES, Role.CSAT_TEXT, Role.CSAT_GOOD_BAD, Role.NPS_GROUP})
_TEXTS = (Role.LEAVE_REASON, Role.VERBATIM, Role.MULTI_SELECT)
_OURS = 0.5
"""Share of the answers of a survey that must be of employees for it to be a survey of employees."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. metric: the answers, where it is one that sources with keys have; else the first that is.

    window: days. within: the period of leaving, None for ever. rivals: competitors to look for by name.
    """

    metric: str
    window: int = WINDOW
    within: Period | None = None
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Files:
    """What is asked, and where things are. keyed: the metrics whose single answers can be joined."""

    cursor: duckdb.DuckDBPyConnection
    outline: Outline
    question: Question
    policy: Policy
    sources: Mapping[str, int]
    layouts: Mapping[int, Layout]
    keyed: tuple[str, ...]

    def layout(self, key: str) -> Layout:
        return self.layouts[self.sources[key]]

    def losing(self, entries: tuple[str, ...]) -> str | None:
        """The metric of these entries of the catalogue that says when somebody left."""
        for key, metric in self.outline.metrics.items():
            entry = template(key)
            if entry and entry.key in entries and isinstance(metric.measure, LeaversOf):
                return key
        return None


def left(cursor: duckdb.DuckDBPyConnection, outline: Outline, question: Question, policy: Policy) -> Left:
    """Who left of customers and employees, what they had last answered, and why they say they left."""
    sources = {key: definitions.source_of(cursor, key) for key in outline.metrics}
    layouts = {source: imports.layout_of(cursor, source) for source in set(sources.values())}
    keyed = tuple(key for key, metric in outline.metrics.items() if _joins(metric, layouts[sources[key]]))
    files = _Files(cursor, outline, question, policy, sources, layouts, keyed)
    return Left(keyed, _customers(files), _employees(files))


def _joins(metric: Metric, layout: Layout) -> bool:
    """Whether single answers can be joined: to a question, of somebody known, at a known time."""
    return _is_question(metric, layout) and bool(layout.named(Role.PERSON)) and bool(layout.named(Role.DATE))


def _is_question(metric: Metric, layout: Layout) -> bool:
    match metric.measure:
        case NpsOf() | NpsGroupOf() | ShareOf():
            asked = {column.name for column in layout.columns if column.role in _ASKED}
            return bool(columns_of(metric.measure) & asked)
        case MeanOf(top_box=top):
            return top is not None
        case _:
            return False


def _customers(files: _Files) -> Losses:
    """By the customers' keys; in a file of one record a customer its id may be that key, if answers have it."""
    key = files.losing(_CUSTOMERS)
    if key is None:
        return Losses(0, None, Lacking.LEAVERS)
    person = next((identifier(column.name) for column in files.layout(key).named(Role.PERSON)), None)
    spells = _spells(files, key, person or _id(files, key))
    if not files.keyed:
        asked = any(_is_question(metric, files.layout(one)) for one, metric in files.outline.metrics.items())
        return _losses(files, key, spells, Lacking.KEY_OF_ANSWERS if asked else Lacking.ANSWERS)
    metric = _chosen(files)
    if person is None and not last_answers.matched(files.cursor, _said(files, metric), spells):
        return _losses(files, key, spells, Lacking.KEY_OF_LEAVERS)
    return _losses(files, key, spells, _answered(files, key, spells, metric))


def _chosen(files: _Files) -> str:
    """The metric that is looked at, else satisfaction, else the first whose answers can be joined."""
    wanted = (files.question.metric, "csat", *files.keyed)
    return next(key for key in wanted if key in files.keyed)


def _employees(files: _Files) -> Losses | None:
    """By the roster; answers are of employees where their keys are those of the roster."""
    key = files.losing(_EMPLOYEES)
    if key is None:
        return None
    spells = _spells(files, key, _id(files, key))
    for metric in {files.sources[one]: one for one in reversed(files.keyed)}.values():  # the first of each survey
        if last_answers.matched(files.cursor, _said(files, metric), spells) >= _OURS:
            return _losses(files, key, spells, _answered(files, key, spells, metric))
    return _losses(files, key, spells, Lacking.ANSWERS)


def _id(files: _Files, key: str) -> str:
    """The ids of the records made keys as persons are; none where they have no id."""
    ids = files.layout(key).named(Role.ID)
    return key_of(f"trim({identifier(ids[0].name)}::VARCHAR)", schema.secret(files.cursor)) if ids else "NULL"


def _spells(files: _Files, key: str, person: str) -> Spells:
    layout = files.layout(key)
    start, end = layout.named(Role.START)[0], layout.named(Role.END)[0]
    return Spells(table(files.sources[key]), person, start.name, end.name)


def _said(files: _Files, metric: str) -> Answers:
    layout = files.layout(metric)
    person, at = layout.named(Role.PERSON)[0], layout.named(Role.DATE)[0]
    return Answers(table(files.sources[metric]), files.outline.metrics[metric].measure, person.name, at.name)


def _answered(files: _Files, key: str, spells: Spells, metric: str) -> Answered:
    said, question = _said(files, metric), files.question
    found = last_answers.of_leavers(files.cursor, said, spells, question.window, question.within)
    through = files.outline.complete_through[key]
    months = last_answers.by_month(files.cursor, said, spells, question.window, question.within, through)
    return Answered(
        metric=metric,
        window=question.window,
        known=found.known,
        matched=last_answers.matched(files.cursor, said, spells),
        positive=share(found.positive, found.answered, files.policy),
        compared=against_stayers(*months, len(files.keyed), files.policy),
    )


def _losses(files: _Files, key: str, spells: Spells, answered: Answered | Lacking) -> Losses:
    """Who left and why, with what is known of their answers."""
    layout, ended = files.layout(key), spells.ended(files.question.within)
    leavers = last_answers.leavers(files.cursor, spells, files.question.within)
    known = answered if isinstance(answered, Answered) else None
    lacking = answered if isinstance(answered, Lacking) else None
    asked = layout.named(Role.LEAVE_REASON)
    if not asked or not leavers:
        return Losses(leavers, known, lacking)
    given = reasons.given(files.cursor, spells.table, asked[0].name, ended)
    told = [(words, n) for words, n in given if words is not None]
    texts = [column.name for column in layout.columns if column.role in _TEXTS]
    named = reasons.competitors(files.cursor, spells.table, texts, ended, files.question.rivals)

    def reason(words: str, n: int) -> Reason:
        return Reason(words, share(n, leavers, files.policy))

    return Losses(
        leavers,
        known,
        lacking,
        reasons=tuple(reason(*one) for one in told[:MOST_REASONS]),
        other=sum(n for _, n in told[MOST_REASONS:]),
        none=share(leavers - sum(n for _, n in told), leavers, files.policy),
        mentions=tuple(reason(*one) for one in named[:MOST_REASONS]),
        mentioned=share(sum(n for _, n in named), leavers, files.policy),
    )
