"""Cuts in one pass over the records, against pandas on the same records."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import numpy as np
import pandas as pd
import pytest

from cxmetrics.judge.looks import Cut, Keys
from cxmetrics.measure import DurationOf, MeanOf, NpsOf
from cxmetrics.model import Segment
from cxmetrics.period import Period
from cxmetrics.warehouse import cuts

MARCH = Period.parse("2026-03")
HOSTILE = "O'Hara \" DROP"
COLUMNS = {"location": "place", "employee": "agent"}


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    rng = np.random.default_rng(5)
    n = 3_000
    return pd.DataFrame(
        {
            "_cx_upload": 1,
            "_cx_record": np.arange(n),
            "_cx_reason": None,
            "_cx_replaced_by": None,
            "_cx_day": [date(2026, 2, 15) + timedelta(int(day)) for day in rng.integers(0, 59, n)],
            "score": rng.integers(0, 11, n).astype(float),
            "seconds": np.where(rng.random(n) < 0.1, 0.0, rng.lognormal(5, 1, n)),
            "place": rng.choice(np.array(["Leeds", "York", HOSTILE, None], dtype=object), n),
            "agent": rng.choice([f"E-{i}" for i in range(7)], n),
            "customer": rng.choice(np.array([*range(400), None], dtype=object), n),
        }
    )


@pytest.fixture(scope="module")
def cursor(frame: pd.DataFrame) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.register("given", frame)
    connection.execute("CREATE TABLE records_1 AS SELECT * FROM given")
    return connection


def in_march(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[(frame._cx_day >= MARCH.start) & (frame._cx_day <= MARCH.end)]


def signs(frame: pd.DataFrame) -> pd.Series:
    return (frame.score >= 9).astype(int) - (frame.score < 7)


def keys_of(found: Cut) -> Keys:
    assert found.customers is not None
    return found.customers


def test_every_value_has_the_moments_of_its_records(cursor: duckdb.DuckDBPyConnection, frame: pd.DataFrame) -> None:
    found = cuts.cut(cursor, "records_1", NpsOf("score"), MARCH, COLUMNS, person="customer", agent="agent")
    places = found.dimensions[0]
    march = in_march(frame)
    assert places.values == tuple(sorted(march.place.dropna().unique()))
    for place, moments in zip(places.values, places.moments, strict=True):
        y = signs(march[march.place == place])
        assert (moments.n, moments.positive, moments.negative) == (len(y), (y > 0).sum(), (y < 0).sum())
        assert moments.m2 == pytest.approx(((y - y.mean()) ** 2).sum())
    assert found.crossing is None
    assert found.important is None


@pytest.mark.parametrize("measure", [MeanOf("score"), DurationOf("seconds")])
def test_spread_within_merges_exactly_over_keys(
    cursor: duckdb.DuckDBPyConnection, frame: pd.DataFrame, measure: MeanOf | DurationOf
) -> None:
    found = cuts.cut(cursor, "records_1", measure, MARCH, COLUMNS, person="customer").dimensions[0]
    for place, moments in zip(found.values, found.moments, strict=True):
        mine = in_march(frame)[in_march(frame).place == place]
        y = mine.score if isinstance(measure, MeanOf) else np.log(mine.seconds[mine.seconds > 0])
        assert moments.n == len(y)
        assert moments.total == pytest.approx(y.sum())
        assert moments.m2 == pytest.approx(((y - y.mean()) ** 2).sum())


def test_keys_hold_every_record_once_and_one_customer_in_one_key(
    cursor: duckdb.DuckDBPyConnection, frame: pd.DataFrame
) -> None:
    found = cuts.cut(cursor, "records_1", NpsOf("score"), MARCH, COLUMNS, person="customer", agent="agent")
    places = found.dimensions[0]
    held = keys_of(places)
    assert held.n.sum(axis=0).tolist() == [moments.n for moments in places.moments]
    assert held.total.sum(axis=0) == pytest.approx([moments.total for moments in places.moments])
    assert places.employees is not None
    assert places.employees.n.shape[0] == 7
    march = in_march(frame)
    often = march[march.customer == march.customer.mode()[0]]
    by_place = often.groupby("place").size().reindex(list(places.values), fill_value=0).to_numpy()
    assert (held.n >= by_place).all(axis=1).any(), "one key holds all records of the customer who came most often"


def test_filters_cross_and_leave_the_rest_outside(cursor: duckdb.DuckDBPyConnection, frame: pd.DataFrame) -> None:
    both = [Segment("location", HOSTILE), Segment("employee", "E-3")]
    found = cuts.cut(cursor, "records_1", NpsOf("score"), MARCH, COLUMNS, both, [Segment("employee", "E-3")])
    march = in_march(frame)
    inside = march[(march.place == HOSTILE) & (march.agent == "E-3")]
    known = march[(march.place.notna()) | (march.agent != "E-3")]
    assert found.crossing is not None
    assert dict(zip(found.crossing.values, (m.n for m in found.crossing.moments), strict=True)) == {
        cuts.INSIDE: len(inside),
        cuts.OUTSIDE: len(known) - len(inside),
    }
    assert [moments.n for moments in found.dimensions[0].moments] == [len(inside)]
    assert found.important is not None
    assert found.important.values == (cuts.INSIDE,), "within the filters all are of E-3"
