"""The cube's moments against pandas on the same records, for every shape of moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import duckdb
import numpy as np
import pandas as pd
import pytest

from cxmetrics.judge.compare import compare
from cxmetrics.measure import DurationOf, MeanOf, Measure, NpsOf, ShareOf
from cxmetrics.model import EVERYBODY, Kind, Moments, Segment
from cxmetrics.period import Period
from cxmetrics.warehouse import cube, respondents
from tests.warehouse.test_cube import metric, records

FEBRUARY, MARCH = Period.parse("2026-02"), Period.parse("2026-03")

Y = Callable[[pd.DataFrame], pd.Series]
MEASURES: dict[str, tuple[Kind, Measure, Y]] = {
    "nps": (Kind.NPS, NpsOf("score"), lambda rows: (rows.score >= 9).astype(float) - (rows.score < 7)),
    "share": (Kind.PROPORTION, ShareOf("score", at_least=8), lambda rows: (rows.score >= 8).astype(float)),
    "mean": (Kind.MEAN, MeanOf("score"), lambda rows: rows.score),
    "duration": (Kind.DURATION, DurationOf("seconds"), lambda rows: np.log(rows.seconds[rows.seconds > 0])),
}


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    rng = np.random.default_rng(71)
    n = 4_000
    return pd.DataFrame(
        {
            "day": [date(2026, 2, 1) + timedelta(int(day)) for day in rng.integers(0, 59, n)],
            "score": rng.integers(0, 11, n).astype(float),
            "seconds": np.where(rng.random(n) < 0.1, 0.0, rng.lognormal(5, 1, n).round(3)),
            "place": rng.choice(["Leeds", "York", "Bath"], n),
        }
    )


@pytest.fixture(scope="module")
def cursor(frame: pd.DataFrame) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(cube.CREATE)
    connection.execute(respondents.CREATE)
    rows = [(row.day, None, None, row.score, row.seconds, row.place) for row in frame.itertuples()]
    records(connection, "score DOUBLE, seconds DOUBLE, place VARCHAR", rows)
    asked = [metric(key, measure) for key, (_, measure, _) in MEASURES.items()]
    cube.rebuild(connection, 1, asked, {"place": "location"})
    return connection


def by_pandas(rows: pd.DataFrame, key: str) -> Moments:
    y = MEASURES[key][2](rows)
    x = rows.seconds[y.index] if key == "duration" else pd.Series(0.0, index=y.index)
    n = len(y)
    return Moments(
        n=n,
        positive=int((y > 0).sum()),
        negative=int((y < 0).sum()),
        total=float(y.sum()),
        m2=float(y.var(ddof=0) * n),
        x_total=float(x.sum()),
        x_m2=float(x.var(ddof=0) * n),
        cross=float(x.cov(y, ddof=0) * n),
    )


@pytest.mark.parametrize("place", ["", "Leeds", "Bath"])
@pytest.mark.parametrize("key", list(MEASURES))
def test_moments_and_verdict_figures_agree(
    cursor: duckdb.DuckDBPyConnection, frame: pd.DataFrame, key: str, place: str
) -> None:
    segment = Segment("location", place) if place else EVERYBODY
    found = cube.moments(cursor, [key], [FEBRUARY, MARCH], segment)
    periods = []
    for period in (FEBRUARY, MARCH):
        within = (frame.day >= period.start) & (frame.day <= period.end) & ((frame.place == place) | (place == ""))
        expected = by_pandas(frame[within], key)
        moments = found[key, period]
        for name in ("n", "positive", "negative", "total", "m2", "x_total", "x_m2", "cross"):
            assert getattr(moments, name) == pytest.approx(getattr(expected, name), rel=1e-9, abs=1e-9), name
        periods.append((moments, expected))
    (before, before_pandas), (after, after_pandas) = periods
    kind = MEASURES[key][0]
    one, other = compare(kind, before, after), compare(kind, before_pandas, after_pandas)
    assert one.interval == pytest.approx(other.interval, rel=1e-9, abs=1e-9)
    assert one.p_value == pytest.approx(other.p_value, rel=1e-9)
    assert one.standard_error == pytest.approx(other.standard_error, rel=1e-9)
