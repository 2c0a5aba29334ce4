"""The command line keeps workspaces safe: backup, restore and trail, each with one plain answer."""

from __future__ import annotations

import json
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from cxmetrics.trail import Deed
from cxmetrics.workspace import asking, backups
from cxmetrics.workspace.members import Members
from cxmetrics.workspace.register import Register
from cxmetrics.workspace.rights import Role
from cxmetrics.workspace.workspace import Workspace
from tests.workspace.exports import answers, days, taken, written

ROOT = Path(__file__).parents[2]


def asked(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cxmetrics", *map(str, words)], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    with Workspace(tmp_path / "shop.duckdb") as workspace:
        taken(workspace, written(tmp_path, answers(days("2026-03")), "=march.csv"))
        Members(Register(tmp_path / "register.sqlite"), "shop", workspace).invite("ben@shop.example", Role.EDITOR)
    return tmp_path / "shop.duckdb"


def test_a_workspace_is_backed_up_restored_and_asked_who_did_what(shop: Path) -> None:
    kept, again = shop.with_name("kept.duckdb"), shop.with_name("again.duckdb")
    done = asked("backup", shop, kept, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["bytes"] == kept.stat().st_size
    restored = asked("restore", kept, again)
    assert restored.stdout.startswith(f"{told['rows']:,} rows, "), restored.stderr
    lines = asked("trail", again).stdout.splitlines()
    assert [line.split("  ")[1:] for line in lines] == [
        ["somebody at this computer", "restored it from a backup", told["sha256"]],
        ["somebody at this computer", "brought a file", "=march.csv"],
    ]
    entries = json.loads(asked("trail", shop, "--json").stdout)["entries"]
    assert [(entry["deed"], entry["subject"]) for entry in entries] == [
        ("backup", told["sha256"]),
        ("invite", "editor"),
        ("import", "=march.csv"),
    ]


def test_a_workspace_without_a_register_beside_it_has_the_trail_of_its_file(tmp_path: Path) -> None:
    with Workspace(tmp_path / "alone.duckdb") as workspace:
        taken(workspace, written(tmp_path, answers(days("2026-03"))))
    (line,) = asked("trail", tmp_path / "alone.duckdb").stdout.splitlines()
    assert line.split("  ")[1:] == ["somebody at this computer", "brought a file", "answers.csv"]


def test_a_database_of_another_program_is_no_register_and_is_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "notes.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE note (words TEXT)")
    content = path.read_bytes()
    done = asked("backup", path, tmp_path / "kept")
    assert (done.returncode, done.stdout) == (2, "")
    assert "notes.sqlite is not a workspace file" in done.stderr
    assert asked("restore", path, tmp_path / "again").returncode == 2
    assert path.read_bytes() == content
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_the_trail_as_a_sheet_is_never_a_formula_and_names_no_address(shop: Path) -> None:
    sheet = asked("trail", shop, "--csv").stdout
    assert sheet.splitlines()[0].lstrip("\ufeff") == "When (UTC),Who,What,Of what"
    assert ",'=march.csv" in sheet
    assert "ben@" not in sheet


def test_what_is_there_already_and_what_is_no_backup_end_with_a_sentence(shop: Path) -> None:
    for words in (("backup", shop, shop), ("restore", shop, shop)):
        refused = asked(*words)
        assert refused.returncode == 2
        assert refused.stderr == "There is a file shop.duckdb already. Choose another name; nothing was changed.\n"
    notes = shop.with_name("notes.txt")
    notes.write_text("no database " * 2000)
    refused = asked("restore", notes, shop.with_name("again.duckdb"))
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith("notes.txt is not a workspace file")
    assert not shop.with_name("again.duckdb").exists()


def test_a_workspace_that_an_application_has_open_is_backed_up_by_asking_it(shop: Path) -> None:
    with Workspace(shop) as workspace, asking.listening(shop.parent, lambda _: workspace):
        done = asked("backup", shop, shop.with_name("kept.duckdb"), "--json")
        again = asked("backup", shop, shop.with_name("kept.duckdb"))
    assert done.returncode == 0, done.stderr
    assert backups.sha256(shop.with_name("kept.duckdb")) == json.loads(done.stdout)["sha256"]
    assert (again.returncode, again.stderr) == (
        2,
        "There is a file kept.duckdb already. Choose another name; nothing was changed.\n",
    )
    assert not (shop.parent / asking.SOCKET).exists()
    with Workspace(shop, read_only=True) as workspace:
        assert workspace.deeds()[0].deed is Deed.BACKED_UP


def test_without_an_application_that_answers_a_workspace_in_use_is_said_to_be(shop: Path) -> None:
    with socket.socket(socket.AF_UNIX) as left_behind:  # by an application that was killed
        left_behind.bind(str(shop.parent / asking.SOCKET))
    with Workspace(shop) as workspace:
        done = asked("backup", shop, shop.with_name("kept.duckdb"))
        with asking.listening(shop.parent, lambda _: workspace):
            assert (shop.parent / asking.SOCKET).stat().st_mode & 0o077 == 0
            with asking.listening(shop.parent, lambda _: workspace):
                pass  # a second application in the same folder leaves the first one's socket alone
            assert asked("backup", shop, shop.with_name("kept.duckdb")).returncode == 0
    assert (done.returncode, done.stderr) == (
        2,
        "Another program is using shop.duckdb. Close it there, then try again.\n",
    )
