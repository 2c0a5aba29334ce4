"""A full disk, at any moment of a change: a plain sentence, all or nothing stored, and work goes on once there is room.

test_mishaps.py limits the size of files instead, which needs no right to mount a disk.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cxmetrics.errors import NoRoom, WorkspaceBusy
from cxmetrics.warehouse import connection
from cxmetrics.workspace.workspace import Workspace
from tests.small_disk import SmallDisk, small_disk
from tests.workspace.exports import answers, days, taken, written


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk", 12) as made:
        if made is None:
            pytest.skip("may not mount a disk here; test_mishaps.py limits the size of files instead")
        yield made


def margin(workspace: Workspace) -> float:
    return workspace.outline().metrics["nps"].smallest_change_that_matters


def test_an_import_that_finds_no_room_stores_nothing_and_the_next_one_succeeds(disk: SmallDisk, tmp_path: Path) -> None:
    path = disk.path / "w.duckdb"
    with Workspace(path) as workspace:
        taken(workspace, written(tmp_path, answers(days("2026-02"))))
        text, proposal = workspace.examine(written(tmp_path, answers(days("2026-03"), a_day=400), "more.csv"))
        refused = 0
        for left in range(0, 1_200_000, 150_000):
            disk.fill(left)
            try:
                _, fresh = workspace.store(text, proposal.layout)
            except NoRoom:
                refused += 1
                assert [upload.file_name for upload in workspace.history()] == ["answers.csv"]
            else:
                assert fresh
                break
        assert refused
        disk.empty()
        workspace.store(text, proposal.layout)
        counted = workspace.whole(["nps"])["nps"].n
    with Workspace(path) as again:
        assert [upload.file_name for upload in again.history()] == ["more.csv", "answers.csv"]
        # both files number their answers from R0, so the second replaces all of the first
        assert again.whole(["nps"])["nps"].n == counted == 31 * 400


def test_a_change_whose_checkpoint_finds_no_room_is_stored_or_refused_and_never_in_doubt(
    disk: SmallDisk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where only the checkpoint after a commit fails, the database ends itself though the change is stored."""
    monkeypatch.setattr(connection, "LARGEST_LOG", "30KB")
    path, ended = disk.path / "w.duckdb", 0
    open_again = connection.Database._open_again

    def counting(database: connection.Database) -> None:
        nonlocal ended
        ended += 1
        open_again(database)

    monkeypatch.setattr(connection.Database, "_open_again", counting)
    with Workspace(path) as workspace:
        taken(workspace, written(tmp_path, answers(days("2026-02"))))
        metric, known = workspace.outline().metrics["nps"], 100.0
        for left in (40_000, 80_000, 160_000, 320_000):
            disk.fill(left)
            for _ in range(60):
                try:
                    workspace.edit(replace(metric, smallest_change_that_matters=known + 1))
                except (NoRoom, WorkspaceBusy):
                    break
                known += 1
                assert margin(workspace) == known
            disk.empty()
            assert margin(workspace) == known
            workspace.edit(replace(metric, smallest_change_that_matters=known + 1))
            known += 1
    assert ended
    with Workspace(path) as again:
        assert margin(again) == known
