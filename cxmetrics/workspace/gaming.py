"""Gamed? The evidence on a metric that works against customers alone, out of its source and joined to answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import duckdb

from cxmetrics.judge import gaming as judged
from cxmetrics.judge.compare import compare, estimate
from cxmetrics.judge.family import together
from cxmetrics.judge.gaming import Answered, Gaming, Pile
from cxmetrics.judge.signs import NONE, NOTHING, Side, Sides, Sign, traces
from cxmetrics.layout import Layout, Role
from cxmetrics.measure import ShareOf
from cxmetrics.metrics.catalogue import template
from cxmetrics.metrics.dimensions import dimensions
from cxmetrics.model import EVERYBODY, Kind, Metric, Moments, Policy, Selection, Verdict
from cxmetrics.period import Period
from cxmetrics.warehouse import contacts as records
from cxmetrics.warehouse.contacts import WHOLE, Contacts
from cxmetrics.warehouse.follow_up import Survey, answers_after
from cxmetrics.workspace import definitions, imports
from cxmetrics.workspace.outline import Outline

ANSWER_WITHIN = 30
"""Days after a contact within which an answer is taken to be about it."""

_METRICS = {
    "short_calls": Sign.SHORT,
    "transfer_rate": Sign.TRANSFERRED,
    "reopen_rate": Sign.REOPENED,
    "abandon_rate": Sign.ABANDONED,
    "repeat_contact": Sign.AGAIN_WEEK,
}
"""Entry of the catalogue -> the sign it counts."""

_RETURNS = {Sign.AGAIN_DAY: 24, Sign.AGAIN_WEEK: 7 * 24}
"""Hours."""

_SURVEYS = ("nps", "csat")
_MATTERS = 0.01
"""The smallest change that matters in a sign that is no metric of its own."""

Judge = Callable[[Selection], Verdict]


def suspect(outline: Outline, key: str) -> str | None:
    """The metric to ask about: this one, else the first that works against customers alone and has dates."""
    usable = [
        name
        for name, metric in outline.metrics.items()
        if metric.never_alone and metric.kind is Kind.DURATION and name in outline.extents
    ]
    return key if key in usable else next(iter(usable), None)


def gaming(
    cursor: duckdb.DuckDBPyConnection,
    outline: Outline,
    selection: Selection,
    target: float | None,
    policy: Policy,
    judge: Judge,
) -> Gaming | None:
    """Of the selected metric, or the first suspect; None where the workspace has none.

    target: seconds that somebody set, None to search round numbers. judge: the verdict on a metric in the two periods,
    as the scorecard has it.
    """
    key = suspect(outline, selection.metric)
    if key is None:
        return None
    metric = outline.metrics[key]
    source = definitions.source_of(cursor, key)
    layout = imports.layout_of(cursor, source)
    found = {
        sign: other
        for other in definitions.of_source(cursor, source)
        if (sign := _sign(other)) and other.key in outline.metrics
    }
    read = _contacts(metric, source, layout, found, selection)
    asked = replace(selection, metric=key, segment=read.segment)
    sides = records.by_agent(cursor, read, [asked.before, asked.after])
    whole = sides.pop(WHOLE, (NOTHING, NOTHING))
    pile = _pile(cursor, read, asked.after, target, policy, sides)
    stories = traces(sides, policy)
    short = found.get(Sign.SHORT)
    result = Gaming(
        metric=metric,
        verdict=judge(asked),
        signs=together(
            {
                sign: judge(replace(asked, metric=found[sign].key))
                if sign in found
                else judged.of_sign(whole[0].shares.get(sign, NONE), whole[1].shares.get(sign, NONE), _MATTERS, policy)
                for sign in read.keys
            },
            policy,
        ),
        traces=stories,
        split=judged.split(metric, *whole, policy) if short else None,
        pile=pile,
        answered=None,
        agents=sum(_contacts_of(side[1]) >= policy.minimum_n for side in sides.values()),
        short_s=short.measure.below if short and isinstance(short.measure, ShareOf) else None,
        everybody=selection.segment != read.segment,
    )
    return replace(result, answered=_answered(cursor, outline, read, asked.after, result.named, policy))


def _sign(metric: Metric) -> Sign | None:
    entry = template(metric.key)
    return _METRICS.get(entry.key) if entry else None


def _contacts(
    metric: Metric, source: int, layout: Layout, found: Mapping[Sign, Metric], selection: Selection
) -> Contacts:
    agent, person, at = (
        next((column.name for column in layout.named(role)), None) for role in (Role.AGENT, Role.PERSON, Role.DATE)
    )
    columns = {name: column for column, name in dimensions(layout).items()}
    column = columns.get(selection.segment.dimension)
    return Contacts(
        source=source,
        length=metric.measure,
        signs={sign: found[sign].measure for sign in Sign if sign in found and sign not in _RETURNS},
        returns=_RETURNS if person and at else {},
        agent=agent,
        person=person,
        at=at,
        segment=selection.segment if column else EVERYBODY,
        segment_column=column,
    )


def _pile(
    cursor: duckdb.DuckDBPyConnection,
    read: Contacts,
    period: Period,
    target: float | None,
    policy: Policy,
    sides: dict[str, Sides],
) -> Pile | None:
    """Contacts just below a target; where they are too many, or the target was asked for, a sign of every agent."""
    names, rows = records.lengths(cursor, read, period)
    found = judged.pile(rows["seconds"], rows["n"], target, policy)
    if found and read.agent and (found.asked or found.real(policy)):
        below = judged.at_target(rows["agent"], rows["seconds"], rows["n"], found.found)
        for i, name in enumerate(names):
            if name in sides:
                before, after = sides[name]
                sides[name] = before, replace(after, shares={**after.shares, Sign.AT_TARGET: below[i]})
    return found


def _contacts_of(side: Side) -> int:
    return side.short.n + side.rest.n


def _answered(
    cursor: duckdb.DuckDBPyConnection,
    outline: Outline,
    read: Contacts,
    period: Period,
    named: tuple[str, ...],
    policy: Policy,
) -> Answered | None:
    """What customers said afterwards, out of the first survey of another source that knows who answered when."""
    if not (read.agent and read.person and read.at):
        return None
    for key in _SURVEYS:
        if key not in outline.extents:
            continue
        source = definitions.source_of(cursor, key)
        layout = imports.layout_of(cursor, source)
        persons, dates = layout.named(Role.PERSON), layout.named(Role.DATE)
        if source == read.source or not persons or not dates:
            continue
        metric = outline.metrics[key]
        survey = Survey(source, metric.measure, persons[0].name, dates[0].name)
        agents, contacts, followed = answers_after(cursor, read, survey, period, ANSWER_WITHIN)
        if not followed:
            continue
        return Answered(
            metric=metric,
            days=ANSWER_WITHIN,
            contacts=contacts,
            followed=followed,
            whole=estimate(metric.kind, _sum(agents), policy.level),
            agents={
                name: compare(metric.kind, _sum(agents, name), agents.get(name, Moments()), policy) for name in named
            },
        )
    return None


def _sum(agents: Mapping[str, Moments], without: str = "") -> Moments:
    return sum((moments for name, moments in agents.items() if name != without), Moments())
