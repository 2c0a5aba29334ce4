"""Crashes: a process killed while it changes a workspace, a disk that is full, and copies made while others write.

    python -m benchmarks.crash [--kills 200] [--fills 200] [--copies 40] [--seed 1]

Kills are `kill -9` at random moments, most of them within a write, half of the processes with a log so small that it
goes to the file all the time. After each, workspace and register are opened and read whole, and hold all or nothing of
the change that was under way, and everything before it. Full disks are small file systems in memory, filled to a random
degree before each change; mounting them takes the right to. Copies are made under a writer that never pauses: by
`backup`, and by copying the file and its log as any program would. What is torn ends the run with an error.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import threading
from collections import Counter
from contextlib import suppress
from pathlib import Path

import duckdb

from cxmetrics.errors import CxError
from cxmetrics.workspace import files
from cxmetrics.workspace.files import log_of
from cxmetrics.workspace.workspace import Workspace
from tests.crashes import Found, killed, robbed
from tests.crashing import begin, small_logs
from tests.small_disk import small_disk

ROWS, BALLAST = 20_000, 3_000_000
"""Rows that are written over and over while copies are made, and rows that only make the file large."""


def main() -> None:
    """Run all three and print a table for each."""
    parser = argparse.ArgumentParser()
    for name, usual in {"kills": 200, "fills": 200, "copies": 40, "seed": 1}.items():
        parser.add_argument(f"--{name}", type=int, default=usual)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _print("killed", killed(Path(folder), asked.kills, asked.seed))
    with tempfile.TemporaryDirectory() as folder, small_disk(Path(folder) / "disk", 32) as disk:
        if disk is None:
            print("full disk: not measured, because no disk may be mounted here")
        else:
            _print("full disk", robbed(disk, asked.fills, asked.seed))
    with tempfile.TemporaryDirectory() as folder:
        for how, opened in copies(Path(folder), asked.copies).items():
            print(f"{how}: {opened} of {asked.copies} open with one state")


def _print(what: str, found: Found) -> None:
    middle, longest = statistics.median(found.reopening), max(found.reopening)
    print(f"{what}: {found.changes.total()} times, none torn; opened again in {middle:.2f} s, at most {longest:.2f} s")
    for (change, outcome), times in sorted(found.changes.items()):
        print(f"  {change:18} {outcome:14} {times:4}")


def copies(folder: Path, times: int) -> Counter[str]:
    """How many copies of each kind open and hold both of two things that are always changed together."""
    begin(folder)
    with duckdb.connect(str(folder / "w.duckdb")) as connection:
        connection.execute(f"CREATE TABLE ballast AS SELECT hash(i) a, hash(i + 1) b FROM range({BALLAST}) t(i)")
    stop, opened = threading.Event(), Counter({"backup": 0, "copied file": 0})

    def write_on() -> None:
        number = 1
        while not stop.is_set():
            number += 1
            write(number)

    def write(number: int) -> None:
        with workspace._database.writing() as cursor:
            cursor.execute("UPDATE source SET name = ?", [str(number)])
            cursor.execute("DELETE FROM metric_change")
            cursor.execute(
                f"INSERT INTO metric_change SELECT now(), ?, hash(i), '', '' FROM range({ROWS}) t(i)", [number]
            )

    with small_logs(), Workspace(folder / "w.duckdb") as workspace:
        write(1)
        writer = threading.Thread(target=write_on)
        writer.start()
        try:
            for number in range(times):
                kept, plain = folder / f"kept {number}.duckdb", folder / f"plain {number}.duckdb"
                with suppress(CxError):
                    workspace.back_up(kept)
                shutil.copyfile(folder / "w.duckdb", plain)
                with suppress(FileNotFoundError):
                    shutil.copyfile(log_of(folder / "w.duckdb"), log_of(plain))
                for how, copy in {"backup": kept, "copied file": plain}.items():
                    opened[how] += _is_one_state(copy)
                    files.remove(copy)
        finally:
            stop.set()
            writer.join()
    return opened


def _is_one_state(path: Path) -> bool:
    """Whether a copy opens, can be read whole, and holds what one moment held."""
    try:
        with Workspace(path), duckdb.connect(str(path)) as connection:
            ((name,),) = connection.execute("SELECT name FROM source").fetchall()
            changes = connection.execute("SELECT key, count(*) FROM metric_change GROUP BY key").fetchall()
    except (CxError, duckdb.Error):
        return False
    return bool(changes == [(name, ROWS)])


if __name__ == "__main__":
    main()
