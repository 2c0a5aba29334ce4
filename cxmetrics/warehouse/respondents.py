"""Respondents: who answered how much in which month, so that answers of one person are never taken for many people's.

At import the records are added up once by metric, month and person. What repeated persons do to the error of any two
runs of whole months then comes from this table in one statement, and never from the records.

Of up to MOST_APART persons each is kept apart. More are thrown at random into so many groups: people who answer
independently of one another still do so in groups, so the error stays unbiased, with as many degrees of freedom as
there are groups, and the table stays small however long the file is (random groups: Wolter (2007), Introduction to
Variance Estimation, chapter 2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from cxmetrics.period import Period
from cxmetrics.warehouse.quoting import identifier, literal
from cxmetrics.warehouse.records import COUNTS

MOST_APART = 10_000
GROUPS = 1_024

CREATE = """
CREATE TABLE IF NOT EXISTS respondents (
    source INTEGER, metric VARCHAR, month DATE, person UBIGINT, n BIGINT, total DOUBLE
)
"""


@dataclass(frozen=True, slots=True)
class Repeats:
    """What repeated persons do to the difference of two periods' means of y.

    groups: persons, or random groups of them, in either period. variance: of after minus before, in the squared unit
    of y. shared: whether any is in both. repeated: whether any answered twice at all.
    """

    groups: int
    variance: float
    shared: bool
    repeated: bool


def key(cursor: duckdb.DuckDBPyConnection, table: str, person: str) -> str | None:
    """The expression that tells the persons of a table apart; None where nobody is in it twice.

    Records of nobody known are a person each.
    """
    name = identifier(person)
    counted = f"FROM {table} WHERE {COUNTS}"
    row = cursor.execute(f"SELECT count(*), count({name}), approx_count_distinct({name}) {counted}").fetchone()
    assert row is not None
    records, named, persons = row
    if persons > 0.9 * named:  # the estimate is good to a few percent
        row = cursor.execute(f"SELECT count({name}) > count(DISTINCT {name}) {counted}").fetchone()
        if row is None or not row[0]:
            return None
    who = f"CASE WHEN {name} IS NULL THEN hash(_cx_upload, _cx_record) ELSE hash({name}) END"
    return who if min(records, persons + records - named) <= MOST_APART else f"({who}) % {GROUPS}"


def repeats(
    cursor: duckdb.DuckDBPyConnection, metrics: Sequence[str], before: Period, after: Period
) -> dict[str, Repeats]:
    """Of each metric whose source tells persons apart; before and after are whole months that do not overlap.

    A person's influence on the difference is e = sum (y - mean2)/n2 over the later answers minus sum (y - mean1)/n1
    over the earlier ones; the variance is G/(G - 1) sum e^2, see stats/cluster.py.
    """
    first, last = (
        f"month BETWEEN DATE {literal(str(p.start))} AND DATE {literal(str(p.end))}" for p in (before, after)
    )
    rows = cursor.execute(
        f"""
        WITH each AS (
            SELECT metric, person,
                coalesce(sum(n) FILTER ({first}), 0) AS n1, coalesce(sum(total) FILTER ({first}), 0) AS total1,
                coalesce(sum(n) FILTER ({last}), 0) AS n2, coalesce(sum(total) FILTER ({last}), 0) AS total2
            FROM respondents WHERE list_contains(?, metric) AND (({first}) OR ({last})) GROUP BY metric, person
        ), whole AS (
            SELECT metric, sum(n1) AS size1, sum(total1) / sum(n1) AS mean1,
                sum(n2) AS size2, sum(total2) / sum(n2) AS mean2
            FROM each GROUP BY metric
        )
        SELECT metric, count(*), sum(((total2 - n2 * mean2) / size2 - (total1 - n1 * mean1) / size1) ** 2),
            bool_or(n1 > 0 AND n2 > 0), sum(n1 + n2) > count(*)
        FROM each JOIN whole USING (metric) WHERE size1 > 0 AND size2 > 0 GROUP BY metric
        """,
        [list(metrics)],
    ).fetchall()
    return {
        metric: Repeats(groups, groups / max(groups - 1, 1) * squares, shared, repeated)
        for metric, groups, squares, shared, repeated in rows
    }


def metrics(cursor: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """The metrics for which some person answered more than once."""
    return frozenset(row[0] for row in cursor.execute("SELECT DISTINCT metric FROM respondents").fetchall())
