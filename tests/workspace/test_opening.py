"""Opening a workspace file: one program at a time, and nothing that is no workspace."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from cxmetrics.errors import NotFound
from cxmetrics.workspace.workspace import Workspace
from tests.workspace.exports import answers, days, taken, written

ROOT = Path(__file__).parents[2]


def asked_by_another_program(path: Path) -> subprocess.CompletedProcess[str]:
    """A verdict asked for in another process."""
    question = ["verdict", str(path), "--metric=nps", "--before=2026-02", "--after=2026-03"]
    return subprocess.run(
        [sys.executable, "-m", "cxmetrics", *question], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_a_second_program_is_told_that_the_workspace_is_in_use(tmp_path: Path) -> None:
    path = tmp_path / "shop.duckdb"
    with Workspace(path):
        done = asked_by_another_program(path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == "Another program is using shop.duckdb. Close it there, then try again.\n"


def test_two_programs_may_read_a_workspace_at_once(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    Workspace(path).close()
    with Workspace(path, read_only=True):
        done = asked_by_another_program(path)
    assert done.stderr == "This workspace has no metric 'nps'. It has none.\n"


def test_another_programs_database_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "theirs.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE orders AS SELECT 42 AS number")
    with pytest.raises(NotFound, match="not a workspace"):
        Workspace(path)
    with duckdb.connect(str(path)) as connection:
        assert connection.execute("SELECT table_name FROM duckdb_tables()").fetchall() == [("orders",)]


@pytest.mark.parametrize(
    "name", ["march.csv", "march.parquet", "march.json", "march.xlsx", "march.sqlite", "march.duckdb"]
)
def test_a_file_that_is_no_database_is_refused_and_left_as_it_was(tmp_path: Path, name: str) -> None:
    """DuckDB would take some of them for a database in memory, and all that is stored there would be gone."""
    path = tmp_path / name
    content = b'[{"Response ID": "R1", "Score": 9}]\n' * 100
    path.write_bytes(content)
    for read_only in (False, True):
        with pytest.raises(NotFound, match=f"{name} is not a workspace file"):
            Workspace(path, read_only=read_only)
    assert path.read_bytes() == content
    assert [file.name for file in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", [":memory:", "md:shop", "march.csv"])
def test_a_name_that_means_something_else_to_the_database_is_a_file_like_any_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with Workspace(Path(name)) as workspace:
        taken(workspace, written(tmp_path, answers(days("2026-03")), "answers.txt"))
    with Workspace(tmp_path / name) as workspace:
        assert len(workspace.history()) == 1


def test_an_empty_database_is_laid_out_but_not_by_a_reader(tmp_path: Path) -> None:
    path = tmp_path / "empty.duckdb"
    duckdb.connect(str(path)).close()
    with pytest.raises(NotFound, match="not a workspace"):
        Workspace(path, read_only=True)
    with Workspace(path) as workspace:
        assert workspace.history() == ()


def test_a_folder_that_is_not_there_is_not_taken_for_a_lock(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"There is no folder .*clockwork\. Make it first"):
        Workspace(tmp_path / "clockwork" / "w.duckdb")


def test_a_closed_or_refused_workspace_leaves_no_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    Workspace(tmp_path / "w.duckdb").close()
    notes = tmp_path / "notes.duckdb"
    notes.write_text("these are notes, and no database at all " * 500)
    with pytest.raises(NotFound, match="not a workspace file"):
        Workspace(notes)
    assert list(temporary.iterdir()) == []
