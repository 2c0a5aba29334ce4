"""The chart over months: one specification, built once, that never holds anything from a file."""

from __future__ import annotations

import json

import pytest

from cxmetrics.measure import MeanOf, NpsOf, ShareOf
from cxmetrics.model import Direction, Estimate, Kind, Metric, Point
from cxmetrics.period import Period
from cxmetrics.report import charts
from cxmetrics.report.figures import THIN

HOSTILE = "datum['x'] = <b>{{signal}}</b>"
CHURN = Metric(HOSTILE, HOSTILE, Kind.PROPORTION, "%", Direction.DOWN, ShareOf(HOSTILE), (), 0.01, HOSTILE)
NPS = Metric("nps", "NPS", Kind.NPS, "points", Direction.UP, NpsOf("q"), (), 5, "")
POINTS = (
    Point(Period.parse("2026-01"), Estimate(0.0206, (0.0168, 0.0252), 4457), open=False),
    Point(Period.parse("2026-02"), Estimate(0.0200, (0.0163, 0.0246), 4442), open=False),
    Point(Period.parse("2026-03"), Estimate(0.0359, (0.0309, 0.0418), 4454), open=False),
    Point(Period.parse("2026-04"), Estimate(0.0040, (0.0025, 0.0063), 4400), open=True),
)
COMPARED = (Period.parse("2026-02"), Period.parse("2026-03"))


def test_a_specification_is_built_once_and_shared() -> None:
    assert charts.months_spec("points") is charts.months_spec("points")
    assert charts.months_spec("points") is not charts.months_spec("%")


def test_a_specification_holds_no_data_and_nothing_from_a_file() -> None:
    charts.months_data(CHURN, POINTS, COMPARED)
    spec = json.dumps(charts.months_spec(charts.axis_title(CHURN)))
    assert HOSTILE not in spec
    assert '"values"' not in spec.replace('"values": ["compared", "still open"]', "")
    assert "2026" not in spec


def test_every_field_of_the_specification_is_a_column_of_the_data() -> None:
    columns = set(charts.months_data(CHURN, POINTS, COMPARED).columns)
    found: set[str] = set()

    def look(part: object) -> None:
        if isinstance(part, dict):
            if "field" in part:
                found.add(part["field"])
            for inner in part.values():
                look(inner)
        elif isinstance(part, list):
            for inner in part:
                look(inner)

    look(charts.months_spec("%"))
    assert found
    assert found <= columns


def test_the_data_are_in_the_unit_of_the_axis_and_say_which_months_are_compared() -> None:
    data = charts.months_data(CHURN, POINTS, COMPARED)
    assert list(data["role"]) == ["other months", "compared", "compared", "still open"]
    assert list(data["value"]) == pytest.approx([2.06, 2.0, 3.59, 0.4])
    assert list(data["low"]) == pytest.approx([1.68, 1.63, 3.09, 0.25])
    assert list(data["label"]) == ["", f"2.0{THIN}%", f"3.6{THIN}%", ""]
    assert data["words"][2] == f"March 2026: 3.6{THIN}%"
    assert data["interval"][2] == f"3.1{THIN}% to 4.2{THIN}%"


def test_amounts_are_drawn_in_their_own_unit() -> None:
    spend = Metric("spend", "Spend", Kind.AMOUNT, "EUR", Direction.UP, MeanOf("x"), (), 0.05, "")
    data = charts.months_data(
        spend, (Point(Period.parse("2026-03"), Estimate(41.5, (40, 43), 90), open=False),), COMPARED
    )
    assert list(data["value"]) == [41.5]
    assert "42 EUR" in data["words"][0]


def test_a_month_without_a_figure_is_left_out() -> None:
    empty = Point(Period.parse("2026-05"), Estimate(None, None, 0), open=True)
    assert len(charts.months_data(CHURN, (*POINTS, empty), COMPARED)) == 4


def test_the_chart_is_told_in_words_with_both_ends() -> None:
    words = charts.months_words(CHURN, POINTS[:3])
    assert f"from 2.1{THIN}% in January 2026 to 3.6{THIN}% in March 2026, 3 months" in words
    assert charts.months_words(NPS, ()) == "NPS: no months to show."
