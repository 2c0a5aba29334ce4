"""Many visitors of several workspaces at once, on one process, against one visitor alone in the same run.

    python -m benchmarks.sessions [--sessions 200] [--seconds 300] [--think 10] [--workspaces 5]

Each session is a websocket that speaks Streamlit's own messages; it opens a page of its workspace and changes one
widget every `think` seconds or so. First one visitor alone walks over every view of every workspace, twice: the first
walk notes what each view says, which no two workspaces say alike, and the second is timed. Then every answer to the
crowd has to be, byte for byte, what its workspace says of its view.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cxmetrics.workspace import shelf
from cxmetrics.workspace.workspace import Workspace
from sample_data.files import write_exports
from sample_data.world import make_world
from tests.browser.harness import started
from tests.served.visitors import Answer, Visitor, visitor

PAGES = ("", "spread")
"""The pages that are visited, by the last part of their address; the scorecard's is empty."""
METRICS = ("Net Promoter Score", "Satisfied customers", "Customers lost", "Handle time")
COMPARISONS = ("Month on month", "Quarter on quarter", "Month, year on year")
_FILES_PER_SESSION = 8
_PAUSE_S = 0.05


@dataclass(frozen=True, slots=True)
class Place:
    """What a session looks at."""

    workspace: str
    page: str
    metric: str
    comparison: str


Said = dict[Place, tuple[bytes, ...]]
"""What each view says, as one visitor alone was told."""


@dataclass(slots=True)
class Tally:
    """What became of the changes: seconds each rerun took, and what should never be."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def count(self, place: Place, answer: Answer, said: Said) -> None:
        """Count an answer that was given for a place."""
        self.seconds.append(answer.seconds)
        if answer.alerts:
            self.errors.append(f"{place}: {answer.alerts}")
        elif answer.elements != said[place]:
            told = [other for other, elements in said.items() if elements == answer.elements]
            self.strangers.append(f"{place} was told of {told or 'nothing known'}")


def company(path: Path, seed: int, files: tuple[str, ...] = shelf.EXAMPLE_FILES) -> None:
    """A workspace of a made-up company: the example's exports, drawn from another seed."""
    with tempfile.TemporaryDirectory() as folder, Workspace(path) as workspace:
        write_exports(make_world(seed), Path(folder))
        for name in files:
            text, proposal = workspace.examine(Path(folder) / name)
            workspace.store(text, proposal.layout)


def views(workspace: str, page: str, metrics: tuple[str, ...]) -> Iterator[Place]:
    """Every view of a page, each one widget away from the one before."""
    for i, metric in enumerate(metrics):
        for comparison in COMPARISONS if i % 2 == 0 else reversed(COMPARISONS):
            yield Place(workspace, page, metric, comparison)


async def walk(url: str, workspaces: list[str], pages: tuple[str, ...], metrics: tuple[str, ...]) -> tuple[Said, Tally]:
    """One visitor alone: what every view says, and how long it took to say so the second time."""
    said: Said = {}
    tally = Tally()
    for workspace in workspaces:
        for page in pages:
            async with visitor(url) as somebody:
                await _arrive(somebody, page, workspace)
                for turn in range(2):
                    here = next(views(workspace, page, metrics))
                    await somebody.choose("Metric", here.metric)
                    for place in views(workspace, page, metrics):
                        await asyncio.sleep(_PAUSE_S)
                        answer = await _go(somebody, place, here)
                        here = place
                        if turn == 0:
                            said[place] = answer.elements
                        else:
                            tally.count(place, answer, said)
    for place, elements in said.items():
        alike = [other for other in said if said[other] == elements and other.workspace != place.workspace]
        if alike:
            raise AssertionError(f"These say the same as {place}, so that figures could not be told apart: {alike}")
    return said, tally


async def crowd(url: str, said: Said, sessions: int, seconds: float, think: float, seed: int = 1) -> Tally:
    """Many visitors at once, each on a page of one workspace, who change a widget every `think` seconds or so."""
    tally = Tally()
    homes = sorted({(place.workspace, place.page) for place in said})
    until = time.monotonic() + seconds

    async def session(number: int) -> None:
        chance = random.Random(f"{seed} {number}")
        workspace, page = homes[number % len(homes)]
        around = [place for place in said if (place.workspace, place.page) == (workspace, page)]
        await asyncio.sleep(chance.uniform(0, think))
        async with visitor(url) as somebody:
            await _arrive(somebody, page, workspace)
            here = around[0]
            await somebody.choose("Metric", here.metric)
            while time.monotonic() < until:
                await asyncio.sleep(chance.uniform(0.5, 1.5) * think)
                place = chance.choice([place for place in around if _is_next_to(place, here)])
                tally.count(place, await _go(somebody, place, here), said)
                here = place

    for outcome in await asyncio.gather(*map(session, range(sessions)), return_exceptions=True):
        if isinstance(outcome, BaseException):
            tally.errors.append(f"{type(outcome).__name__}: {outcome}")
    return tally


async def _arrive(somebody: Visitor, page: str, workspace: str) -> None:
    answer = await somebody.visit(page, f"w={workspace}")
    if answer.alerts:
        raise AssertionError(f"{workspace} greets with {answer.alerts}")


async def _go(somebody: Visitor, place: Place, here: Place) -> Answer:
    """Change the widget in which two neighbouring views differ."""
    if place.metric != here.metric:
        return await somebody.choose("Metric", place.metric)
    return await somebody.choose("Compare", place.comparison)


def _is_next_to(place: Place, other: Place) -> bool:
    return (place.metric != other.metric) != (place.comparison != other.comparison)


def resident(process: int) -> float:
    """Megabytes of memory that a process holds."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def p95(seconds: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(seconds, n=20)[-1]


async def measure(url: str, process: int, workspaces: list[str], asked: argparse.Namespace) -> bool:
    """One visitor, then the crowd; whether everything held."""
    said, alone = await walk(url, workspaces, PAGES, METRICS)
    before = resident(process)
    peak = before

    async def watch() -> None:
        nonlocal peak
        while True:
            peak = max(peak, resident(process))
            await asyncio.sleep(1)

    watching = asyncio.create_task(watch())
    together = await crowd(url, said, asked.sessions, asked.seconds, asked.think)
    watching.cancel()
    ratio = p95(together.seconds) / p95(alone.seconds)
    print(f"{'':34} {'alone':>9} {f'{asked.sessions} at once':>13} {'ratio':>6}   bar")
    print(f"{'reruns':34} {len(alone.seconds):9} {len(together.seconds):13}")
    for name, of in (("median, ms", statistics.median), ("95th percentile, ms", p95), ("slowest, ms", max)):
        one, many = 1000 * of(alone.seconds), 1000 * of(together.seconds)
        print(f"{name:34} {one:9.0f} {many:13.0f} {many / one:6.2f}   {'≤ 3' if of is p95 else ''}")
    print(f"{'memory a session, KB':34} {'':9} {1024 * (peak - before) / asked.sessions:13.0f}")
    print(f"{'memory of the server, MB':34} {before:9.0f} {peak:13.0f}")
    print(f"{'errors':34} {len(alone.errors):9} {len(together.errors):13} {'':6}   0")
    print(f"{'answers of another view':34} {len(alone.strangers):9} {len(together.strangers):13} {'':6}   0")
    wrong = [*alone.errors, *together.errors, *alone.strangers, *together.strangers]
    for line in wrong[:10]:
        print(line)
    return not wrong and ratio <= 3


def main() -> None:
    """Build the workspaces, serve them, measure, print; exit with 1 where the bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sessions")
    parser.add_argument("--sessions", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--think", type=float, default=10, help="seconds between two changes, on average")
    parser.add_argument("--workspaces", type=int, default=5)
    asked = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 1024 + _FILES_PER_SESSION * asked.sessions), most))
    home = Path(tempfile.mkdtemp())
    try:
        workspaces = [f"company {i}" for i in range(asked.workspaces)]
        for i, name in enumerate(workspaces):
            company(home / f"{name}.duckdb", seed=100 + i)
        shutil.copy(home / f"{workspaces[0]}.duckdb", home / f"{shelf.EXAMPLE}.duckdb")
        with started(home) as (url, process):
            held = asyncio.run(measure(url, process.pid, workspaces, asked))
    finally:
        shutil.rmtree(home)
    raise SystemExit(0 if held else 1)


if __name__ == "__main__":
    main()
