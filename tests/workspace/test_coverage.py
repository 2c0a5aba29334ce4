"""Which periods are over as far as the data knows, so that a verdict does not come too early."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cxmetrics.model import Word
from cxmetrics.period import Period
from cxmetrics.workspace.workspace import Workspace
from tests.workspace.exports import CALLS, answers, days, judged, taken, written

JANUARY, FEBRUARY = Period.parse("2026-01"), Period.parse("2026-02")
OPEN = "One of the periods is not over yet"


def test_a_month_that_is_over_is_judged_and_a_running_one_is_not(workspace: Workspace, tmp_path: Path) -> None:
    until = [day for day in days("2026-01") + days("2026-02") if day <= date(2026, 2, 20)]
    taken(workspace, written(tmp_path, answers([*days("2025-12"), *until], a_day=20)))
    over = judged(workspace, "nps", "2025-12", "2026-01").headline
    running = judged(workspace, "nps", "2026-01", "2026-02").headline
    assert over.word is not Word.NOT_ENOUGH_DATA
    assert not over.gated
    assert (running.word, running.gated) == (Word.NOT_ENOUGH_DATA, True)
    assert running.caveats[0].startswith(OPEN)
    assert running.comparison.after.n == 400
    assert [point.open for point in workspace.series(workspace.outline(), "nps")] == [False, False, True]


@pytest.mark.parametrize(
    ("last", "closed"), [(date(2026, 1, 31), True), (date(2026, 1, 30), False), (date(2026, 2, 1), True)]
)
def test_a_file_with_answers_every_day_covers_up_to_its_last_one(
    workspace: Workspace, tmp_path: Path, last: date, closed: bool
) -> None:
    until = [day for day in days("2026-01") + days("2026-02") if day <= last]
    taken(workspace, written(tmp_path, answers(until)))
    assert workspace.outline().complete_through["nps"] == last
    assert workspace.outline().covers("nps", JANUARY) is closed


def test_a_file_of_working_days_that_ends_on_a_friday_closes_the_month_that_ends_on_the_weekend(
    workspace: Workspace, tmp_path: Path
) -> None:
    friday = date(2026, 1, 30)
    assert friday.isoweekday() == 5
    taken(workspace, written(tmp_path, answers([day for day in days("2026-01") if day.isoweekday() <= 5])))
    outline = workspace.outline()
    assert outline.extents["nps"].end == friday
    assert outline.complete_through["nps"] == date(2026, 2, 1)  # the Sunday after it
    assert outline.covers("nps", JANUARY)
    assert not outline.covers("nps", FEBRUARY)


def test_a_long_pause_long_ago_does_not_close_a_running_month(workspace: Workspace, tmp_path: Path) -> None:
    summer = [day for day in days("2025-06") if day.day <= 10]
    autumn = [day for day in (*days("2025-11"), *days("2025-12"), *days("2026-01")) if day <= date(2026, 1, 20)]
    taken(workspace, written(tmp_path, answers([*summer, *autumn])))
    assert workspace.outline().complete_through["nps"] == date(2026, 1, 20)


@pytest.mark.parametrize(
    ("ends", "last_month"),
    [
        (["2024-11-27", "2024-11-28", "2024-11-29"], date(2024, 11, 1)),
        (["2024-11-29"], date(2024, 9, 1)),  # one or two ends after the last start may be plans
        ([], date(2024, 9, 1)),
    ],
)
def test_an_end_that_may_be_a_plan_closes_nothing(
    workspace: Workspace, tmp_path: Path, ends: list[str], last_month: date
) -> None:
    lines = [f"E{i},2024-0{i % 9 + 1}-{i % 28 + 1:02},,Leeds" for i in range(60)]
    for i, end in enumerate(["2999-12-31", *ends]):
        lines[i] = f"E{i},2024-0{i + 1}-02,{end},Leeds"
    taken(workspace, written(tmp_path, lines, header="Employee ID,Hire Date,Termination Date,Location"))
    assert workspace.outline().complete_through["employee_turnover"].year == 2024
    assert workspace.outline().extents["employee_turnover"].end == last_month


def test_repeat_contact_waits_a_week_longer_than_the_other_metrics_of_its_file(
    workspace: Workspace, tmp_path: Path
) -> None:
    calls = [
        f"C{i},{day} 10:00:00,P{i % 40},A{i % 6},120" for i, day in enumerate([*days("2026-01"), *days("2026-02")] * 2)
    ]
    taken(workspace, written(tmp_path, calls, header=CALLS))
    through = workspace.outline().complete_through
    assert (through["handle_time"], through["repeat_contact"]) == (date(2026, 2, 28), date(2026, 2, 21))


def test_a_file_without_dates_has_figures_but_no_periods(workspace: Workspace, tmp_path: Path) -> None:
    lines = [f"C{i},{('Yes', 'No')[i % 2]}" for i in range(60)]
    taken(workspace, written(tmp_path, lines, header="Customer ID,Churn"))
    outline = workspace.outline()
    assert workspace.whole(["churn"])["churn"].n == 60
    assert (outline.extents, outline.complete_through) == ({}, {})
    assert workspace.series(outline, "churn") == ()


def test_a_holiday_does_not_close_the_month_after_it(workspace: Workspace, tmp_path: Path) -> None:
    open_days = [day for day in [*days("2025-12"), *days("2026-01")] if not "2025-12-24" <= str(day) <= "2026-01-01"]
    lines = [f"R{i},{day},9,Leeds" for i, day in enumerate(day for day in open_days if str(day) <= "2026-01-25")]
    taken(workspace, written(tmp_path, lines))
    assert workspace.outline().complete_through["nps"] == date(2026, 1, 25)
