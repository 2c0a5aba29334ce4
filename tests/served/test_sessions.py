"""Many visitors of several workspaces at once: everybody is told of the workspace and the view they asked for."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from benchmarks.sessions import alone, company, crowd, told
from cxmetrics.workspace import shelf
from tests.browser.harness import serving

SURVEY = (shelf.EXAMPLE_FILES[0],)
NAMES = ["first", "second", "third"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("sessions") / "home"
    home.mkdir()
    for seed, name in enumerate(NAMES):
        company(home / f"{name}.duckdb", seed, SURVEY)
    shutil.copy(home / f"{NAMES[0]}.duckdb", home / f"{shelf.EXAMPLE}.duckdb")
    with serving(home) as url:
        yield url


def in_a_loop_of_its_own(visitors: Coroutine[None, None, None]) -> None:
    """In another thread: a browser that a test before left open has a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, visitors).result()


def test_nobody_is_told_of_another_workspace_or_another_view(server: str) -> None:
    async def everybody() -> None:
        said = await told(server, NAMES, ("", "spread"), ("Net Promoter Score", "Satisfied customers"))
        one = await alone(server, said)
        together = await crowd(server, said, sessions=20, seconds=10, think=1)
        for tally in (one, together):
            assert tally.errors == []
            assert tally.strangers == []
        assert len(together.seconds) >= 20

    in_a_loop_of_its_own(everybody())


def test_an_answer_of_another_workspace_is_noticed(server: str) -> None:
    async def exchanged() -> None:
        said = await told(server, NAMES[:2], ("",), ("Net Promoter Score",))
        places = list(said)
        mixed_up = dict(zip(places, [*list(said.values())[3:], *list(said.values())[:3]], strict=True))
        together = await crowd(server, mixed_up, sessions=2, seconds=1, think=0.2)
        assert len(together.strangers) == len(together.seconds) > 0

    in_a_loop_of_its_own(exchanged())
