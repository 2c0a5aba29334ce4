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

import duckdb
import numpy as np

from cxmetrics.period import Period
from cxmetrics.stats.cluster import Clustered, of_keys
from cxmetrics.warehouse.quoting import identifier, literal
from cxmetrics.warehouse.records import COUNTS

MOST_APART = 10_000
GROUPS = 1_024

CREATE = """
CREATE TABLE IF NOT EXISTS respondents (
    source INTEGER, metric VARCHAR, month DATE, person UBIGINT, n BIGINT, total DOUBLE
)
"""


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
) -> dict[str, Clustered]:
    """What repeated persons, or random groups of them, do to the difference of two periods' means of y.

    Of each metric whose source tells persons apart, with answers in both periods; these are whole months that do not
    overlap.
    """
    first, last = (
        f"month BETWEEN DATE {literal(str(p.start))} AND DATE {literal(str(p.end))}" for p in (before, after)
    )
    rows = cursor.execute(
        f"""
        SELECT list_position(?, metric) - 1 AS position,
            coalesce(sum(n) FILTER ({first}), 0)::DOUBLE AS n1, coalesce(sum(total) FILTER ({first}), 0) AS total1,
            coalesce(sum(n) FILTER ({last}), 0)::DOUBLE AS n2, coalesce(sum(total) FILTER ({last}), 0) AS total2
        FROM respondents WHERE list_contains(?, metric) AND (({first}) OR ({last})) GROUP BY metric, person
        """,
        [list(metrics), list(metrics)],
    ).fetchnumpy()
    found = {}
    for position, metric in enumerate(metrics):
        mine = rows["position"] == position
        n, total = (np.stack([rows[f"{name}{period}"][mine] for period in (1, 2)]) for name in ("n", "total"))
        if n.sum(axis=1).all():
            found[metric] = of_keys(n, total)
    return found


def metrics(cursor: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """The metrics for which some person answered more than once."""
    return frozenset(row[0] for row in cursor.execute("SELECT DISTINCT metric FROM respondents").fetchall())
