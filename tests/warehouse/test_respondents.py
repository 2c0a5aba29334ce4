"""What repeated persons do to a difference is known from the table of respondents as it would be from the records."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import numpy as np
import pytest

from cxmetrics.measure import MeanOf, NpsOf
from cxmetrics.period import Period
from cxmetrics.stats.cluster import clustered
from cxmetrics.warehouse import cube, respondents
from tests.warehouse.test_cube import metric

FEBRUARY, MARCH = Period.parse("2026-02"), Period.parse("2026-03")
Row = tuple[date | None, str | None, int | None, int, str | None, float]


@pytest.fixture
def cursor() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(cube.CREATE)
    connection.execute(respondents.CREATE)
    return connection


def taken(cursor: duckdb.DuckDBPyConnection, rows: list[Row]) -> None:
    """Records of source 1, aggregated."""
    cursor.execute(
        "CREATE OR REPLACE TABLE records_1 (_cx_day DATE, _cx_reason VARCHAR, _cx_replaced_by INTEGER, "
        "_cx_upload INTEGER, _cx_record BIGINT, who VARCHAR, v DOUBLE)"
    )
    cursor.executemany("INSERT INTO records_1 VALUES (?, ?, ?, 1, ?, ?, ?)", rows)
    cube.rebuild(cursor, 1, [metric("mean", MeanOf("v")), metric("nps", NpsOf("v"))], {}, "who")


def answers(people: int, records: int, days: int, seed: int = 1, offset: float = 0.0) -> list[Row]:
    """Answers of 0 to 10 from February 2026 on; some people answer often."""
    rng = np.random.default_rng(seed)
    who = (people * rng.random(records) ** 1.5).astype(int)
    taste = rng.integers(0, 8, people)
    return [
        (date(2026, 2, 1) + timedelta(int(day)), None, None, i, f"P{person}", float(offset + taste[person] + rise))
        for i, (day, person, rise) in enumerate(
            zip(rng.integers(0, days, records), who, rng.integers(0, 4, records), strict=True)
        )
    ]


def by_hand(rows: list[Row], before: Period, after: Period) -> tuple[int, float, bool]:
    chosen = [row for row in rows if row[0] and before.start <= row[0] <= after.end]
    later = np.array([row[0] >= after.start for row in chosen if row[0]])
    found = clustered([row[5] for row in chosen], later, np.array([row[4] for row in chosen]))
    return found.groups, found.variance, found.shared


@pytest.mark.parametrize("offset", [0.0, 1e6])
@pytest.mark.parametrize(("before", "after"), [("2026-02", "2026-03"), ("2026-02", "2026-04"), ("2026-Q1", "2026-Q2")])
def test_months_and_quarters_agree_with_the_formula_on_the_records(
    cursor: duckdb.DuckDBPyConnection, before: str, after: str, offset: float
) -> None:
    rows = answers(people=150, records=900, days=150, offset=offset)
    taken(cursor, rows)
    first, last = Period.parse(before), Period.parse(after)
    found = respondents.repeats(cursor, ["mean", "nps"], first, last)["mean"]
    within = [row for row in rows if row[0] and (row[0] <= first.end or row[0] >= last.start)]
    groups, variance, shared = by_hand(within, first, last)
    assert (found.groups, found.shared, found.repeats) == (groups, shared, True)
    assert found.variance == pytest.approx(variance, rel=1e-6 if offset else 1e-9)


def test_where_nobody_is_in_the_file_twice_there_is_nothing_to_remember(cursor: duckdb.DuckDBPyConnection) -> None:
    taken(cursor, [(date(2026, 2, 1) + timedelta(i % 50), None, None, i, f"P{i}", 9.0) for i in range(400)])
    assert respondents.metrics(cursor) == frozenset()
    assert respondents.repeats(cursor, ["mean"], FEBRUARY, MARCH) == {}


def test_two_months_in_which_nobody_answers_twice_are_not_called_repeated(cursor: duckdb.DuckDBPyConnection) -> None:
    rows: list[Row] = [
        (date(2026, 2, 1) + timedelta(i % 50), None, None, i, f"P{i}", float(i % 11)) for i in range(400)
    ]
    rows += [(date(2026, 5, 1), None, None, 500 + i, f"P{i}", 9.0) for i in range(100)]
    taken(cursor, rows)
    found = respondents.repeats(cursor, ["mean"], FEBRUARY, MARCH)["mean"]
    assert (found.repeats, found.shared) == (False, False)


def test_records_of_nobody_known_stand_for_themselves(cursor: duckdb.DuckDBPyConnection) -> None:
    rows = answers(people=50, records=300, days=59)
    anonymous = [(*row[:4], None if i % 2 else row[4], row[5]) for i, row in enumerate(rows)]
    taken(cursor, anonymous)
    named: list[Row] = [(*row[:4], row[4] or f"nobody {row[3]}", row[5]) for row in anonymous]
    groups, variance, _ = by_hand(named, FEBRUARY, MARCH)
    found = respondents.repeats(cursor, ["mean"], FEBRUARY, MARCH)["mean"]
    assert found.groups == groups
    assert found.variance == pytest.approx(variance)


def test_records_that_do_not_count_or_have_no_date_are_left_out(cursor: duckdb.DuckDBPyConnection) -> None:
    rows = answers(people=50, records=300, days=59)
    others: list[Row] = [
        (date(2026, 3, 1), "preview_row", None, 900, "P1", 0.0),
        (date(2026, 3, 1), None, 2, 901, "P1", 0.0),
        (None, None, None, 902, "P1", 0.0),
    ]
    taken(cursor, rows)
    alone = respondents.repeats(cursor, ["mean"], FEBRUARY, MARCH)["mean"]
    taken(cursor, rows + others)
    assert respondents.repeats(cursor, ["mean"], FEBRUARY, MARCH)["mean"].variance == pytest.approx(alone.variance)


def test_a_period_without_answers_has_no_dependence(cursor: duckdb.DuckDBPyConnection) -> None:
    taken(cursor, answers(people=50, records=300, days=28))
    assert respondents.repeats(cursor, ["mean"], FEBRUARY, MARCH) == {}


def test_very_many_people_are_thrown_into_groups_that_know_the_error_as_well(
    cursor: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = answers(people=2_000, records=12_000, days=59)
    exact = by_hand(rows, FEBRUARY, MARCH)[1]
    monkeypatch.setattr(respondents, "MOST_APART", 1_000)
    taken(cursor, rows)
    found = respondents.repeats(cursor, ["mean"], FEBRUARY, MARCH)["mean"]
    assert found.groups <= respondents.GROUPS
    assert found.variance == pytest.approx(exact, rel=0.15)  # three standard errors of the estimate
