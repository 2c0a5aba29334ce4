"""Two uploads at once, a reading process that dies, a full disk, a stop: a plain sentence, and nothing half-written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cxmetrics.errors import Cancelled, UnreadableFile
from cxmetrics.watch import Watch
from cxmetrics.workspace.workspace import Workspace
from tests.workspace.exports import HEADER, answers, contents, days, taken, written

ROOT = Path(__file__).parents[2]
MARCH = answers(days("2026-03"))


def test_two_uploads_at_once_are_both_stored_whole(workspace: Workspace, tmp_path: Path) -> None:
    files = [
        written(
            tmp_path, [line.replace("R", f"{i}R", 1) for line in MARCH], f"{i}.csv", HEADER.replace("Location", f"P{i}")
        )
        for i in range(6)
    ]
    with ThreadPoolExecutor(6) as visitors:
        uploads = list(visitors.map(lambda path: taken(workspace, path), files))
    assert sorted(upload.used for upload in uploads) == [len(MARCH)] * 6
    assert len(workspace.sources()) == 6
    assert {moments.n for moments in workspace.whole(list(workspace.outline().metrics)).values()} == {len(MARCH)}


def test_the_same_file_brought_twice_at_once_is_stored_once(workspace: Workspace, tmp_path: Path) -> None:
    text, proposal = workspace.examine(written(tmp_path, MARCH))
    with ThreadPoolExecutor(4) as visitors:
        stored = list(visitors.map(lambda _: workspace.store(text, proposal.layout), range(4)))
    assert sorted(fresh for _, fresh in stored) == [False, False, False, True]
    assert len(workspace.history()) == 1


def test_a_reading_process_that_is_killed_ends_in_a_sentence_and_stores_nothing(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, proposal = workspace.examine(written(tmp_path, MARCH))
    begin = subprocess.Popen

    def killed(*given: object, **more: object) -> subprocess.Popen[str]:
        process: subprocess.Popen[str] = begin(*given, **more)  # type: ignore[call-overload]
        os.kill(process.pid, signal.SIGKILL)
        return process

    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "Popen", killed)
        with pytest.raises(UnreadableFile, match="nothing was stored"):
            workspace.store(text, proposal.layout)
    assert (workspace.history(), workspace.sources()) == ((), {})
    assert workspace.store(text, proposal.layout)[1]


@pytest.mark.parametrize("after", [0.0, 0.3, 0.7])
def test_an_import_that_is_stopped_leaves_no_trace(tmp_path: Path, after: float) -> None:
    path = tmp_path / "w.duckdb"
    Workspace(path).close()
    before = contents(path)

    def heard(done: float, _: str) -> None:
        if done >= after:
            watch.stop()

    watch = Watch(heard)
    if after == 0.0:
        watch.stop()
    with Workspace(path) as workspace:
        text, proposal = workspace.examine(written(tmp_path, MARCH))
        with pytest.raises(Cancelled, match="Nothing of the file was stored"):
            workspace.store(text, proposal.layout, watch=watch)
        assert workspace.history() == ()
    assert contents(path) == before


@pytest.mark.skipif(sys.platform == "win32", reason="limits on the size of files are POSIX")
def test_a_full_disk_is_said_and_what_was_stored_before_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with Workspace(path) as workspace:
        taken(workspace, written(tmp_path, MARCH))
    before = contents(path)
    much = written(
        tmp_path, [f"S{i},2026-03-{i % 28 + 1:02},{i % 11},Place {i % 50}" for i in range(300_000)], "much.csv"
    )
    script = f"""
        import resource
        from pathlib import Path
        from cxmetrics.errors import NoRoom
        from cxmetrics.workspace.workspace import Workspace
        with Workspace(Path({str(path)!r})) as workspace:
            text, proposal = workspace.examine(Path({str(much)!r}))
            size = Path({str(path)!r}).stat().st_size
            resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100_000, size + 100_000))
            try:
                workspace.store(text, proposal.layout)
            except NoRoom as said:
                print(said)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith("This could not be written, most likely because the disk is full."), done.stderr
    assert contents(path) == before
    with Workspace(path) as workspace:
        assert [upload.file_name for upload in workspace.history()] == ["answers.csv"]
