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
    (found,) = repeats_of_pairs(cursor, metrics, [(before, after)])
    return found


def repeats_of_pairs(
    cursor: duckdb.DuckDBPyConnection, metrics: Sequence[str], pairs: Sequence[tuple[Period, Period]]
) -> list[dict[str, Clustered]]:
    """The same of many pairs of periods, in one statement."""
    if not pairs:
        return []
    periods = sorted({period for pair in pairs for period in pair})
    within = [f"month BETWEEN DATE {literal(str(p.start))} AND DATE {literal(str(p.end))}" for p in periods]
    sums = ", ".join(
        f"coalesce(sum(n) FILTER ({here}), 0)::DOUBLE AS n{i}, coalesce(sum(total) FILTER ({here}), 0) AS total{i}"
        for i, here in enumerate(within)
    )
    rows = cursor.execute(
        f"""
        SELECT list_position(?, metric) - 1 AS position, {sums}
        FROM respondents WHERE list_contains(?, metric) AND ({" OR ".join(within)}) GROUP BY metric, person
        """,
        [list(metrics), list(metrics)],
    ).fetchnumpy()
    found: list[dict[str, Clustered]] = []
    for pair in pairs:
        n, total = (np.stack([rows[f"{name}{periods.index(period)}"] for period in pair]) for name in ("n", "total"))
        here = {metric: (rows["position"] == i) & n.any(axis=0) for i, metric in enumerate(metrics)}
        found.append(
            {metric: of_keys(n[:, who], total[:, who]) for metric, who in here.items() if n[:, who].sum(axis=1).all()}
        )
    return found


def metrics(cursor: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """The metrics for which some person answered more than once."""
    return frozenset(row[0] for row in cursor.execute("SELECT DISTINCT metric FROM respondents").fetchall())
