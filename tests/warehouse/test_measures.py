"""How one record becomes a number: the measures of tickets, subscriptions and rosters, on records counted by hand."""

from __future__ import annotations

import math
from datetime import date

import duckdb
import pytest

from cxmetrics.measure import ElapsedOf, LeaversOf, Measure, ReasonsOf, ShareOf, Where
from cxmetrics.period import Period
from cxmetrics.warehouse import cube, respondents
from tests.warehouse.test_cube import metric, records

DAY = date(2026, 3, 2)


@pytest.fixture
def cursor() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(cube.CREATE)
    connection.execute(respondents.CREATE)
    return connection


def counted(cursor: duckdb.DuckDBPyConnection, measure: Measure) -> tuple[int, int]:
    """(those with y above zero, those with any y)."""
    cube.rebuild(cursor, 1, [metric("m", measure)], {})
    found = cube.whole(cursor, ["m"]).get("m")
    return (found.positive, found.n) if found else (0, 0)


def test_a_share_is_asked_of_some_records_only(cursor: duckdb.DuckDBPyConnection) -> None:
    tickets = [(1, "Closed", 60.0), (0, "Solved", 60.0), (1, "Open", None), (0, "Open", None), (2, None, 5.0)]
    records(cursor, "reopens DOUBLE, status VARCHAR, took DOUBLE", [(DAY, None, None, *each) for each in tickets])
    assert counted(cursor, ShareOf("reopens", at_least=1)) == (3, 5)
    assert counted(cursor, ShareOf("reopens", at_least=1, where=Where("took"))) == (2, 3)
    assert counted(cursor, ShareOf("reopens", at_least=1, where=Where("status", ("solved", "closed")))) == (1, 2)


def test_a_blank_says_no_where_a_column_only_ever_says_yes(cursor: duckdb.DuckDBPyConnection) -> None:
    records(cursor, "gone VARCHAR", [(DAY, None, None, each) for each in ("1", None, None, "1", None)])
    assert counted(cursor, ShareOf("gone", among=("1",))) == (2, 2)
    assert counted(cursor, ShareOf("gone", among=("1",), unsaid=True)) == (2, 5)


def test_the_time_between_two_moments_is_a_duration(cursor: duckdb.DuckDBPyConnection) -> None:
    opened = "2026-03-02 08:00"
    replies = ["2026-03-02 08:10", "2026-03-02 14:40", None, opened, "2026-03-01 08:00"]
    records(cursor, "a TIMESTAMP, b TIMESTAMP", [(DAY, None, None, opened, each) for each in replies])
    cube.rebuild(cursor, 1, [metric("m", ElapsedOf("a", "b"))], {})
    found = cube.whole(cursor, ["m"])["m"]
    assert (found.n, found.x_total) == (2, 600 + 24_000)
    assert math.isclose(found.total, math.log(600) + math.log(24_000))


SPELLS = [
    ("2025-11-10", None, None),
    ("2025-11-10", "2026-01-31", "price"),
    ("2025-11-10", "2026-03-31", None),
    ("2026-01-20", "2026-02-10", "moved"),  # came and went within a quarter: there at the beginning of none
    ("2026-01-20", "2026-04-05", "price"),
    ("2025-12-31", "2999-01-01", "price"),  # a planned end has not happened
    ("2026-06-01", None, None),  # shows that the file reaches into June
    ("2999-06-01", None, None),  # and a planned start says nothing about its reach
]


def test_who_stays_is_counted_over_whole_quarters(cursor: duckdb.DuckDBPyConnection) -> None:
    records(cursor, "a TIMESTAMP, b TIMESTAMP, why VARCHAR", [(None, None, None, *each) for each in SPELLS])
    cube.rebuild(cursor, 1, [metric("m", LeaversOf("a", "b", months=3, stayed=True))], {})
    quarters = [Period.parse(text) for text in ("2026-Q1", "2026-Q2", "2026-Q3")]
    found = cube.moments(cursor, ["m"], quarters)
    assert {str(q): (m.positive, m.n) for (_, q), m in found.items()} == {"2026-Q1": (2, 4), "2026-Q2": (2, 3)}


def test_who_stays_and_who_leaves_add_up(cursor: duckdb.DuckDBPyConnection) -> None:
    records(cursor, "a TIMESTAMP, b TIMESTAMP, why VARCHAR", [(None, None, None, *each) for each in SPELLS])
    left, there = counted(cursor, LeaversOf("a", "b"))
    assert left == 4  # each of those that have ended was there when its last month began
    assert counted(cursor, LeaversOf("a", "b", stayed=True)) == (there - left, there)


def test_reasons_are_shares_of_those_who_have_left_on_the_day_they_did(cursor: duckdb.DuckDBPyConnection) -> None:
    records(cursor, "a TIMESTAMP, b TIMESTAMP, why VARCHAR", [(DAY, None, None, *each) for each in SPELLS])
    assert counted(cursor, ReasonsOf("why", "Price", "b")) == (2, 4)
    assert counted(cursor, ReasonsOf("why", None, "b")) == (1, 4)
    assert cube.extents(cursor)["m"] == Period(date(2026, 1, 31), date(2026, 4, 5))


def test_without_an_end_those_have_left_who_say_why(cursor: duckdb.DuckDBPyConnection) -> None:
    records(cursor, "a TIMESTAMP, b TIMESTAMP, why VARCHAR", [(DAY, None, None, *each) for each in SPELLS])
    assert counted(cursor, ReasonsOf("why", "price")) == (3, 4)
