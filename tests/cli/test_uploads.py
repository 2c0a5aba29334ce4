"""Files on the command line: inspected without storing anything, stored once, and the example never over a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxmetrics.workspace import shelf
from tests.cli.asking import BOTH_MONTHS, answer, refused, run
from tests.workspace.exports import SCORE, written

FILE = {
    "vendor", "encoding", "delimiter", "header_rows", "footer_rows", "records", "valid", "set_aside", "roles",
    "date_range", "timezone", "metrics", "warnings", "questions",
}  # fmt: skip


def test_inspect_shows_what_the_importer_sees_and_stores_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, [*BOTH_MONTHS, "R9000,,5,Leeds"])
    found = answer("inspect", str(path))
    assert found.keys() == FILE
    assert (found["vendor"], found["encoding"], found["delimiter"]) == ("generic", "utf-8", ",")
    assert (found["header_rows"], found["footer_rows"]) == (1, 0)
    assert (found["records"], found["valid"], found["set_aside"]) == (1181, 1180, {"no_date": 1})
    assert found["roles"] == {"id": "Response ID", "date": "Date", "score_nps": SCORE, "segment": "Location"}
    assert found["date_range"] == ["2026-02-01", "2026-03-31"]
    assert found["metrics"] == {
        "nps": {"value": pytest.approx(20), "n": 1180, "promoters": 472, "passives": 472, "detractors": 236}
    }
    assert (found["warnings"], found["questions"]) == ([], [])
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_in_which_nothing_is_recognised_is_shown_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "colours.csv"
    path.write_text("Alpha;Beta\nred;u\nblue;v\ntoo;many;cells\n")
    found = answer("inspect", str(path))
    assert (found["vendor"], found["delimiter"], found["roles"]) == ("generic", ";", {})
    assert (found["records"], found["valid"], found["set_aside"]) == (3, 2, {"malformed_row": 1})
    assert (found["metrics"], found["date_range"]) == ({}, None)
    assert "No column says when something happened" in found["warnings"][0]
    assert "nothing to store" in refused(run("import", str(path), "--workspace", str(tmp_path / "w.duckdb")))


def test_a_file_with_a_question_is_inspected_but_not_imported(tmp_path: Path) -> None:
    lines = [f"R{i},0{i % 9 + 1}/03/2026,{i % 11},Leeds" for i in range(60)]
    path, workspace = written(tmp_path, lines), tmp_path / "new.duckdb"
    (asked,) = answer("inspect", str(path))["questions"]
    assert (asked["column"], set(asked["options"])) == ("Date", {"%d/%m/%Y", "%m/%d/%Y"})
    said = refused(run("import", str(path), "--workspace", str(workspace)))
    assert said.startswith(asked["text"])
    assert not workspace.exists()
    accepted = answer("import", str(path), "--workspace", str(workspace), "--accept")
    assert (accepted["records"], accepted["metrics"]) == (60, ["nps"])


def test_import_stores_once_and_says_what_became_of_every_record(tmp_path: Path) -> None:
    path, workspace = written(tmp_path, [*BOTH_MONTHS, "R9000,,5,Leeds"]), tmp_path / "w.duckdb"
    first = answer("import", str(path), "--workspace", str(workspace))
    assert (first["new"], first["records"], first["used"], first["set_aside"]) == (True, 1181, 1180, {"no_date": 1})
    again = answer("import", str(path), "--workspace", str(workspace))
    assert again == first | {"new": False}


def test_a_refused_file_leaves_no_workspace_behind(tmp_path: Path) -> None:
    path, workspace = tmp_path / "page.csv", tmp_path / "w.duckdb"
    path.write_text("<!DOCTYPE html><html><body>Please sign in</body></html>")
    assert "sign in" in refused(run("import", str(path), "--workspace", str(workspace))).lower()
    assert not workspace.exists()


def test_demo_builds_the_example_but_never_over_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "EXAMPLE_FILES", ("hr_roster.csv",))  # the smallest is enough here
    path = tmp_path / "example.duckdb"
    assert answer("demo", str(path)) == {"workspace": str(path)}
    built = path.read_bytes()
    assert "already exists" in refused(run("demo", str(path)))
    assert path.read_bytes() == built
    assert [entry.name for entry in tmp_path.iterdir()] == ["example.duckdb"]
