"""The next month: what is known stays, what changed is updated, what is new counts, and all of it can be undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxmetrics.errors import BadInput, NotFound
from cxmetrics.ingest.proposal import corrected
from cxmetrics.layout import Role
from cxmetrics.model import Moments, Segment
from cxmetrics.workspace.workspace import Workspace
from tests.workspace.exports import HEADER, SCORE, answer, answers, contents, days, judged, taken, written

MARCH = answers(days("2026-03"))
APRIL = [line.replace("R", "S", 1) for line in answers(days("2026-04"))]
YORK = Segment("location", "York")


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with Workspace(path) as workspace:
        first = taken(workspace, written(tmp_path, MARCH))
        version = workspace.version
    before = contents(path)
    with Workspace(path) as workspace:
        text, proposal = workspace.examine(written(tmp_path, MARCH, "the same under another name.csv"))
        upload, fresh = workspace.store(text, proposal.layout)
        assert (upload, fresh) == (first, False)
        assert workspace.version == version
    assert contents(path) == before


def test_an_append_counts_what_is_unchanged_updated_and_new(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, written(tmp_path, MARCH))
    restated = [line.replace(",3,", ",10,") for line in MARCH[:20]]  # every fifth answer was a 3
    upload = taken(workspace, written(tmp_path, restated + MARCH[20:] + APRIL, "april.csv"))
    assert upload.records == len(MARCH) + len(APRIL)
    assert (upload.unchanged, upload.updated, upload.used) == (len(MARCH) - 4, 4, 4 + len(APRIL))
    march = judged(workspace, "nps", "2026-02", "2026-03").headline.comparison.after
    # 26 promoters and 12 detractors of 62 before; four detractors became promoters
    assert march.n == 62
    assert march.value == pytest.approx(100 * (30 - 8) / 62)


def test_records_without_an_id_are_known_by_all_they_say(workspace: Workspace, tmp_path: Path) -> None:
    header = f"Date,{SCORE},Location,Comment"
    lines = [f"{line.partition(',')[2]},said {i}" for i, line in enumerate(MARCH)]
    taken(workspace, written(tmp_path, lines, header=header))
    upload = taken(workspace, written(tmp_path, [*lines, "2026-04-01,9,York,new"], "more.csv", header=header))
    assert (upload.unchanged, upload.updated, upload.used) == (len(lines), 0, 1)


def test_a_record_that_was_set_aside_and_is_set_aside_again_is_unchanged(workspace: Workspace, tmp_path: Path) -> None:
    odd = [answer(900, "", 9), answer(901, "2026-03-05", 44)]
    taken(workspace, written(tmp_path, MARCH + odd))
    upload = taken(workspace, written(tmp_path, MARCH + odd + APRIL, "april.csv"))
    assert (upload.unchanged, upload.used, upload.set_aside) == (len(MARCH) + 2, len(APRIL), {})


def test_undoing_an_append_restores_every_row_and_every_figure(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"

    def figures(workspace: Workspace) -> tuple[Moments, object, object]:
        return (
            workspace.whole(["nps"])["nps"],
            workspace.outline(),
            judged(workspace, "nps", "2026-02", "2026-03", YORK),
        )

    with Workspace(path) as workspace:
        taken(workspace, written(tmp_path, MARCH))
        shown = figures(workspace)
    before = contents(path)
    with Workspace(path) as workspace:
        restated = [line.replace(",3,", ",10,") for line in MARCH]
        later = taken(workspace, written(tmp_path, restated + APRIL, "april.csv"))
        assert figures(workspace) != shown
        workspace.undo(later.id)
        assert figures(workspace) == shown
    assert contents(path) == before


def test_undoing_an_append_takes_back_the_role_and_the_metric_that_came_with_it(
    workspace: Workspace, tmp_path: Path
) -> None:
    header = f"{HEADER},Resolved"
    march, april = ([f"{line},{('Yes', 'No')[i % 2]}" for i, line in enumerate(lines)] for lines in (MARCH, APRIL))
    text, proposal = workspace.examine(written(tmp_path, march, header=header))
    workspace.store(text, corrected(proposal, {"Resolved": None}, {}).layout)
    shown = workspace.outline(), workspace.sources()
    later = taken(workspace, written(tmp_path, april, "april.csv", header))
    assert set(workspace.outline().metrics) == {"nps", "resolved"}
    workspace.undo(later.id)
    assert (workspace.outline(), workspace.sources()) == shown


def test_an_undone_upload_stays_in_the_history_and_can_be_stored_again(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, written(tmp_path, MARCH))
    april = written(tmp_path, APRIL, "april.csv")
    later = taken(workspace, april)
    workspace.undo(later.id)
    newest, oldest = workspace.history()
    assert newest.undone_at is not None
    assert (newest.can_be_undone, oldest.can_be_undone) == (False, True)
    with pytest.raises(NotFound):
        workspace.undo(later.id)
    assert taken(workspace, april).used == len(APRIL)


def test_an_upload_that_a_later_one_builds_on_cannot_be_undone(workspace: Workspace, tmp_path: Path) -> None:
    first = taken(workspace, written(tmp_path, MARCH))
    second = taken(workspace, written(tmp_path, APRIL, "april.csv"))
    figures = workspace.whole(["nps"])
    with pytest.raises(BadInput, match="Undo the later one first"):
        workspace.undo(first.id)
    assert workspace.whole(["nps"]) == figures
    assert [upload.can_be_undone for upload in workspace.history()] == [True, False]
    workspace.undo(second.id)
    workspace.undo(first.id)
    assert workspace.sources() == {}


def test_undoing_the_only_upload_of_a_source_removes_it_and_its_metrics(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with Workspace(path) as workspace:
        taken(
            workspace, written(tmp_path, ["2026-03-02,Good,1", "2026-03-03,Bad,2"] * 20, "t.csv", "Day,Rating,Number")
        )
        kept = workspace.outline()
    before = contents(path)
    with Workspace(path) as workspace:
        upload = taken(workspace, written(tmp_path, MARCH))
        assert "nps" in workspace.outline().metrics
        workspace.undo(upload.id)
        assert workspace.outline() == kept
    assert contents(path) == before


def test_a_file_of_a_remembered_shape_takes_over_the_roles(workspace: Workspace, tmp_path: Path) -> None:
    text, proposal = workspace.examine(written(tmp_path, MARCH))
    workspace.store(text, corrected(proposal, {"Location": Role.VERBATIM}, {}).layout)
    turned = [",".join(reversed(line.split(","))) for line in APRIL]
    header = ",".join(reversed(HEADER.split(",")))
    text, proposal = workspace.examine(written(tmp_path, turned, "april.csv", header))
    remembered = workspace.remembered(proposal)
    assert remembered is not None
    assert [(column.name, column.role) for column in remembered.layout.columns] == [
        ("Location", Role.VERBATIM),
        (SCORE, Role.SCORE_NPS),
        ("Date", Role.DATE),
        ("Response ID", Role.ID),
    ]
    upload, _ = workspace.store(text, remembered.layout)
    assert upload.used == len(APRIL)
    assert len(workspace.sources()) == 1
    assert workspace.whole(["nps"])["nps"].n == len(MARCH) + len(APRIL)


def test_an_answer_about_day_and_month_is_asked_for_once(workspace: Workspace, tmp_path: Path) -> None:
    def ambiguous(name: str, month: int) -> Path:
        lines = [answer(i, f"0{i % 9 + 1}/0{month}/2026", i % 11) for i in range(60)]
        return written(tmp_path, [line.replace("R", name[0], 1) for line in lines], name)

    text, proposal = workspace.examine(ambiguous("first.csv", 3))
    assert [question.column for question in proposal.questions] == ["Date"]
    workspace.store(text, corrected(proposal, {}, {"Date": "%d/%m/%Y"}).layout)
    text, proposal = workspace.examine(ambiguous("second.csv", 4))
    remembered = workspace.remembered(proposal)
    assert remembered is not None
    assert not remembered.questions
    workspace.store(text, remembered.layout)
    extent = workspace.outline().extents["nps"]
    assert (f"{extent.start}", f"{extent.end}") == ("2026-03-01", "2026-04-09")


def test_a_file_of_another_shape_is_not_remembered(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, written(tmp_path, MARCH))
    renamed = HEADER.replace("Location", "Site")
    _, proposal = workspace.examine(written(tmp_path, APRIL, "april.csv", renamed))
    assert workspace.remembered(proposal) is None


def test_the_same_file_with_another_meaning_is_refused_until_the_first_is_undone(
    workspace: Workspace, tmp_path: Path
) -> None:
    first = taken(workspace, written(tmp_path, MARCH))
    text, proposal = workspace.examine(written(tmp_path, MARCH))
    other = corrected(proposal, {proposal.layout.named(Role.SCORE_NPS)[0].name: None}, {})
    with pytest.raises(BadInput, match="other meanings"):
        workspace.store(text, other.layout)
    workspace.undo(first.id)
    upload, fresh = workspace.store(text, other.layout)
    assert (fresh, upload.records) == (True, len(MARCH))


def test_a_blank_id_is_nobody_elses_blank_id(workspace: Workspace, tmp_path: Path) -> None:
    header = "Response ID,Recorded Date,Likelihood to recommend us (0-10),Location"
    first = [f"{f'R{i}' if i >= 10 else ''},2026-02-{i % 28 + 1:02},{i % 11},Leeds" for i in range(100)]
    second = [f"{f'S{i}' if i else ''},2026-03-{i % 28 + 1:02},{i % 11},York" for i in range(50)]
    taken(workspace, written(tmp_path, first, "a.csv", header))
    upload = taken(workspace, written(tmp_path, second, "b.csv", header))
    assert (upload.used, upload.updated, upload.unchanged) == (50, 0, 0)
    assert workspace.whole(["nps"])["nps"].n == 150


def test_people_who_answer_alike_on_one_day_are_not_one_person(workspace: Workspace, tmp_path: Path) -> None:
    header = "Recorded Date,Likelihood to recommend us (0-10)"
    first = [f"2026-02-{i % 28 + 1:02},9" for i in range(56)]
    again = [*first, "2026-02-01,9", "2026-03-01,9"]  # the February records once more, one more of them, and a new day
    taken(workspace, written(tmp_path, first, "a.csv", header))
    upload = taken(workspace, written(tmp_path, again, "b.csv", header))
    assert (upload.unchanged, upload.used) == (56, 2)
    assert workspace.whole(["nps"])["nps"].n == 58
