"""A metric on its calendar: open periods, weeks, frozen limits and marks; and the planted drip among all years."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cxmetrics.errors import BadInput
from cxmetrics.judge.course import Asked
from cxmetrics.judge.marks import MarkKind
from cxmetrics.model import EVERYBODY, Segment, Word
from cxmetrics.period import Period
from cxmetrics.workspace import shelf
from cxmetrics.workspace.workspace import Workspace
from tests.workspace.exports import answers, days, taken, written

TRUTH = json.loads((shelf.EXPORTS / "truth.json").read_text(encoding="utf-8"))
DRIP = next(truth for truth in TRUTH["truths"] if truth["key"] == "invoice_drip")


@pytest.fixture
def marked(example_copy: Path) -> Iterator[Workspace]:
    """The example, to be marked."""
    with Workspace(example_copy) as workspace:
        yield workspace


def test_the_planted_drip_is_found_first_with_its_numbers_and_without_any_month_that_alarms(example: Workspace) -> None:
    found, *others = example.years(example.outline())
    figures = [DRIP["expected"][month] for month in DRIP["periods"]]
    n, x = (np.array([figure[name] for figure in figures], dtype=float) for name in ("n", "x"))
    line = np.polyfit(np.arange(12), x / n, 1, w=np.sqrt(n))
    assert (found.metric, found.word, found.alarms, found.drip) == (DRIP["metric"], Word.DECLINED, (), True)
    assert [str(found.first), str(found.last)] == [DRIP["periods"][0], DRIP["periods"][-1]]
    assert found.change == pytest.approx(11 * line[0], abs=1e-9)
    assert found.change == pytest.approx(-0.055, abs=0.001)
    assert found.start == pytest.approx(line[1], abs=1e-9)
    assert not any(year.drip for year in others)


def test_a_segment_has_years_of_the_metrics_that_it_is_known_for(example: Workspace) -> None:
    outline = example.outline()
    leeds = Segment("location", "Leeds")
    assert {year.metric for year in example.years(outline, leeds)} == {
        year.metric for year in example.years(outline) if outline.splits(year.metric, leeds)
    }


def test_open_periods_are_shown_and_not_judged(example: Workspace) -> None:
    found = example.course(example.outline(), "nps")
    assert [str(found.periods[0]), str(found.periods[-1])] == ["2024-01", "2026-03"]
    assert len(found.course.steps) == len(found.periods) == 27
    (still_open,) = found.open
    assert (str(still_open.period), still_open.open) == ("2026-04", True)


def test_what_is_counted_by_quarters_is_charted_by_quarters(example: Workspace) -> None:
    found = example.course(example.outline(), "employee_retention")
    assert [str(period) for period in found.periods[-2:]] == ["2025-Q3", "2025-Q4"]
    assert not found.weekly


def test_weeks_are_whole_and_offered_where_there_are_answers_enough(example: Workspace) -> None:
    outline = example.outline()
    found = example.course(outline, "nps", EVERYBODY, Asked(weekly=True))
    assert found.weekly
    assert {(period.start.weekday(), period.days) for period in found.periods} == {(0, 7)}
    assert not example.course(outline, "nps", Segment("location", "York")).weekly
    with pytest.raises(BadInput, match="fewer than 20 answers in most weeks"):
        example.course(outline, "nps", Segment("location", "York"), Asked(weekly=True))


@pytest.mark.parametrize("baseline", [0, 11, 27, 500])
def test_a_baseline_that_cannot_be_is_refused_with_what_can(example: Workspace, baseline: int) -> None:
    with pytest.raises(BadInput, match=f"from the first 12 to 26 points here, not from {baseline}"):
        example.course(example.outline(), "nps", EVERYBODY, Asked(baseline=baseline))


def test_a_frozen_baseline_leaves_the_limits_of_the_first_year(example: Workspace) -> None:
    outline = example.outline()
    frozen, moving = (example.course(outline, "churn", EVERYBODY, Asked(baseline=n)) for n in (12, None))
    first, last = frozen.course.steps[0], frozen.course.steps[-1]
    assert first.centre == last.centre
    assert last.signal == "above the upper limit"
    assert moving.course.steps[0].centre != first.centre


def test_limits_are_drawn_anew_from_the_first_period_after_a_rebase(marked: Workspace) -> None:
    outline = marked.outline()
    marked.mark(date(2025, 10, 1), MarkKind.REBASE, "Callback", "first_reply_time")
    marked.mark(date(2025, 10, 9), MarkKind.EVENT, "No rebase")
    found = marked.course(outline, "first_reply_time")
    ((position, mark),) = found.rebases
    assert (str(found.periods[position]), mark.text) == ("2025-10", "Callback")
    centres = [step.centre for step in found.course.steps]
    assert len(set(centres[:position])) == len(set(centres[position:])) == 1
    assert centres[0] != centres[-1]
    assert [mark.text for mark in found.marks] == ["Callback", "No rebase"]
    assert marked.course(outline, "nps").rebases == ()


def test_a_rebase_in_some_places_redraws_the_limits_of_those_places_alone(marked: Workspace) -> None:
    outline = marked.outline()
    marked.mark(date(2025, 9, 20), MarkKind.REBASE, "Callback", None, "location", ["Bristol", "Cardiff"])
    marked.mark(date(2023, 1, 1), MarkKind.REBASE, "Before all data")
    for place, expected in (("Bristol", ["2025-10"]), ("York", [])):
        found = marked.course(outline, "first_reply_time", Segment("location", place))
        assert [str(found.periods[position]) for position, _ in found.rebases] == expected
    everybody = marked.course(outline, "first_reply_time")
    assert everybody.rebases == ()
    assert "Callback" in [mark.text for mark in everybody.marks]


def test_a_new_workspace_has_a_course_without_limits(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, written(tmp_path, answers(days("2026-02"))))
    outline = workspace.outline()
    found = workspace.course(outline, "nps")
    assert found.periods == (Period.parse("2026-02"),)
    assert found.course.steps[0].limits is None
    assert workspace.years(outline) == ()
    with pytest.raises(BadInput, match="12 points or more, and there are 1"):
        workspace.course(outline, "nps", EVERYBODY, Asked(baseline=12))


@pytest.mark.parametrize("plan", [None, "Plus"])
def test_cohorts_are_those_of_the_file_itself(example: Workspace, plan: str | None) -> None:
    customers = pd.read_csv(shelf.EXPORTS / "subscriptions.csv", parse_dates=["Start Date (UTC)", "Ended At (UTC)"])
    customers = customers[~customers["Status"].isin(["incomplete_expired", "trialing"])]
    if plan:
        customers = customers[customers["Plan"] == plan]
    start, end = customers["Start Date (UTC)"], customers["Ended At (UTC)"]
    found = example.cohorts(example.outline(), "churn", Segment("plan", plan) if plan else EVERYBODY)
    assert found is not None
    months = pd.period_range("2024-01", "2026-02", freq="M")
    assert [str(cohort.joined) for cohort in found.cohorts] == [str(month) for month in months]
    for cohort, month in zip(found.cohorts, months, strict=True):
        mine = start.dt.to_period("M") == month
        assert (cohort.n, cohort.small) == (mine.sum(), mine.sum() < 20)
        for after, stay in zip(found.after, cohort.stayed, strict=True):
            there = mine & (end.isna() | (end >= start + pd.DateOffset(months=after)))
            assert (stay is None) == (cohort.small or month + after > pd.Period("2026-03", "M"))
            assert stay is None or (stay.stayed, stay.n) == (there.sum(), mine.sum())


def test_only_what_counts_leavers_has_cohorts(example: Workspace) -> None:
    outline = example.outline()
    assert example.cohorts(outline, "nps") is None
    assert example.cohorts(outline, "employee_turnover") is not None
