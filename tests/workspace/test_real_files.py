"""What four real public exports honestly yield, against figures counted from the same bytes with the csv module."""

from __future__ import annotations

import csv
import math
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest

from cxmetrics.errors import BadInput
from cxmetrics.judge.compare import estimate
from cxmetrics.measure import MeanOf, ShareOf
from cxmetrics.model import Metric
from cxmetrics.workspace.workspace import Workspace
from tests.workspace.exports import judged, taken

REAL = Path(__file__).parents[1] / "data" / "real"
Z = 1.959963984540054


def rows(name: str, encoding: str = "utf-8-sig") -> list[list[str]]:
    """Every record of a file, header included."""
    with (REAL / name).open(encoding=encoding, newline="") as file:
        return list(csv.reader(file))


def wilson(events: int, n: int) -> tuple[float, float]:
    """Wilson's score interval at 95 %, after the formula of 1927."""
    share = events / n
    middle = (share + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * math.sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    return middle - half, middle + half


def share_of(workspace: Workspace, metric: Metric) -> tuple[int, int]:
    found = workspace.whole([metric.key])[metric.key]
    return found.positive, found.n


def test_a_quarter_of_the_telephone_customers_left(workspace: Workspace) -> None:
    upload = taken(workspace, REAL / "ibm_telco_churn.csv")
    assert (upload.records, upload.used, upload.set_aside) == (7043, 7043, {})
    outline = workspace.outline()
    assert set(outline.metrics) == {"churn"}
    assert share_of(workspace, outline.metrics["churn"]) == (1869, 7043)
    assert Counter(row[-1] for row in rows("ibm_telco_churn.csv")[1:]) == {"Yes": 1869, "No": 5174}
    figures = estimate(outline.metrics["churn"].kind, workspace.whole(["churn"])["churn"])
    assert figures.value == pytest.approx(0.2654, abs=5e-5)
    assert figures.interval == pytest.approx(wilson(1869, 7043))


@pytest.mark.parametrize("name", ["ibm_telco_churn.csv", "ibm_hr_attrition.csv", "surveymonkey_starwars_538.csv"])
def test_a_file_without_dates_has_no_trend_and_gets_no_verdict(workspace: Workspace, name: str) -> None:
    taken(workspace, REAL / name)
    outline = workspace.outline()
    assert outline.metrics
    assert (outline.extents, outline.complete_through) == ({}, {})
    for key in outline.metrics:
        assert workspace.series(outline, key) == ()
        with pytest.raises(BadInput, match="carry no dates"):
            judged(workspace, key, "2026-02", "2026-03")


def test_customers_can_be_split_by_what_the_file_says_about_them(workspace: Workspace) -> None:
    taken(workspace, REAL / "ibm_telco_churn.csv")
    header, *people = rows("ibm_telco_churn.csv")
    contract = header.index("Contract")
    assert workspace.outline().segments["churn"]["contract"] == tuple(sorted({row[contract] for row in people}))


def test_one_employee_in_six_left(workspace: Workspace) -> None:
    upload = taken(workspace, REAL / "ibm_hr_attrition.csv")
    assert (upload.records, upload.used) == (1470, 1470)
    outline = workspace.outline()
    assert set(outline.metrics) == {"employee_turnover"}
    assert share_of(workspace, outline.metrics["employee_turnover"]) == (237, 1470)
    header, *people = rows("ibm_hr_attrition.csv")
    assert sum(row[header.index("Attrition")] == "Yes" for row in people) == 237


def test_calls_of_new_york_are_counted_once_a_day_from_the_total_alone(workspace: Workspace) -> None:
    header, *days = rows("nyc_311_calls_by_day_538.csv")
    total = header.index("total")
    calls = [float(row[total]) for row in days]
    upload = taken(workspace, REAL / "nyc_311_calls_by_day_538.csv")
    assert (upload.records, upload.used, upload.set_aside, upload.unread) == (len(days), len(days), {}, {})
    outline = workspace.outline()
    assert {key: metric.measure for key, metric in outline.metrics.items()} == {"contact_volume": MeanOf("total")}
    found = workspace.whole(["contact_volume"])["contact_volume"]
    assert (found.n, found.total) == (len(days), sum(calls))
    # every other number of a row is part of the total, so that adding all up would count each call twice
    assert sum(float(cell or 0) for row in days for cell in row[1:]) == 2 * found.total


def test_calls_of_new_york_reach_from_the_first_day_to_the_last(workspace: Workspace) -> None:
    days = [datetime.strptime(row[0], "%m/%d/%y").date() for row in rows("nyc_311_calls_by_day_538.csv")[1:]]
    taken(workspace, REAL / "nyc_311_calls_by_day_538.csv")
    outline = workspace.outline()
    extent = outline.extents["contact_volume"]
    assert (extent.start, extent.end) == (min(days), max(days)) == (date(2012, 10, 22), date(2017, 9, 8))
    points = workspace.series(outline, "contact_volume")
    months = Counter(f"{day:%Y-%m}" for day in days)
    assert {f"{point.period}": point.estimate.n for point in points} == months
    assert [point.open for point in points] == [False] * (len(months) - 1) + [True]


def test_a_month_of_new_york_calls_is_the_mean_of_its_days(workspace: Workspace) -> None:
    header, *days = rows("nyc_311_calls_by_day_538.csv")
    december = [
        float(row[header.index("total")]) for row in days if row[0].startswith("12/") and row[0].endswith("/16")
    ]
    taken(workspace, REAL / "nyc_311_calls_by_day_538.csv")
    after = judged(workspace, "contact_volume", "2016-11", "2016-12").headline.comparison.after
    assert after.n == len(december)
    assert after.value == pytest.approx(sum(december) / len(december))


def test_every_yes_or_no_of_the_star_wars_survey_is_a_share_of_those_who_answered(workspace: Workspace) -> None:
    header, _, *people = rows("surveymonkey_starwars_538.csv", "cp1252")
    expected = {}
    for position, question in enumerate(header):
        given = Counter(row[position].strip() for row in people)
        if set(given) - {""} == {"Yes", "No"}:
            expected[" ".join(question.split())] = (given["Yes"], given["Yes"] + given["No"])
    upload = taken(workspace, REAL / "surveymonkey_starwars_538.csv")
    assert (upload.records, upload.used) == (len(people), len(people)) == (1186, 1186)
    found = {}
    for metric in workspace.outline().metrics.values():
        assert isinstance(metric.measure, ShareOf)
        found[metric.measure.column] = share_of(workspace, metric)
    assert found == expected
    assert len(expected) == 5


def test_importing_every_real_file_into_one_workspace_keeps_them_apart(workspace: Workspace) -> None:
    for path in sorted(REAL.glob("*.csv")):
        taken(workspace, path)
    assert len(workspace.sources()) == len(workspace.history()) == 4
    outline = workspace.outline()
    assert {"churn", "employee_turnover", "contact_volume"} <= set(outline.metrics)
    assert len(outline.metrics) == 8
    assert share_of(workspace, outline.metrics["churn"]) == (1869, 7043)
    assert share_of(workspace, outline.metrics["employee_turnover"]) == (237, 1470)
