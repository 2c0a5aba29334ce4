"""An export is stored whole: every record is used or set aside with its reason, and nothing stays of a failure."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import pytest

from cxmetrics.errors import BadInput, UnreadableFile
from cxmetrics.ingest.proposal import corrected
from cxmetrics.layout import Role
from cxmetrics.warehouse import cube
from cxmetrics.workspace.workspace import Workspace
from tests.workspace.exports import CALLS, SCORE, answer, answers, days, taken, written

MARCH = answers(days("2026-03"))
DAY = date(2026, 3, 5)
FIGURES = (62, 26, 12)
"""Answers, promoters and detractors of MARCH: 10, 9, 8, 7 and 3 twelve times over, then a 10 and a 9."""


def nps_counts(workspace: Workspace) -> tuple[int, int, int]:
    """Answers, promoters and detractors."""
    found = workspace.whole(["nps"])["nps"]
    return found.n, found.positive, found.negative


def test_every_record_is_used_or_set_aside_with_its_reason(workspace: Workspace, tmp_path: Path) -> None:
    odd = [
        answer(900, "", 10),
        answer(901, DAY, 11),
        answer(902, DAY, ""),
        answer(0, DAY, 10),
        "R903,2026-03-05",
        answer(904, DAY, 10, "Leeds,and more"),
    ]
    upload = taken(workspace, written(tmp_path, MARCH + odd))
    assert upload.set_aside == {
        "no_date": 1,
        "out_of_range": 1,
        "no_score": 1,
        "duplicate_id": 1,
        "malformed_row": 2,
    }
    assert (upload.records, upload.used) == (len(MARCH) + 6, len(MARCH))
    assert upload.records == upload.used + upload.unchanged + sum(upload.set_aside.values())
    assert nps_counts(workspace) == FIGURES


def test_a_record_set_aside_keeps_its_row_in_the_file_and_what_it_said(workspace: Workspace, tmp_path: Path) -> None:
    lines = [*MARCH[:10], "too short", answer(900, "", 10, "York"), "R1,a,b,c,d", *MARCH[10:], answer(901, DAY, 99)]
    upload = taken(workspace, written(tmp_path, lines))
    kept = workspace.set_aside(upload.id)
    assert [(record.record, record.reason) for record in kept] == [
        (12, "malformed_row"),
        (13, "no_date"),
        (14, "malformed_row"),
        (1 + len(lines), "out_of_range"),
    ]
    assert (kept[0].raw, kept[2].raw) == ("too short", "R1,a,b,c,d")
    assert all(word in kept[1].raw for word in ("R900", "10", "York"))
    assert "99" in kept[3].raw


def test_of_records_with_the_same_id_the_first_counts(workspace: Workspace, tmp_path: Path) -> None:
    again = [line.replace(",10,", ",0,") for line in MARCH if ",10," in line][:5]
    upload = taken(workspace, written(tmp_path, MARCH + again))
    assert upload.set_aside == {"duplicate_id": 5}
    assert nps_counts(workspace) == FIGURES


def test_infinity_and_nan_are_no_scores(workspace: Workspace, tmp_path: Path) -> None:
    odd = [answer(900 + i, DAY, text) for i, text in enumerate(("inf", "-Infinity", "NaN", "1e999"))]
    upload = taken(workspace, written(tmp_path, MARCH + odd))
    assert upload.used == len(MARCH)
    assert sum(upload.set_aside.values()) == 4
    assert set(upload.set_aside) <= {"out_of_range", "no_score"}
    assert nps_counts(workspace) == FIGURES


def test_infinity_is_no_duration_and_is_counted_as_unread(workspace: Workspace, tmp_path: Path) -> None:
    seconds = [100 + i for i in range(60)]
    lines = [f"C{i},{DAY} 10:{i:02}:00,P{i},A{i % 6},{s}" for i, s in enumerate([*seconds[:-3], "inf", "1e999", ""])]
    upload = taken(workspace, written(tmp_path, lines, header=CALLS))
    assert (upload.used, upload.unread) == (60, {"Handle Time (seconds)": 2})
    found = workspace.whole(["handle_time"])["handle_time"]
    assert (found.n, found.x_total) == (57, sum(seconds[:-3]))
    assert found.total == pytest.approx(sum(math.log(s) for s in seconds[:-3]))


@pytest.mark.parametrize("before_it", [10, 10_100], ids=["among the first records", "behind what is looked at first"])
def test_a_quotation_mark_that_is_never_closed_refuses_the_file_whole(
    workspace: Workspace, tmp_path: Path, before_it: int
) -> None:
    lines = [answer(i, DAY, i % 11) for i in range(before_it + 50)]
    lines[before_it] = f'R{before_it},{DAY},5,"York'
    with pytest.raises(UnreadableFile, match="opens a quotation mark that is never closed"):
        taken(workspace, written(tmp_path, lines))
    assert workspace.history() == ()
    assert workspace.sources() == {}


def test_a_quotation_mark_inside_a_value_costs_one_record_at_most(workspace: Workspace, tmp_path: Path) -> None:
    upload = taken(workspace, written(tmp_path, [*MARCH, f'R900,{DAY},5,"Le"eds', answer(901, DAY, 5)]))
    assert upload.records == len(MARCH) + 2
    assert upload.used >= len(MARCH) + 1


def test_a_failure_in_the_middle_leaves_nothing_behind(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, version = written(tmp_path, MARCH), workspace.version

    def broken(*_: object) -> None:
        raise RuntimeError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr(cube, "rebuild", broken)
        with pytest.raises(RuntimeError, match="no space left"):
            taken(workspace, path)
    assert (workspace.history(), workspace.sources(), workspace.version) == ((), {}, version)
    assert not workspace.outline().metrics
    assert taken(workspace, path).used == len(MARCH)


def test_a_file_without_any_role_is_not_stored(workspace: Workspace, tmp_path: Path) -> None:
    text, proposal = workspace.examine(written(tmp_path, MARCH))
    roleless = corrected(proposal, {column.name: None for column in proposal.layout.columns}, {})
    with pytest.raises(BadInput, match="No column of this file has a role"):
        workspace.store(text, roleless.layout)
    assert workspace.history() == ()


def test_personal_data_never_reaches_the_workspace(workspace: Workspace, tmp_path: Path) -> None:
    header = f"Response ID,Date,{SCORE},Email address"
    lines = [f"R{i},{day},9,person{i}@example.com" for i, day in enumerate(days("2026-03"))]
    lines.append("R99,,9,person99@example.com")
    upload = taken(workspace, written(tmp_path, lines, header=header))
    (layout,) = workspace.sources().values()
    assert [column.name for column in layout.named(Role.PII)] == ["Email address"]
    assert [record.reason for record in workspace.set_aside(upload.id)] == ["no_date"]
    workspace.close()
    assert b"@example.com" not in (tmp_path / "w.duckdb").read_bytes()
