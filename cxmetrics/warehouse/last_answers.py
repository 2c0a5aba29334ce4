"""Last answers: what customers answered in one source before they left by another, joined by their keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import duckdb
import numpy as np

from cxmetrics.measure import Measure
from cxmetrics.period import Period
from cxmetrics.stats.arrays import Floats, floats
from cxmetrics.warehouse.measures import reckoning
from cxmetrics.warehouse.quoting import identifier, literal
from cxmetrics.warehouse.records import COUNTS
from cxmetrics.warehouse.respondents import GROUPS

ENOUGH_STAYERS = 50_000
"""Customers from which a random part of them is enough to tell how those who stay answer; leavers are all there."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Where answers are. person, at: the columns with the customer's key and the time of the answer."""

    table: str
    measure: Measure
    person: str
    at: str


@dataclass(frozen=True, slots=True)
class Spells:
    """Who was there from when to when. person: an expression that gives the key that answers have."""

    table: str
    person: str
    start: str
    end: str

    def ended(self, within: Period | None) -> str:
        """The condition under which a record has ended, in the period or ever; a planned end is none yet."""
        end = identifier(self.end)
        days = f" AND {end}::DATE BETWEEN {_day(within.start)} AND {_day(within.end)}" if within else ""
        return f"{COUNTS} AND {end} <= now()::TIMESTAMP{days}"


class LastAnswers(NamedTuple):
    """Leavers who ever answered, who answered in time, and whose last answer then was positive."""

    known: int
    answered: int
    positive: int


def leavers(cursor: duckdb.DuckDBPyConnection, spells: Spells, within: Period | None) -> int:
    """How many left."""
    row = cursor.execute(f"SELECT count(*) FROM {spells.table} WHERE {spells.ended(within)}").fetchone()
    assert row is not None
    return int(row[0])


def matched(cursor: duckdb.DuckDBPyConnection, answers: Answers, spells: Spells) -> float:
    """The share of all answers whose customer is among those who left or stayed."""
    known = f"SELECT {spells.person} FROM {spells.table} WHERE {COUNTS}"
    row = cursor.execute(f"SELECT avg((person IN ({known}))::INTEGER) FROM ({_said(answers)})").fetchone()
    assert row is not None
    return float(row[0] or 0.0)


def of_leavers(
    cursor: duckdb.DuckDBPyConnection, answers: Answers, spells: Spells, window: int, within: Period | None
) -> LastAnswers:
    """The last answer of each who left in so many days before."""
    row = cursor.execute(
        f"""
        WITH said AS ({_said(answers)}),
        gone AS (
            SELECT _cx_upload AS upload, _cx_record AS record, {spells.person} AS person,
                {identifier(spells.end)}::DATE AS ended
            FROM {spells.table} WHERE {spells.ended(within)}
        ),
        last AS (
            SELECT upload, record, arg_max(positive, said_at) FILTER (said_at::DATE >= ended - {window}) AS positive
            FROM said JOIN gone USING (person) WHERE said_at::DATE <= ended GROUP BY upload, record
        )
        SELECT count(*), count(positive), countif(positive) FROM last
        """
    ).fetchone()
    assert row is not None
    return LastAnswers(*row)


def by_month(
    cursor: duckdb.DuckDBPyConnection,
    answers: Answers,
    spells: Spells,
    window: int,
    within: Period | None,
    through: date,
) -> tuple[Floats, Floats]:
    """Who left in each month and who stayed, by random groups of customers: people, and those last content.

    Both of shape (months, 2, groups), leavers first. People are counted in every month at whose beginning they were
    there and had answered in so many days before; through: the last day that is covered, months after it do not count.
    """
    left = f"coalesce({identifier(spells.end)} < month + INTERVAL 1 MONTH, false)"
    row = cursor.execute(f"SELECT count(*) FROM {spells.table} WHERE {COUNTS}").fetchone()
    one_in = max(1, (row[0] if row else 0) // ENOUGH_STAYERS)
    days = f"BETWEEN {_day(within.start)} AND {_day(within.end)}" if within else f"<= {_day(through)}"
    rows = cursor.execute(
        f"""
        WITH spells AS (
            SELECT {spells.person} AS person, {identifier(spells.start)} AS started, {identifier(spells.end)} AS ended
            FROM {spells.table} WHERE {COUNTS} AND {identifier(spells.start)} IS NOT NULL
                AND (({spells.ended(within)}) OR hash({spells.person}) % {one_in} = 0)
        ),
        said AS (SELECT * FROM ({_said(answers)}) WHERE person IN (SELECT person FROM spells)),
        last AS (
            SELECT person, month, arg_max(positive, said_at) AS positive FROM (
                SELECT *, unnest(generate_series(
                    date_trunc('month', said_at) + INTERVAL 1 MONTH, said_at::DATE + {window}, INTERVAL 1 MONTH
                )) AS month FROM said
            ) WHERE month {days} GROUP BY person, month
        )
        SELECT month, {left.replace(identifier(spells.end), "ended")} AS gone, hash(person) % {GROUPS} AS key,
            count(*)::DOUBLE AS n, countif(positive)::DOUBLE AS content
        FROM last JOIN spells USING (person)
        WHERE started < month AND (ended IS NULL OR ended >= month) GROUP BY ALL
        """
    ).fetchnumpy()
    months, month = np.unique(rows["month"], return_inverse=True)
    side = np.where(np.asarray(rows["gone"], dtype=bool), 0, 1)
    n, content = (np.zeros((months.size, 2, GROUPS)) for _ in range(2))
    where = month, side, np.asarray(rows["key"], dtype=np.intp)
    n[where], content[where] = floats(rows["n"]), floats(rows["content"])
    return n, content


def _said(answers: Answers) -> str:
    """Every answer of somebody known: person, at, and whether it was positive."""
    how = reckoning(answers.measure, answers.table)
    return (
        f"SELECT {identifier(answers.person)} AS person, {identifier(answers.at)} AS said_at, "
        f"({how.y}) {how.positive} AS positive FROM ({how.relation}) "
        f"WHERE {identifier(answers.person)} IS NOT NULL AND {identifier(answers.at)} IS NOT NULL "
        f"AND ({how.y}) IS NOT NULL"
    )


def _day(day: date) -> str:
    return f"DATE {literal(str(day))}"
