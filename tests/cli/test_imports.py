"""Importing on the command line: the same counts, restatements, checks and questions as on the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxmetrics.cli import uploads
from cxmetrics.errors import WorkspaceBusy
from cxmetrics.workspace.workspace import Workspace
from tests.cli.asking import answer, refused, run
from tests.workspace.exports import HEADER, SCORE, answers, days, taken, written

MARCH = answers(days("2026-03"))
FEBRUARY = [line.replace("R", "Q", 1) for line in answers(days("2026-02"))]
CHANGED = [line.replace(",3,", ",10,") for line in MARCH]


def test_a_restated_month_is_told_with_before_and_after(tmp_path: Path) -> None:
    workspace = str(tmp_path / "w.duckdb")
    answer("import", str(written(tmp_path, [*FEBRUARY, *MARCH])), "--workspace", workspace)
    path = str(written(tmp_path, CHANGED, "again.csv"))
    rehearsed = run("import", path, "--workspace", workspace, "--dry-run").stdout.splitlines()
    assert rehearsed == [
        "62 records, 12 used, 50 already known, 0 set aside. Of those used 0 are new and 12 update a known record.",
        "March 2026 restated: Net Promoter Score 22.6 → 61.3, 12 records changed.",
    ]
    found = answer("import", path, "--workspace", workspace)
    (change,) = found["restated"]
    assert (change["metric"], change["month"], change["records"]) == ("nps", "2026-03", 12)
    assert change["sentence"] == rehearsed[1]
    assert (found["used"], found["updated"], found["unchanged"], found["checks"]) == (12, 12, 50, [])


def test_records_without_ids_are_known_again_as_a_whole_and_it_is_said(tmp_path: Path) -> None:
    """Two people may give the same answer on one day, so copies are counted: one more in the second file is new."""
    header, workspace = HEADER.partition(",")[2], str(tmp_path / "w.duckdb")
    lines = [line.partition(",")[2] for line in MARCH]
    answer("import", str(written(tmp_path, lines, header=header)), "--workspace", workspace)
    path = str(written(tmp_path, [*lines, lines[-1]], "again.csv", header=header))
    found = run("import", path, "--workspace", workspace).stdout.splitlines()
    assert found[0].startswith("63 records, 1 used, 62 already known, 0 set aside.")
    assert found[1].startswith("No column tells one record from another, so a record is known again only where all of")


def test_what_is_odd_is_told_with_what_to_do(tmp_path: Path) -> None:
    lines = [f"5.7{i:04}E+17,{day},{i % 11},Leeds" for i, day in enumerate(days("2026-03") * 4)]
    (found,) = answer("import", str(written(tmp_path, lines)), "--workspace", str(tmp_path / "w.duckdb"))["checks"]
    assert found["check"] == "damaged_ids"
    assert "without opening and saving it in Excel" in found["remedy"]


def test_a_rehearsal_leaves_no_workspace_and_changes_none(tmp_path: Path) -> None:
    path, workspace = str(written(tmp_path, MARCH)), tmp_path / "w.duckdb"
    assert answer("import", path, "--workspace", str(workspace), "--dry-run")["used"] == len(MARCH)
    assert not workspace.exists()
    answer("import", path, "--workspace", str(workspace))
    assert answer("import", path, "--workspace", str(workspace), "--dry-run")["new"] is False


@pytest.mark.parametrize("still_open", [False, True])
def test_a_workspace_that_another_program_makes_meanwhile_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, still_open: bool
) -> None:
    """Two imports into a new workspace at once: the one that comes too late must not remove the other's."""

    def too_late(path: Path) -> Workspace:
        with Workspace(path) as theirs:
            taken(theirs, written(tmp_path, FEBRUARY))
        if still_open:
            raise WorkspaceBusy("Another program is using it.")
        return Workspace(path)

    monkeypatch.setattr(uploads, "Workspace", too_late)
    run("import", str(written(tmp_path, MARCH, "march.csv")), "--workspace", str(tmp_path / "w.duckdb"), "--dry-run")
    with Workspace(tmp_path / "w.duckdb") as workspace:
        assert [upload.file_name for upload in workspace.history()] == ["answers.csv"]


def test_a_renamed_column_is_asked_about_and_answered(tmp_path: Path) -> None:
    workspace = str(tmp_path / "w.duckdb")
    answer("import", str(written(tmp_path, FEBRUARY)), "--workspace", workspace)
    question = "How likely would you recommend our shop (0-10)?"
    path = str(written(tmp_path, MARCH, "march.csv", HEADER.replace(SCORE, question)))
    said = refused(run("import", path, "--workspace", workspace))
    assert said.startswith(f"This looks like the next file after answers.csv, but '{SCORE}' is missing.")
    assert f"Is it '{question}' now? Nothing was stored." in said
    found = answer("import", path, "--workspace", workspace, "--same", f"{SCORE}={question}")
    assert (found["used"], found["metrics"]) == (len(MARCH), ["nps"])
    assert [check["check"] for check in found["checks"]] == ["wording"]


@pytest.mark.parametrize(
    ("option", "said"),
    [
        (("--same", "Score"), "--same takes an old and a new name, OLD=NEW, and 'Score' is neither."),
        (("--sheet", "March"), "march.csv has no sheets."),
    ],
)
def test_an_option_that_means_nothing_is_refused_and_not_passed_over(
    tmp_path: Path, option: tuple[str, str], said: str
) -> None:
    workspace = str(tmp_path / "w.duckdb")
    answer("import", str(written(tmp_path, FEBRUARY)), "--workspace", workspace)
    path = str(written(tmp_path, MARCH, "march.csv", HEADER.replace("Location", "Site")))
    assert refused(run("import", path, "--workspace", workspace, *option)).startswith(said)


def test_a_file_that_only_resembles_another_may_be_a_source_of_its_own(tmp_path: Path) -> None:
    workspace = str(tmp_path / "w.duckdb")
    answer("import", str(written(tmp_path, FEBRUARY)), "--workspace", workspace)
    path = str(written(tmp_path, MARCH, "march.csv", HEADER.replace("Location", "Site")))
    found = answer("import", path, "--workspace", workspace, "--new-source")
    assert found["metrics"] == ["nps", "nps_2"]
