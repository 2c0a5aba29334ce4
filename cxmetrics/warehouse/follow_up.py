"""Follow-up: what customers answered in one source after their last contact in another, joined by their keys."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from cxmetrics.measure import Measure
from cxmetrics.model import Moments
from cxmetrics.period import Period
from cxmetrics.warehouse.contacts import Contacts, records_of
from cxmetrics.warehouse.measures import reckoning
from cxmetrics.warehouse.quoting import identifier
from cxmetrics.warehouse.records import table


@dataclass(frozen=True, slots=True)
class Survey:
    """A source of answers: what an answer counts as, and the columns of who gave it and when."""

    source: int
    answer: Measure
    person: str
    at: str


def answers_after(
    cursor: duckdb.DuckDBPyConnection, contacts: Contacts, survey: Survey, period: Period, days: int
) -> tuple[dict[str, Moments], int, int]:
    """Agent -> the answers after the last contact, at most so many days later; contacts; those followed by an answer.

    Every answer counts once, for the agent of the last contact before it that an agent had. An answer of which only the
    day is known was given at the end of it. Answers are those of scores and shares. Contacts need an agent, a person
    and a time.
    """
    length = reckoning(contacts.length, table(contacts.source)).x
    agent, person, at = (identifier(name or "") for name in (contacts.agent, contacts.person, contacts.at))
    told = reckoning(survey.answer, table(survey.source))
    when = identifier(survey.at)
    rows = cursor.execute(
        f"""
        WITH calls AS (
            SELECT {agent}::VARCHAR AS agent, {person} AS person, {at} AS moment, hash(_cx_upload, _cx_record) AS record
            FROM ({records_of(contacts, period)}) WHERE {length} > 0 AND {agent} <> '' AND {person} IS NOT NULL
        ), answers AS (
            SELECT {identifier(survey.person)} AS person, {told.y} AS y,
                CASE WHEN {when} = date_trunc('day', {when}) THEN {when} + INTERVAL 1 DAY ELSE {when} END AS moment
            FROM ({told.relation}) WHERE _cx_day BETWEEN ? AND ?::DATE + {days + 1}
        ), joined AS (
            SELECT agent, y, record FROM answers ASOF JOIN calls
            ON answers.person = calls.person AND answers.moment >= calls.moment
            WHERE y IS NOT NULL AND answers.moment <= calls.moment + INTERVAL {days} DAY
        )
        SELECT agent, count(y), countif(y > 0), countif(y < 0), count(DISTINCT record),
            (SELECT count(*) FROM calls) FROM joined GROUP BY agent ORDER BY agent
        """,
        [period.start, period.end],
    ).fetchall()
    found = {name: Moments(n=n, positive=up, negative=down, total=float(up - down)) for name, n, up, down, *_ in rows}
    followed = sum(row[4] for row in rows)
    return found, int(rows[0][5]) if rows else 0, int(followed)
