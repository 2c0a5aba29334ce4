"""The scorecard in a browser against the least that Streamlit can do, in the same run on the same machine.

    python -m benchmarks.page

A bare page is one selectbox and its value under Streamlit's default configuration. From a choice to the settled page
is measured inside the page; from a visit to the verdict and from an empty folder to the verdict outside of it.
"""

from __future__ import annotations

import itertools
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from cxmetrics.workspace import shelf
from tests.browser.harness import chromium, offered, serving, settled, visit, visitor

BARE = """
import streamlit as st

st.write("You chose " + st.selectbox("Metric", ["first", "second", "third"]))
"""
VISITS = 7
COLD_STARTS = 3

CHANGES = (
    ("Metric", ("Satisfied customers", "Customers lost", "Handle time", "Net Promoter Score")),
    ("Compare", ("Quarter on quarter", "Month, year on year", "Month on month")),
    ("Whose answers", ("location: Leeds", "channel: phone", "Everybody")),
)
BARE_CHANGES = (("Metric", ("second", "third", "first")),)
ROUNDS = 3
BARE_ROUNDS = 10

_TIME_NEXT_CHANGE = """() => {
    const said = () => document.querySelector('[data-testid=stMain]').innerText;
    const settled = () => document.querySelector('.stApp').dataset.testScriptState === 'notRunning'
        && !document.querySelector('[data-testid=stStatusWidget], [data-testid=stSkeleton], [data-stale=true]');
    window.change = null;
    addEventListener('pointerup', () => {
        const start = performance.now(), before = said();
        const look = () => {
            if (said() !== before && settled()) window.change = performance.now() - start;
            else setTimeout(look, 1);
        };
        look();
    }, {capture: true, once: true});
}"""

Serving = Callable[[], AbstractContextManager[str]]


def changes(page: Page, choices: tuple[tuple[str, tuple[str, ...]], ...], rounds: int) -> Iterator[float]:
    """Milliseconds from each choice to the settled page that says something new."""
    for label, options in choices:
        for option in itertools.chain.from_iterable(itertools.repeat(options, rounds)):
            found = offered(page, label, option).get_by_text(option, exact=True)
            expect(found).to_be_visible()
            page.evaluate(_TIME_NEXT_CHANGE)
            found.click()
            page.wait_for_function("() => window.change !== null")
            yield page.evaluate("window.change")


def first_visit(browser: Browser, serve: Serving, there: str) -> tuple[float, float]:
    """Seconds from the first visit of a fresh server that answers until `there` is visible, and until all is drawn."""
    with serve() as url, visitor(browser) as page:
        start = time.perf_counter()
        page.goto(url)
        page.locator(there).first.wait_for()
        visible = time.perf_counter() - start
        settled(page)
        return visible, time.perf_counter() - start


def cold_start(browser: Browser, there: str) -> float:
    """Seconds from starting the server over an empty folder to the example's verdict on the page."""
    with tempfile.TemporaryDirectory() as folder, visitor(browser) as page:
        start = time.perf_counter()
        with serving(Path(folder)) as url:
            page.goto(url)
            page.locator(there).first.wait_for()
            return time.perf_counter() - start


def main() -> None:
    """Measure both, taking turns, and print."""
    with tempfile.TemporaryDirectory() as temporary, chromium() as browser:
        folder = Path(temporary)
        (folder / "bare.py").write_text(BARE)
        home = folder / "home"
        home.mkdir()
        shelf.build_example(home / f"{shelf.EXAMPLE}.duckdb")

        @contextmanager
        def bare() -> Iterator[str]:
            with serving(home, folder / "bare.py", folder, "/_stcore/health") as url:
                yield url

        @contextmanager
        def ours() -> Iterator[str]:
            copy = Path(tempfile.mkdtemp(dir=folder))
            shutil.copytree(home, copy, dirs_exist_ok=True)
            with serving(copy) as url:
                yield url

        verdict, chosen = ".cx-headline .cx-badge", "text=You chose first"
        for serve, there in ((bare, chosen), (ours, verdict)):
            first_visit(browser, serve, there)  # not counted: it reads the files of both into memory
        visits = [(first_visit(browser, bare, chosen), first_visit(browser, ours, verdict)) for _ in range(VISITS)]
        with bare() as url, visitor(browser) as page:
            visit(page, url)
            bare_changes = list(changes(page, BARE_CHANGES, BARE_ROUNDS))
        with ours() as url, visitor(browser) as page:
            visit(page, url)
            our_changes = list(changes(page, CHANGES, ROUNDS))
        starts = [cold_start(browser, verdict) for _ in range(COLD_STARTS)]

    bare_visits, our_visits = (list(zip(*times, strict=True)) for times in zip(*visits, strict=True))
    print(f"{'median':38} {'bare page':>10} {'scorecard':>10} {'ratio':>6} {'bar':>8}")
    row(f"widget change, ms ({len(bare_changes)} and {len(our_changes)})", bare_changes, our_changes, "≤ 3")
    row(f"first visitor to the verdict, s ({VISITS})", bare_visits[0], our_visits[0], "≤ 1.5")
    row(f"first visitor to the last mark, s ({VISITS})", bare_visits[1], our_visits[1], "")
    print(
        f"{f'empty folder to verdict, s ({COLD_STARTS})':38} {'':10} {statistics.median(starts):10.2f} {'≤ 10 s':>15}"
    )


def row(what: str, bare: Sequence[float], ours: Sequence[float], bar: str) -> None:
    """Print the medians of both and their ratio."""
    digits = 0 if ", ms" in what else 2
    theirs, own = statistics.median(bare), statistics.median(ours)
    print(f"{what:38} {theirs:10.{digits}f} {own:10.{digits}f} {own / theirs:6.2f} {bar:>8}")


if __name__ == "__main__":
    main()
