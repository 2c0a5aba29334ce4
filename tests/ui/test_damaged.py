"""A damaged workspace, and one that lost its latest changes, end in a sentence; the others are there."""

from __future__ import annotations

import os
from pathlib import Path

from cxmetrics import seal
from tests.ui.conftest import Open


def test_a_damaged_workspace_is_said_and_the_others_are_there(open_page: Open, home: Path) -> None:
    path = home / "torn.duckdb"
    path.write_bytes((home / "example.duckdb").read_bytes())
    os.truncate(path, path.stat().st_size // 2)
    page = open_page(w="torn")
    assert not page.exception
    (said,) = page.warning
    assert "torn.duckdb is damaged" in said.value.replace("\\", "")
    assert "Safekeeping" in said.value
    assert not open_page(w="example").warning


def test_a_workspace_that_lost_its_latest_changes_is_said(open_page: Open, home: Path) -> None:
    path = home / "behind.duckdb"
    path.write_bytes((home / "example.duckdb").read_bytes())
    seal.press(path, 10**15)
    page = open_page(w="behind")
    assert not page.exception
    assert "The latest changes of behind.duckdb are missing" in page.warning[0].value.replace("\\", "")
