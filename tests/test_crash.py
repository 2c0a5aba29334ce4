"""A short run of `benchmarks.crash`: killed, or out of room, a workspace holds all or nothing of its last change."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crashes import killed, robbed
from tests.small_disk import small_disk


def test_a_process_that_is_killed_leaves_all_or_nothing_of_its_last_change(tmp_path: Path) -> None:
    assert killed(tmp_path, rounds=8, seed=20).changes.total() == 8


def test_a_full_disk_leaves_all_or_nothing_of_every_change(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 32) as disk:
        if disk is None:
            pytest.skip("may not mount a disk here; tests/workspace/test_mishaps.py limits the size of files instead")
        found = robbed(disk, rounds=25, seed=20)
    assert {outcome for _, outcome in found.changes} >= {"all", "nothing"}
