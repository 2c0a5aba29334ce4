"""The command line keeps workspaces safe: backup, restore and trail, each with one plain answer."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cxmetrics.workspace.members import Members
from cxmetrics.workspace.register import Register
from cxmetrics.workspace.rights import Role
from cxmetrics.workspace.workspace import Workspace
from tests.workspace.exports import answers, days, taken, written

ROOT = Path(__file__).parents[1]


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
