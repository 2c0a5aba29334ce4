"""Contacts: what became of every agent's calls or tickets in two periods, in one pass over the records of a source.

Signs are shares of contacts, each y = 1, 0 or nothing. They are added up by agent, period and person first, so that one
customer who calls five times is not taken for five customers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from cxmetrics.judge.signs import NOTHING, Share, Side, Sides, Sign
from cxmetrics.measure import Measure
from cxmetrics.model import EVERYBODY, Moments, Segment
from cxmetrics.period import Period
from cxmetrics.warehouse.measures import reckoning
from cxmetrics.warehouse.quoting import identifier, literal
from cxmetrics.warehouse.records import COUNTS, table

WHOLE = ""
"""Stands for all agents together, and for whoever is not known."""

_LAST_RETURN = 8
"""Days after a period in which its customers' next contacts are looked for."""


@dataclass(frozen=True, slots=True)
class Contacts:
    """How one source is read. length: the metric's measure of a duration. signs: those that are told from one contact.

    returns: sign -> hours within which the same person comes back; none without a person and a time. agent, person, at:
    columns, None where there is none. segment_column: holds the values of a segment's dimension.
    """

    source: int
    length: Measure
    signs: Mapping[Sign, Measure]
    returns: Mapping[Sign, int]
    agent: str | None
    person: str | None
    at: str | None
    segment: Segment = EVERYBODY
    segment_column: str | None = None

    @property
    def keys(self) -> tuple[Sign, ...]:
        """Of every sign, in order."""
        return (*self.signs, *self.returns)


def by_agent(cursor: duckdb.DuckDBPyConnection, contacts: Contacts, periods: Sequence[Period]) -> dict[str, Sides]:
    """Agent, or WHOLE -> (before, after)."""
    rows = cursor.execute(_statement(contacts, periods)).fetchall()
    found: dict[str, list[Side]] = {}
    for agent, period, *numbers in rows:
        found.setdefault(agent, [NOTHING, NOTHING])[period] = _side(contacts.keys, numbers)
    return {agent: (sides[0], sides[1]) for agent, sides in found.items()}


def lengths(
    cursor: duckdb.DuckDBPyConnection, contacts: Contacts, period: Period
) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Of the contacts of known agents, or of all where none is: the agents, and arrays of one row for each length.

    agent: its position. seconds: whole. n: contacts.
    """
    seconds = reckoning(contacts.length, table(contacts.source)).x
    agent = f"coalesce({identifier(contacts.agent)}::VARCHAR, '')" if contacts.agent else "'?'"
    rows = cursor.execute(
        f"""
        SELECT dense_rank() OVER (ORDER BY agent) - 1 AS agent, agent AS name, seconds, n FROM (
            SELECT {agent} AS agent, floor({seconds})::BIGINT AS seconds, count(*) AS n
            FROM ({records_of(contacts, period)}) WHERE {seconds} > 0 AND {agent} <> '' GROUP BY ALL
        ) ORDER BY agent, seconds
        """
    ).fetchnumpy()
    names = tuple(dict.fromkeys(map(str, rows.pop("name"))))
    return names, rows


def _statement(contacts: Contacts, periods: Sequence[Period]) -> str:
    length = reckoning(contacts.length, table(contacts.source))
    agent, person, at = (
        identifier(name) if name else "NULL" for name in (contacts.agent, contacts.person, contacts.at)
    )
    told = "".join(
        f"({reckoning(measure, table(contacts.source)).y})::INTEGER AS y{i}, "
        for i, measure in enumerate(contacts.signs.values())
    )
    first = len(contacts.signs)
    back = ", ".join(
        f"CASE WHEN seconds > 0 AND person IS NOT NULL AND moment + INTERVAL {hours} HOUR <= latest "
        f"THEN coalesce(following <= moment + INTERVAL {hours} HOUR, false)::INTEGER END AS y{first + i}"
        for i, hours in enumerate(contacts.returns.values())
    )
    near = " OR ".join(_within(Period(p.start, p.end), _LAST_RETURN if contacts.returns else 0) for p in periods)
    numbered = " ".join(f"WHEN {_within(period)} THEN {i}" for i, period in enumerate(periods))
    is_short = f"y{contacts.keys.index(Sign.SHORT)} = 1" if Sign.SHORT in contacts.signs else "false"
    logs = ", ".join(
        f"count(y) FILTER ({which}) AS {name}n, coalesce(sum(y) FILTER ({which}), 0) AS {name}s, "
        f"coalesce(sum(y * y) FILTER ({which}), 0) AS {name}q"
        for name, which in (("short_", is_short), ("rest_", f"({is_short}) IS NOT TRUE"))
    )
    each = "".join(f", count(y{i}) AS n{i}, coalesce(sum(y{i}), 0) AS s{i}" for i in range(len(contacts.keys)))
    sums = "".join(
        f", sum(n{i}), sum(s{i}), countif(n{i} > 0), sum(n{i} * n{i}), sum(n{i} * s{i}), sum(s{i} * s{i})"
        for i in range(len(contacts.keys))
    )
    added = "sum(short_n), sum(short_s), sum(short_q), sum(rest_n), sum(rest_s), sum(rest_q)"
    following = "lead(moment) OVER (PARTITION BY person ORDER BY moment)" if contacts.returns else "NULL::TIMESTAMP"
    latest = f"(SELECT max({at}) FROM {table(contacts.source)} WHERE {COUNTS})" if contacts.returns else "NULL"

    def grouped(who: str, condition: str = "true") -> str:
        persons = f"SELECT {who} AS agent, period, who, {logs}{each} FROM told WHERE {condition} GROUP BY ALL"
        return f"SELECT agent, period, {added}{sums} FROM ({persons}) GROUP BY agent, period"

    return f"""
        WITH near AS (
            SELECT {agent}::VARCHAR AS agent, {person} AS person, {at} AS moment,
                hash(_cx_upload, _cx_record) AS record, CASE {numbered} END AS period,
                {length.y} AS y, {length.x} AS seconds, {told}{_in_segment(contacts)} AS asked
            FROM ({_counted(contacts)} AND ({near}))
        ), followed AS (SELECT *, {following} AS following, {latest} AS latest FROM near),
        told AS MATERIALIZED (
            SELECT *, CASE WHEN person IS NULL THEN record ELSE hash(person) END AS who{", " + back if back else ""}
            FROM followed WHERE period IS NOT NULL AND asked
        )
        {grouped("''")} UNION ALL {grouped("agent", "agent IS NOT NULL AND agent <> ''")}
    """


def records_of(contacts: Contacts, period: Period) -> str:
    """A SELECT of the counted records of a period, of the segment asked about."""
    return f"{_counted(contacts)} AND {_within(period)} AND {_in_segment(contacts)}"


def _counted(contacts: Contacts) -> str:
    return f"SELECT * FROM {table(contacts.source)} WHERE {COUNTS}"


def _in_segment(contacts: Contacts) -> str:
    if contacts.segment_column is None:
        return "true"
    return f"coalesce({identifier(contacts.segment_column)}::VARCHAR = {literal(contacts.segment.value)}, false)"


def _within(period: Period, more: int = 0) -> str:
    return f"_cx_day BETWEEN DATE {literal(str(period.start))} AND DATE {literal(str(period.end))} + {more}"


def _side(keys: Sequence[Sign], numbers: Sequence[Any]) -> Side:
    logs, shares = numbers[:6], numbers[6:]
    return Side(
        shares={key: Share(*map(_number, shares[6 * i : 6 * i + 6])) for i, key in enumerate(keys)},
        short=_moments(*logs[:3]),
        rest=_moments(*logs[3:]),
    )


def _number(value: Any) -> int:
    return int(value or 0)


def _moments(n: Any, total: Any, squares: Any) -> Moments:
    """Of logarithms, whose squares lose no digits."""
    if not n:
        return Moments()
    centred = max(float(squares) - float(total) ** 2 / int(n), 0.0)
    return Moments(n=int(n), positive=int(n), total=float(total), m2=centred)
