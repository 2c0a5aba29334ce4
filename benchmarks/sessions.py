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
import os
import random
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from itertools import groupby
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
    """What became of the changes: seconds each rerun took, and what should never be. arrivals: visitors who came."""

    arrivals: int
    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    @property
    def reruns(self) -> int:
        """All of them, with the two of each arrival."""
        return len(self.seconds) + 2 * self.arrivals

    def count(self, place: Place, answer: Answer, said: Said) -> None:
        """Count an answer that was given for a place."""
        self.seconds.append(answer.seconds)
        if answer.alerts:
            self.errors.append(f"{place}: {answer.alerts}")
        elif answer.elements != said[place]:
            others = [other for other, elements in said.items() if elements == answer.elements]
            self.strangers.append(f"{place} was told of {others or 'nothing known'}")


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


async def told(url: str, workspaces: list[str], pages: tuple[str, ...], metrics: tuple[str, ...]) -> Said:
    """What every view says to one visitor alone."""
    places = [place for name in workspaces for page in pages for place in views(name, page, metrics)]
    said = {place: answer.elements async for place, answer in _walk(url, places)}
    for place, elements in said.items():
        alike = [other for other in said if said[other] == elements and other.workspace != place.workspace]
        if alike:
            raise AssertionError(f"These say the same as {place}, so that figures could not be told apart: {alike}")
    return said


async def alone(url: str, said: Said) -> Tally:
    """One visitor alone, who sees everything again."""
    tally = Tally(arrivals=len({(place.workspace, place.page) for place in said}))
    async for place, answer in _walk(url, list(said)):
        tally.count(place, answer, said)
    return tally


async def _walk(url: str, places: list[Place]) -> AsyncIterator[tuple[Place, Answer]]:
    for (workspace, page), around in groupby(places, lambda place: (place.workspace, place.page)):
        async with visitor(url) as somebody:
            here = await _arrive(somebody, page, workspace, next(around))
            for place in (here, *around):
                await asyncio.sleep(_PAUSE_S)
                yield place, await _go(somebody, place, here)
                here = place


async def crowd(url: str, said: Said, sessions: int, seconds: float, think: float, seed: int = 1) -> Tally:
    """Many visitors at once, each on a page of one workspace, who change a widget every `think` seconds or so."""
    tally = Tally(arrivals=sessions)
    homes = sorted({(place.workspace, place.page) for place in said})
    until = time.monotonic() + seconds

    async def session(number: int) -> None:
        chance = random.Random(f"{seed} {number}")
        workspace, page = homes[number % len(homes)]
        around = [place for place in said if (place.workspace, place.page) == (workspace, page)]
        await asyncio.sleep(chance.uniform(0, think))
        async with visitor(url) as somebody:
            here = await _arrive(somebody, page, workspace, around[0])
            while time.monotonic() < until:
                await asyncio.sleep(chance.uniform(0.5, 1.5) * think)
                place = chance.choice([place for place in around if _is_next_to(place, here)])
                tally.count(place, await _go(somebody, place, here), said)
                here = place

    for outcome in await asyncio.gather(*map(session, range(sessions)), return_exceptions=True):
        if isinstance(outcome, BaseException):
            tally.errors.append(f"{type(outcome).__name__}: {outcome}")
    return tally


async def _arrive(somebody: Visitor, page: str, workspace: str, place: Place) -> Place:
    """Open a page and look at its first view."""
    answer = await somebody.visit(page, f"w={workspace}")
    if answer.alerts:
        raise AssertionError(f"{workspace} greets with {answer.alerts}")
    await somebody.choose("Metric", place.metric)
    return place


async def _go(somebody: Visitor, place: Place, here: Place) -> Answer:
    """Change the widget in which two neighbouring views differ."""
    if place.metric != here.metric:
        return await somebody.choose("Metric", place.metric)
    return await somebody.choose("Compare", place.comparison)


def _is_next_to(place: Place, other: Place) -> bool:
    return (place.metric != other.metric) != (place.comparison != other.comparison)


def worked(process: int) -> float:
    """Seconds of processor time that a process has taken."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(process: int) -> float:
    """Megabytes of memory that a process holds."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def p95(seconds: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(seconds, n=20)[-1]


async def measure(url: str, process: int, workspaces: list[str], asked: argparse.Namespace) -> bool:
    """One visitor, then the crowd; whether everything held."""
    said = await told(url, workspaces, PAGES, METRICS)
    begun = worked(process)
    one = await alone(url, said)
    work_of_one = (worked(process) - begun) / one.reruns
    before = resident(process)
    peak = before

    async def watch() -> None:
        nonlocal peak
        while True:
            peak = max(peak, resident(process))
            await asyncio.sleep(1)

    watching = asyncio.create_task(watch())
    begun = worked(process)
    many = await crowd(url, said, asked.sessions, asked.seconds, asked.think)
    work_of_many = (worked(process) - begun) / many.reruns
    watching.cancel()
    ratio = p95(many.seconds) / p95(one.seconds)
    print(f"{'':34} {'alone':>9} {f'{asked.sessions} at once':>13} {'ratio':>6}   bar")
    print(f"{'changes':34} {len(one.seconds):9} {len(many.seconds):13}")
    for name, of in (("median, ms", statistics.median), ("95th percentile, ms", p95), ("slowest, ms", max)):
        row(name, 1000 * of(one.seconds), 1000 * of(many.seconds), "≤ 3" if of is p95 else "")
    row("processor time of a rerun, ms", 1000 * work_of_one, 1000 * work_of_many)
    row("memory of the server, MB", before, peak)
    print(f"{'memory of a session, KB':34} {'':9} {1024 * (peak - before) / asked.sessions:13.0f}")
    print(f"{'errors':34} {len(one.errors):9} {len(many.errors):13} {'':6}   0")
    print(f"{'answers of another view':34} {len(one.strangers):9} {len(many.strangers):13} {'':6}   0")
    wrong = [*one.errors, *many.errors, *one.strangers, *many.strangers]
    for line in wrong[:10]:
        print(line)
    return not wrong and ratio <= 3


def row(what: str, one: float, many: float, bar: str = "") -> None:
    """Print a figure of both and their ratio."""
    print(f"{what:34} {one:9.0f} {many:13.0f} {many / one:6.2f}   {bar}")


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
