"""Crashes: a changing process killed at a random moment, a disk filled before a change; each followed by a look."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cxmetrics.errors import CxError, NoRoom, WorkspaceBusy
from cxmetrics.workspace.register import Register
from cxmetrics.workspace.workspace import Workspace
from tests.crashing import State, begin, next_change, small_logs, state_of, state_within
from tests.small_disk import SmallDisk

ROOT = Path(__file__).parents[1]
DELAYS_S = (0.003, 0.02, 0.1, 0.5)
"""The longest wait before a kill, one of these each time: the first moments are many short steps, the last ones few."""


@dataclass(slots=True)
class Found:
    """changes: (what was under way, whether all or nothing of it is there) -> times. reopening: seconds each."""

    changes: Counter[tuple[str, str]] = field(default_factory=Counter)
    reopening: list[float] = field(default_factory=list)


def killed(folder: Path, rounds: int, seed: int) -> Found:
    """Kill a process at so many random moments, mostly while it writes. Raises AssertionError for anything torn."""
    chance, found = random.Random(seed), Found()
    begin(folder)
    before = state_of(folder)
    for _ in range(rounds):
        told = _killed_once(folder, chance)
        start = time.perf_counter()
        after = state_of(folder)
        found.reopening.append(time.perf_counter() - start)
        done = [_state(line) for line in told if line["what"] == "done"]
        acknowledged = done[-1] if done else before
        under_way = told[-1] if told and told[-1]["what"] != "done" else None
        if under_way is None:
            assert after == acknowledged, f"{after} is not the acknowledged {acknowledged}"
            found.changes["between two", "kept"] += 1
        else:
            possible = {"nothing": acknowledged, "all": _state(under_way)}
            outcome = [how for how, state in possible.items() if state == after]
            assert outcome, f"{after} is neither before nor after {under_way}: {acknowledged}"
            change = under_way["name"] if under_way["what"] == "writes" else f"before {under_way['name']}"
            found.changes[change, outcome[0] if len(outcome) == 1 else "no difference"] += 1
        _look_at_backups(folder)
        before = after
    return found


def _killed_once(folder: Path, chance: random.Random) -> list[dict[str, Any]]:
    """What a process told before it was killed."""
    command = [sys.executable, "-m", "tests.crashing", str(folder), str(chance.getrandbits(32))]
    told: list[dict[str, Any]] = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        writes = chance.randint(1, 4)
        for line in process.stdout:
            told.append(json.loads(line))
            writes -= told[-1]["what"] == "writes"
            if writes == 0:
                break
        time.sleep(chance.uniform(0, chance.choice(DELAYS_S)))
        process.kill()
        told += [json.loads(line) for line in process.stdout if line.endswith("\n")]
    assert process.returncode < 0, f"the process ended by itself after {told[-3:]}"
    return told


def _state(line: dict[str, Any]) -> State:
    return State(**{**line["after"], "files": tuple(line["after"]["files"])})


def _look_at_backups(folder: Path) -> None:
    """Whatever has the name of a backup is a whole one, also where its maker was killed."""
    for path in folder.glob("kept-*.duckdb"):
        Workspace(path, read_only=True).close()
        path.unlink()
    for part in folder.glob(".kept-*"):
        part.unlink()


def robbed(disk: SmallDisk, rounds: int, seed: int) -> Found:
    """Fill the disk to a random degree before each of so many changes; each is done, or refused with a sentence."""
    chance, found, folder = random.Random(seed), Found(), disk.path
    begin(folder)
    now = state_of(folder)
    for turn in range(rounds):
        if turn % 20 == 0:
            _look_at_backups(folder)
        with small_logs(chance.choice(("200KB", "16MB"))), Workspace(folder / "w.duckdb") as workspace:
            register = Register(folder / "register.sqlite")
            change = next_change(chance, folder, workspace, register, now)
            disk.fill(left=int(chance.choice((0, 1e4, 1e5, 5e5, 1e6, 3e6)) * chance.uniform(0.5, 1)))
            try:
                change.do(lambda: None)
            except NoRoom:
                outcome = "nothing"
            except WorkspaceBusy:
                outcome = "nothing, until there was room"
            except CxError as error:
                raise AssertionError(f"{change.name} on a full disk: {error}") from error
            else:
                outcome, now = "all", change.after
            disk.empty()
            assert state_within(workspace, register) == now, f"{change.name} {outcome}"
        found.changes[change.name, outcome] += 1
        start = time.perf_counter()
        assert state_of(folder) == now, f"{change.name} {outcome}, and otherwise once opened again"
        found.reopening.append(time.perf_counter() - start)
    return found
