"""Backups: made while others write, checked by opening them, and brought back as new workspaces that lack nothing."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from cxmetrics import seal
from cxmetrics.errors import BadInput, Damaged, NoRoom, UnreadableFile
from cxmetrics.trail import Deed
from cxmetrics.warehouse import connection, copying
from cxmetrics.warehouse.contents import Contents
from cxmetrics.warehouse.contents import contents as contents_of
from cxmetrics.workspace import backups
from cxmetrics.workspace.files import log_of
from cxmetrics.workspace.restoring import restore
from cxmetrics.workspace.rights import EVERYTHING, Actor
from cxmetrics.workspace.schema import FORMAT
from cxmetrics.workspace.workspace import Workspace
from tests.small_disk import small_disk
from tests.workspace.exports import answers, contents, days, judged, taken, written
from tests.workspace.test_renewal import old_workspace

FEBRUARY = answers(days("2026-02"))
MARCH = [line.replace("R", "M", 1) for line in answers(days("2026-03"))]


@pytest.fixture
def filled(workspace: Workspace, tmp_path: Path) -> Workspace:
    taken(workspace, written(tmp_path, FEBRUARY, "february.csv"))
    taken(workspace, written(tmp_path, MARCH, "march.csv"))
    return workspace


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where temporary files go, which has to be empty again in the end."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


def around(path: Path) -> set[str]:
    return {file.name for file in path.parent.iterdir()}


def test_a_backup_is_brought_back_with_everything(filled: Workspace, tmp_path: Path) -> None:
    backup = filled.back_up(tmp_path / "kept.duckdb")
    assert backup.bytes == (tmp_path / "kept.duckdb").stat().st_size
    assert backup.sha256 == backups.sha256(tmp_path / "kept.duckdb")
    expected = judged(filled, "nps", "2026-02", "2026-03")
    filled.undo(2)
    restore(tmp_path / "kept.duckdb", tmp_path / "again.duckdb")
    with Workspace(tmp_path / "again.duckdb") as again:
        assert judged(again, "nps", "2026-02", "2026-03") == expected
        again.undo(2)
        assert again.whole(["nps"]) == filled.whole(["nps"])
        # a person is known again, and numbers go on where they were
        upload = taken(again, written(tmp_path, [line.replace("R", "A", 1) for line in FEBRUARY], "a.csv"))
        assert upload.id == 3
    filled.close()
    assert contents(tmp_path / "kept.duckdb")["records_1"] != []


def test_the_trail_tells_of_backups_and_restores(filled: Workspace, tmp_path: Path) -> None:
    backup = filled.entrusted(Actor("anna@shop.example", EVERYTHING)).back_up(tmp_path / "kept.duckdb")
    assert (filled.deeds()[0].by, filled.deeds()[0].deed) == ("anna@shop.example", Deed.BACKED_UP)
    assert filled.deeds()[0].subject == backup.sha256
    restore(tmp_path / "kept.duckdb", tmp_path / "again.duckdb", "ben@shop.example")
    with Workspace(tmp_path / "again.duckdb") as again:
        newest, *before = again.deeds()
    assert (newest.by, newest.deed, newest.subject) == ("ben@shop.example", Deed.RESTORED, backup.sha256)
    assert [entry.deed for entry in before] == [Deed.IMPORTED, Deed.IMPORTED]


def test_a_backup_leaves_nothing_behind_and_may_be_read_by_nobody_else(
    filled: Workspace, tmp_path: Path, scratch: Path
) -> None:
    (tmp_path / "backups").mkdir()
    filled.back_up(tmp_path / "backups" / "kept.duckdb")
    restore(tmp_path / "backups" / "kept.duckdb", tmp_path / "backups" / "again.duckdb")
    assert around(tmp_path / "backups" / "kept.duckdb") == {"kept.duckdb", "again.duckdb"}
    if os.name == "posix":
        assert (tmp_path / "backups" / "kept.duckdb").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("there", ["kept.duckdb", "kept.duckdb.wal"])
def test_nothing_is_overwritten(filled: Workspace, tmp_path: Path, there: str) -> None:
    filled.back_up(tmp_path / "first.duckdb")
    (tmp_path / there).write_bytes(b"mine")
    with pytest.raises(BadInput, match=f"There is a file {there} already"):
        filled.back_up(tmp_path / "kept.duckdb")
    with pytest.raises(BadInput, match=f"There is a file {there} already"):
        restore(tmp_path / "first.duckdb", tmp_path / "kept.duckdb")
    assert (tmp_path / there).read_bytes() == b"mine"


def test_a_place_that_cannot_be_written_is_said(filled: Workspace, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"kept\.duckdb cannot be written there: No such file or directory"):
        filled.back_up(tmp_path / "nowhere" / "kept.duckdb")
    assert [entry.deed for entry in filled.deeds()] == [Deed.IMPORTED, Deed.IMPORTED]


def test_backups_under_heavy_writes_open_every_time_with_one_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer changes two tables together, over and over, and the log goes to the file often."""
    monkeypatch.setattr(connection, "LARGEST_LOG", "100KB")
    stop, rounds = threading.Event(), 0

    def write() -> None:
        nonlocal rounds
        while not stop.is_set():
            rounds += 1
            with workspace._database.writing() as cursor:
                cursor.execute("UPDATE source SET name = ?", [str(rounds)])
                cursor.execute("DELETE FROM metric_change")
                cursor.execute(
                    "INSERT INTO metric_change SELECT now(), ?, hash(i), '', '' FROM range(5000) t(i)", [rounds]
                )

    with Workspace(tmp_path / "w.duckdb") as workspace:
        taken(workspace, written(tmp_path, FEBRUARY))
        writer = threading.Thread(target=write)
        writer.start()
        try:
            for number in range(10):
                workspace.back_up(tmp_path / f"{number}.duckdb")
        finally:
            stop.set()
            writer.join()
    assert rounds > 20
    names = set()
    for number in range(10):
        with duckdb.connect(str(tmp_path / f"{number}.duckdb"), read_only=True) as copy:
            ((name,),) = copy.execute("SELECT name FROM source").fetchall()
            changes = copy.execute("SELECT key, count(*) FROM metric_change GROUP BY key").fetchall()
        assert changes == ([] if name == "answers" else [(name, 5000)])
        names.add(name)
    assert len(names) > 5


def test_an_older_backup_is_renewed(tmp_path: Path) -> None:
    old = old_workspace(tmp_path, 3)
    restore(old, tmp_path / "again.duckdb")
    with Workspace(tmp_path / "again.duckdb", read_only=True) as again:
        assert [entry.deed for entry in again.deeds()] == [Deed.RESTORED, Deed.RENEWED]
        assert [upload.file_name for upload in again.history()] == ["march.csv", "february.csv"]


@pytest.fixture
def kept(filled: Workspace, tmp_path: Path) -> Path:
    filled.back_up(tmp_path / "kept.duckdb")
    return tmp_path / "kept.duckdb"


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        ("CREATE VIEW odd AS SELECT 1", "no backup of a workspace"),
        ("CREATE MACRO odd() AS 1", "no backup of a workspace"),
        ("CREATE SCHEMA odd", "no backup of a workspace"),
        ("CREATE TYPE odd AS ENUM ('a')", "no backup of a workspace"),
        ("CREATE INDEX odd ON metric_change (key)", "no backup of a workspace"),
        ("ALTER TABLE source ALTER COLUMN name SET DEFAULT 'x'", "no backup of a workspace"),
        ("CREATE TABLE odd (a INTEGER, b INTEGER GENERATED ALWAYS AS (a + 1))", "no backup of a workspace"),
        ("CREATE TABLE odd (a INTEGER CHECK (a > 0))", "no backup of a workspace"),
        ("DROP TABLE meta", "not a workspace"),
        (f"UPDATE meta SET format = {FORMAT + 1}", "newer version"),
        ("DROP TABLE trail", "is damaged"),
        ("UPDATE metric SET body = '[]'", "is damaged"),
    ],
)
def test_what_is_no_plain_backup_is_refused_and_nothing_is_made(
    kept: Path, tmp_path: Path, spoil: str, sentence: str
) -> None:
    with duckdb.connect(str(kept)) as connection:
        connection.execute(spoil)
    before = around(kept)
    with pytest.raises(UnreadableFile, match=rf"(?s){sentence}.*othing was restored"):
        restore(kept, tmp_path / "again.duckdb")
    assert around(kept) == before


def test_other_files_are_no_backups(tmp_path: Path) -> None:
    (tmp_path / "notes.duckdb").write_text("no database, but long enough to have a header " * 500)
    (tmp_path / "empty.duckdb").write_bytes(b"")
    for name in ("notes", "empty"):
        with pytest.raises(UnreadableFile, match="Nothing was restored"):
            restore(tmp_path / f"{name}.duckdb", tmp_path / "again.duckdb")


def test_a_damaged_backup_is_refused_under_its_owners_name(kept: Path, tmp_path: Path, scratch: Path) -> None:
    with kept.open("r+b") as file:
        file.truncate(kept.stat().st_size - 300_000)
    with pytest.raises(
        UnreadableFile, match=r"^May\.duckdb is damaged, so nothing was restored\. Try an earlier backup"
    ):
        restore(kept, tmp_path / "again.duckdb", name="May.duckdb")
    assert not (tmp_path / "again.duckdb").exists()


def test_a_workspace_that_lost_its_log_is_not_restored_as_if_it_were_whole(tmp_path: Path) -> None:
    path, torn = tmp_path / "w.duckdb", tmp_path / "torn.duckdb"
    with Workspace(path) as workspace:
        taken(workspace, written(tmp_path, FEBRUARY))
    with Workspace(path) as workspace:
        workspace.edit(replace(workspace.outline().metrics["nps"], smallest_change_that_matters=9.0))
        shutil.copy(path, torn)
        shutil.copy(seal.path_of(path), seal.path_of(torn))
        with pytest.raises(Damaged, match="latest changes of torn"):
            restore(torn, tmp_path / "again.duckdb")
        assert not (tmp_path / "again.duckdb").exists()
        shutil.copy(log_of(path), log_of(torn))
    restore(torn, tmp_path / "again.duckdb")
    with Workspace(tmp_path / "again.duckdb") as again:
        assert again.outline().metrics["nps"].smallest_change_that_matters == 9


def test_a_copy_that_differs_is_never_called_done(
    filled: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scratch: Path
) -> None:
    whole = contents_of

    def forgetful(cursor: duckdb.DuckDBPyConnection, catalog: str) -> Contents:
        found = whole(cursor, catalog)
        if catalog.startswith("copy_"):
            cube = found.tables["cube"]
            return replace(found, tables={**found.tables, "cube": replace(cube, digest=cube.digest + 1)})
        return found

    monkeypatch.setattr(copying, "contents", forgetful)
    with pytest.raises(Damaged, match="does not hold what was copied"):
        filled.back_up(tmp_path / "kept.duckdb")
    assert not (tmp_path / "kept.duckdb").exists()
    assert all(entry.deed is not Deed.BACKED_UP for entry in filled.deeds())


def test_a_backup_that_finds_no_room_leaves_nothing(filled: Workspace, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 2) as disk:
        if disk is None:
            pytest.skip("may not mount a disk here")
        disk.fill(left=500_000)
        with pytest.raises(NoRoom):
            filled.back_up(disk.path / "kept.duckdb")
        assert {file.name for file in disk.path.iterdir()} == {"filling"}
    filled.back_up(tmp_path / "kept.duckdb")
