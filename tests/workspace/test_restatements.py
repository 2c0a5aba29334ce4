"""An append that changes a month that was over says so, with the figure before and after, and for good."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cxmetrics.report import intake
from cxmetrics.workspace.workspace import Workspace
from tests.workspace.exports import CALLS, HEADER, answer, answers, days, taken, written

FEBRUARY = answers(days("2026-02"))
MARCH = [line.replace("R", "S", 1) for line in answers(days("2026-03"))]
APRIL = [line.replace("R", "T", 1) for line in answers(days("2026-04"))]


def said(workspace: Workspace) -> list[str]:
    """What the newest upload restated, in words."""
    return [intake.restatement(change) for change in workspace.history()[0].restated]


def test_a_first_file_and_a_new_month_restate_nothing(workspace: Workspace, tmp_path: Path) -> None:
    assert taken(workspace, written(tmp_path, [*FEBRUARY, *MARCH])).restated == ()
    assert taken(workspace, written(tmp_path, APRIL, "april.csv")).restated == ()


def test_answers_that_changed_restate_their_month(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, written(tmp_path, [*FEBRUARY, *MARCH]))
    changed = [line.replace(",3,", ",10,") for line in MARCH]  # the twelve detractors of March
    upload = taken(workspace, written(tmp_path, [*changed, *APRIL], "april.csv"))
    (change,) = upload.restated
    assert (change.metric, change.month, change.records) == ("nps", date(2026, 3, 1), 12)
    # 26 promoters and 12 detractors of 62 before; afterwards 38 promoters and no detractor
    assert change.before == pytest.approx(100 * (26 - 12) / 62)
    assert change.after == pytest.approx(100 * 38 / 62)
    assert (change.n_before, change.n_after) == (62, 62)
    assert said(workspace) == ["March 2026 restated: Net Promoter Score 22.6 → 61.3, 12 records changed"]


def test_answers_that_came_late_restate_their_month(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, written(tmp_path, [*FEBRUARY, *MARCH]))
    upload = taken(workspace, written(tmp_path, [answer(900, "2026-02-11", 0), *APRIL], "april.csv"))
    (change,) = upload.restated
    assert (change.month, change.records, change.n_before, change.n_after) == (date(2026, 2, 1), 1, 56, 57)


def test_an_answer_that_moved_to_another_month_restates_both(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, written(tmp_path, [*FEBRUARY, *MARCH]))
    upload = taken(workspace, written(tmp_path, [FEBRUARY[0].replace("2026-02-01", "2026-03-02")], "moved.csv"))
    assert [(change.month.month, change.records) for change in upload.restated] == [(3, 1), (2, 1)]


def test_a_month_that_was_still_open_is_not_restated(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, written(tmp_path, [*FEBRUARY, *MARCH[:30]]))
    assert taken(workspace, written(tmp_path, [*MARCH[30:], *APRIL], "april.csv")).restated == ()


def test_an_update_of_what_no_figure_counts_restates_nothing(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, written(tmp_path, [*FEBRUARY, *MARCH]))
    moved = [line.replace("Leeds", "York") for line in MARCH[:6]]
    upload = taken(workspace, written(tmp_path, [*moved, *APRIL], "april.csv"))
    assert upload.updated == 3
    assert upload.restated == ()


def test_repeat_contacts_may_settle_for_days_before_their_month_is_over(workspace: Workspace, tmp_path: Path) -> None:
    def call(number: int, day: date, person: int) -> str:
        return f"C{number},{day} 10:00:00,P{person},A{number % 6},{100 + number % 50}"

    march = [call(i, day, i) for i, day in enumerate(days("2026-03") * 3)]
    april = [call(500 + i, day, i) for i, day in enumerate(days("2026-04") * 3)]
    taken(workspace, written(tmp_path, march, header=CALLS))
    upload = taken(workspace, written(tmp_path, april, "april.csv", CALLS))
    assert upload.restated == ()  # who called again in early April is no restatement of March: it was not settled


def test_the_history_keeps_it_until_the_upload_is_undone(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with Workspace(path) as workspace:
        taken(workspace, written(tmp_path, [*FEBRUARY, *MARCH]))
        later = taken(workspace, written(tmp_path, [line.replace(",3,", ",10,") for line in MARCH], "again.csv"))
        shown = workspace.history()[0].restated
    with Workspace(path) as workspace:
        assert workspace.history()[0].restated == shown
        workspace.undo(later.id)
        assert taken(
            workspace, written(tmp_path, [line.replace(",3,", ",10,") for line in MARCH], "x.csv")
        ).restated == (shown)


def test_files_without_ids_count_the_records_that_came(workspace: Workspace, tmp_path: Path) -> None:
    header = HEADER.partition(",")[2]
    bare = [line.partition(",")[2] for line in (*FEBRUARY, *MARCH)]
    taken(workspace, written(tmp_path, bare, header=header))
    upload = taken(workspace, written(tmp_path, ["2026-02-03,0,Leeds", "2026-02-04,0,Leeds"], "late.csv", header))
    (change,) = upload.restated
    assert change.records == 2
