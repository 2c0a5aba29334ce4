"""The cube gives the moments of any period exactly, whatever days and segments it merges."""

import math
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pytest

from cxmetrics.measure import (
    DurationOf,
    FilledOf,
    LeaversOf,
    MeanOf,
    Measure,
    NpsGroupOf,
    NpsOf,
    RepeatsOf,
    ShareOf,
    TallyOf,
)
from cxmetrics.model import Direction, Kind, Metric, Moments, Segment
from cxmetrics.period import Period
from cxmetrics.warehouse import cube, respondents


def metric(key: str, measure: Measure) -> Metric:
    return Metric(key, key, Kind.MEAN, "", Direction.UP, measure, (), 1.0, "")


@pytest.fixture
def cursor() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(cube.CREATE)
    connection.execute(respondents.CREATE)
    return connection


def records(cursor: duckdb.DuckDBPyConnection, columns: str, rows: Sequence[tuple[object, ...]]) -> None:
    """The table of source 1, every record counted unless its reason says otherwise."""
    cursor.execute(f"CREATE TABLE records_1 (_cx_day DATE, _cx_reason VARCHAR, _cx_replaced_by INTEGER, {columns})")
    cursor.executemany(f"INSERT INTO records_1 VALUES ({', '.join('?' * len(rows[0]))})", rows)


def moments_of(values: list[float]) -> Moments:
    """By numpy, in one go."""
    y = np.asarray(values)
    return Moments(len(y), int((y > 0).sum()), int((y < 0).sum()), float(y.sum()), float(y.var() * len(y)))


def same(found: Moments, expected: Moments) -> bool:
    return (found.n, found.positive, found.negative) == (expected.n, expected.positive, expected.negative) and all(
        math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-6)
        for a, b in ((found.total, expected.total), (found.m2, expected.m2))
    )


@pytest.mark.parametrize(("offset", "tolerance"), [(0.0, 1e-9), (1e6, 1e-9), (1e9, 1e-7)])
def test_a_month_merges_its_days_without_losing_digits_at_a_large_offset(
    cursor: duckdb.DuckDBPyConnection, offset: float, tolerance: float
) -> None:
    rng = np.random.default_rng(5)
    values = [float(v) for v in offset + rng.integers(0, 7, 3000)]
    days = [date(2026, 3, 1) + timedelta(int(d)) for d in rng.integers(0, 31, 3000)]
    records(cursor, "v DOUBLE", [(d, None, None, v) for d, v in zip(days, values, strict=True)])
    cube.rebuild(cursor, 1, [metric("m", MeanOf("v"))], {})
    found = cube.moments(cursor, ["m"], [Period.parse("2026-03")])["m", Period.parse("2026-03")]
    # the plain formula sum(y^2) - sum(y)^2 / n is off by tens of thousands at an offset of 1e9
    assert math.isclose(found.m2, moments_of(values).m2, rel_tol=tolerance)


def test_segments_add_up_to_everybody_and_records_set_aside_do_not_count(cursor: duckdb.DuckDBPyConnection) -> None:
    scores = [10, 9, 8, 7, 6, 0, 3, 10]
    places = ["Leeds", "York"] * 4
    rows: list[tuple[object, ...]] = [(date(2026, 3, 2), None, None, s, p) for s, p in zip(scores, places, strict=True)]
    rows += [
        (date(2026, 3, 2), "preview_row", None, 10, "Leeds"),
        (date(2026, 3, 2), None, 2, 10, "Leeds"),
        (date(2026, 3, 2), None, None, None, "Leeds"),
    ]
    records(cursor, "score DOUBLE, place VARCHAR", rows)
    cube.rebuild(cursor, 1, [metric("nps", NpsOf("score"))], {"place": "location"})
    march = Period.parse("2026-03")
    whole = cube.moments(cursor, ["nps"], [march])["nps", march]
    parts = [cube.moments(cursor, ["nps"], [march], Segment("location", p))["nps", march] for p in ("Leeds", "York")]
    assert (whole.n, whole.positive, whole.negative) == (8, 3, 3)
    assert same(parts[0] + parts[1], whole)
    assert cube.segments(cursor) == {"nps": {"location": ("Leeds", "York")}}


def test_offered_is_not_a_rating(cursor: duckdb.DuckDBPyConnection) -> None:
    rows = [(date(2026, 3, 2), None, None, text) for text in ("Good", "good", "Bad", "Offered", "Not Offered", None)]
    records(cursor, "rating VARCHAR", rows)
    cube.rebuild(cursor, 1, [metric("csat", ShareOf("rating", among=("good",), out_of=("bad",)))], {})
    assert cube.whole(cursor, ["csat"])["csat"].n == 3
    assert cube.whole(cursor, ["csat"])["csat"].positive == 2


def test_a_duration_keeps_the_seconds_behind_its_logarithm(cursor: duckdb.DuckDBPyConnection) -> None:
    seconds = [212.0, 340.0, 95.0, 0.0, 1250.0]
    rows = [(date(2026, 3, 2), None, None, s) for s in seconds]
    records(cursor, "s DOUBLE", rows)
    cube.rebuild(cursor, 1, [metric("t", DurationOf("s"))], {})
    found = cube.whole(cursor, ["t"])["t"]
    assert found.n == 4
    assert math.isclose(found.total, sum(math.log(s) for s in seconds if s))
    assert math.isclose(found.x_total, sum(seconds))


def test_leavers_are_counted_among_those_active_on_the_first_of_the_month(cursor: duckdb.DuckDBPyConnection) -> None:
    rows = [
        (None, None, None, "2026-01-10", None),
        (None, None, None, "2026-01-10", "2026-02-15"),
        (None, None, None, "2026-02-01", "2026-03-31 23:59:59"),  # joined on the first: active from the next month on
        (None, None, None, "2026-02-03", "2026-02-20"),  # came and went within a month: never active on a first
        (None, None, None, "2026-01-05", "2999-01-01"),  # a planned end has not happened
        (None, None, None, "2026-03-20", None),  # shows that the file reaches into March
    ]
    records(cursor, "joined TIMESTAMP, gone TIMESTAMP", rows)
    cube.rebuild(cursor, 1, [metric("churn", LeaversOf("joined", "gone"))], {})
    months = [Period.parse(text) for text in ("2026-01", "2026-02", "2026-03")]
    found = cube.moments(cursor, ["churn"], months)
    counts = {str(month): (m.positive, m.n) for (_, month), m in found.items()}
    assert counts == {"2026-02": (1, 3), "2026-03": (1, 3)}


def test_calls_of_the_last_week_do_not_know_yet_whether_the_caller_comes_back(
    cursor: duckdb.DuckDBPyConnection,
) -> None:
    rows = [
        (date(2026, 3, 1), None, None, "C1", "2026-03-01 10:00"),
        (date(2026, 3, 6), None, None, "C1", "2026-03-06 10:00"),
        (date(2026, 3, 2), None, None, "C2", "2026-03-02 10:00"),
        (date(2026, 3, 20), None, None, "C2", "2026-03-20 10:00"),
        (date(2026, 3, 18), None, None, None, "2026-03-18 10:00"),
        (date(2026, 3, 19), None, None, "C2", "2026-03-19 10:00"),  # back already, but of the others nobody knows
    ]
    records(cursor, "who VARCHAR, called TIMESTAMP", rows)
    cube.rebuild(cursor, 1, [metric("repeat", RepeatsOf("who", "called", 7))], {})
    found = cube.whole(cursor, ["repeat"])["repeat"]
    assert (found.positive, found.n) == (1, 3)


def test_a_call_nobody_answered_may_be_the_coming_back_but_is_not_asked_about(
    cursor: duckdb.DuckDBPyConnection,
) -> None:
    rows = [
        (date(2026, 3, 1), None, None, "C1", "2026-03-01 10:00", 120.0),
        (date(2026, 3, 2), None, None, "C1", "2026-03-02 10:00", 0.0),
        (date(2026, 3, 3), None, None, "C2", "2026-03-03 10:00", 90.0),
        (date(2026, 3, 20), None, None, "C3", "2026-03-20 10:00", 90.0),
    ]
    records(cursor, "who VARCHAR, called TIMESTAMP, handled DOUBLE", rows)
    cube.rebuild(cursor, 1, [metric("repeat", RepeatsOf("who", "called", 7, "handled"))], {})
    found = cube.whole(cursor, ["repeat"])["repeat"]
    assert (found.positive, found.n) == (1, 2)


def test_records_without_dates_are_whole_but_in_no_period(cursor: duckdb.DuckDBPyConnection) -> None:
    records(cursor, "v DOUBLE", [(None, None, None, 1.0), (None, None, None, 3.0)])
    cube.rebuild(cursor, 1, [metric("m", MeanOf("v"))], {})
    assert cube.whole(cursor, ["m"])["m"] == Moments(2, 2, 0, 4.0, 2.0)
    assert cube.moments(cursor, ["m"], [Period.parse("2026")]) == {}
    assert cube.extents(cursor) == {}


def test_a_hostile_segment_is_only_a_value(cursor: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    hostile = "'; DROP TABLE cube; --"
    records(
        cursor,
        '"a""b" DOUBLE, "p;--" VARCHAR',
        [(date(2026, 3, 2), None, None, 1.0, hostile)] * 2 + [(date(2026, 3, 2), None, None, 1.0, "x")],
    )
    cube.rebuild(cursor, 1, [metric("m", MeanOf('a"b'))], {"p;--": "p"})
    march = Period.parse("2026-03")
    assert cube.moments(cursor, ["m"], [march], Segment("p", hostile))["m", march].n == 2


def test_groups_replies_and_sums_by_hand_become_the_same_counts(cursor: duckdb.DuckDBPyConnection) -> None:
    day = date(2026, 3, 2)
    rows: list[tuple[object, ...]] = [
        (day, None, None, "Promoter", "2026-03-05", 200.0, 0.405, 0.1),  # 81 promoters and 20 detractors of 200
        (day, None, None, "DETRACTOR", None, 50.0, 0.5, 0.1),
        (day, None, None, "passive", "", 10.0, None, 0.1),
        (day, None, None, "unknown", None, None, 0.5, 0.1),
    ]
    records(cursor, "grp VARCHAR, reply VARCHAR, n DOUBLE, up DOUBLE, down DOUBLE", rows)
    asked: dict[str, Measure] = {
        "groups": NpsGroupOf("grp"),
        "replies": FilledOf("reply"),
        "tally": TallyOf("n", "up", "down"),
        "direct": MeanOf("n"),
    }
    cube.rebuild(cursor, 1, [metric(key, measure) for key, measure in asked.items()], {"grp": "group"})
    whole = cube.whole(cursor, list(asked))
    assert whole["groups"] == Moments(3, 1, 1, 0.0, 2.0)
    assert whole["replies"] == Moments(4, 2, 0, 2.0, 1.0)
    assert whole["tally"] == Moments(250, 106, 25, 81.0, 131 - 81 * 81 / 250)
    assert cube.whole(cursor, ["tally"], Segment("group", "DETRACTOR"))["tally"].positive == 25
