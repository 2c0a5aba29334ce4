"""A flipped bit, a missing end, a missing or damaged write-ahead log: noticed at opening, and said plainly.

What cannot be noticed holds nothing: blocks that the file keeps for later use, and whatever changed before it was
written.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import duckdb
import pytest

from cxmetrics import seal
from cxmetrics.errors import Damaged, NotFound
from cxmetrics.warehouse.connection import Database
from cxmetrics.workspace.workspace import Workspace
from tests.workspace.exports import answers, contents, days, taken, written

ROOT = Path(__file__).parents[2]
PAGE, HEADERS, BLOCK = 4096, 3 * 4096, 262144
"""Bytes: three headers of one page each come before the blocks of a DuckDB file."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of two files, closed."""
    folder = tmp_path_factory.mktemp("whole")
    with Workspace(folder / "w.duckdb") as workspace:
        taken(workspace, written(folder, answers(days("2026-02"))))
        taken(workspace, written(folder, answers(days("2026-03"), a_day=50)))
    return folder / "w.duckdb"


@pytest.fixture(scope="module")
def unfinished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose process was killed after five changes, which are in its write-ahead log."""
    folder = tmp_path_factory.mktemp("unfinished")
    with Workspace(folder / "w.duckdb") as workspace:
        taken(workspace, written(folder, answers(days("2026-02"))))
    script = f"""
        import os, signal
        from dataclasses import replace
        from pathlib import Path
        from cxmetrics.workspace.workspace import Workspace
        workspace = Workspace(Path({str(folder / "w.duckdb")!r}))
        metric = workspace.outline().metrics["nps"]
        for margin in range(11, 16):
            workspace.edit(replace(metric, smallest_change_that_matters=float(margin)))
        os.kill(os.getpid(), signal.SIGKILL)
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(script)], cwd=ROOT, check=False)
    assert log_of(folder / "w.duckdb").exists()
    return folder / "w.duckdb"


def margin(workspace: Workspace) -> float:
    """What the changes of the unfinished workspace changed, in the end to 15."""
    return workspace.outline().metrics["nps"].smallest_change_that_matters


def log_of(path: Path) -> Path:
    return path.with_name(path.name + ".wal")


def copied(path: Path, folder: Path) -> Path:
    """A workspace with all that lies beside it."""
    for file in path.parent.glob(f"{path.name}*"):
        shutil.copy(file, folder / file.name)
    return folder / path.name


def flip(path: Path, position: int, bit: int) -> None:
    with path.open("r+b") as file:
        file.seek(position)
        (byte,) = file.read(1)
        file.seek(position)
        file.write(bytes([byte ^ 1 << bit]))


def used_blocks(path: Path) -> set[int]:
    """The blocks of a file that hold anything, as the file itself tells."""
    with duckdb.connect(str(path), read_only=True) as connection:
        used = {row[0] for row in connection.execute("SELECT block_id FROM pragma_metadata_info()").fetchall()}
        for (table,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall():
            segments = connection.execute(f"SELECT block_id FROM pragma_storage_info('{table}')").fetchall()
            used |= {row[0] for row in segments if row[0] is not None and row[0] >= 0}
    return used


@pytest.mark.parametrize("seed", range(60))
def test_a_flipped_bit_is_noticed_wherever_anything_is_kept(whole: Path, tmp_path: Path, seed: int) -> None:
    path, chance = copied(whole, tmp_path), random.Random(seed)
    zones = [(start, start + PAGE) for start in range(0, HEADERS, PAGE)]
    zones += [(HEADERS + block * BLOCK, HEADERS + (block + 1) * BLOCK) for block in sorted(used_blocks(whole))]
    position = chance.randrange(*zones[seed % len(zones)])
    flip(path, position, chance.randrange(8))
    for read_only in (True, False):
        with pytest.raises((Damaged, NotFound), match=r"w\.duckdb is (damaged|not a workspace file|written)"):
            Workspace(path, read_only)


def test_a_flipped_bit_in_a_block_that_is_kept_for_later_changes_nothing(whole: Path, tmp_path: Path) -> None:
    path, expected = copied(whole, tmp_path), contents(whole)
    free = set(range((path.stat().st_size - HEADERS) // BLOCK)) - used_blocks(whole)
    assert free
    for block in free:
        flip(path, HEADERS + block * BLOCK + 1000, 3)
    Workspace(path).close()
    assert contents(path) == expected


@pytest.mark.parametrize(
    "left", [1, 100, PAGE, HEADERS - 1, HEADERS, HEADERS + 1, HEADERS + BLOCK, HEADERS + 3 * BLOCK]
)
def test_a_truncated_file_is_noticed(whole: Path, tmp_path: Path, left: int) -> None:
    path = copied(whole, tmp_path)
    os.truncate(path, left)
    with pytest.raises((Damaged, NotFound), match=r"w\.duckdb is (damaged|not a workspace file)"):
        Workspace(path)


def test_a_killed_process_loses_nothing(unfinished: Path, tmp_path: Path) -> None:
    with Workspace(copied(unfinished, tmp_path)) as workspace:
        assert margin(workspace) == 15


@pytest.mark.parametrize("read_only", [True, False])
def test_a_missing_write_ahead_log_is_noticed(unfinished: Path, tmp_path: Path, read_only: bool) -> None:
    path = copied(unfinished, tmp_path)
    log_of(path).unlink()
    with pytest.raises(Damaged, match=r"latest changes of w\.duckdb are missing.*w\.duckdb\.wal was deleted"):
        Workspace(path, read_only)
    seal.path_of(path).unlink()  # as the sentence says, where an older copy is meant
    with Workspace(path) as workspace:
        assert margin(workspace) < 11


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_write_ahead_log_is_noticed_wherever_it_is(unfinished: Path, tmp_path: Path, seed: int) -> None:
    """DuckDB takes a log whose lengths are wrong for one that ends there, silently; the seal knows better.

    Some bits of the log's own first bytes mean nothing, so the changes themselves are hit.
    """
    path, chance = copied(unfinished, tmp_path), random.Random(seed)
    flip(log_of(path), chance.randrange(64, log_of(path).stat().st_size), chance.randrange(8))
    with pytest.raises(Damaged, match=r"w\.duckdb"):
        Workspace(path)


@pytest.mark.parametrize("part", [0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_truncated_write_ahead_log_is_noticed(unfinished: Path, tmp_path: Path, part: float) -> None:
    path = copied(unfinished, tmp_path)
    os.truncate(log_of(path), int(log_of(path).stat().st_size * part))
    with pytest.raises(Damaged, match=r"w\.duckdb"):
        Workspace(path)


def test_a_file_without_a_seal_is_taken_as_it_is_and_sealed(whole: Path, tmp_path: Path) -> None:
    shutil.copy(whole, tmp_path / "sent.duckdb")
    Workspace(tmp_path / "sent.duckdb", read_only=True).close()
    assert not seal.path_of(tmp_path / "sent.duckdb").exists()
    with Workspace(tmp_path / "sent.duckdb") as workspace:
        assert int(seal.path_of(tmp_path / "sent.duckdb").read_text()) == workspace.version


def test_damage_that_is_met_only_later_is_said_then(whole: Path, tmp_path: Path) -> None:
    path = copied(whole, tmp_path)
    database = Database(path, tmp_path)
    for block in used_blocks(whole):
        flip(path, HEADERS + block * BLOCK + 5000, 0)
    with pytest.raises(Damaged, match=r"w\.duckdb is damaged"), database.reading() as cursor:
        cursor.execute("SELECT sum(hash(t)) FROM records_1 t")
    database.close()
