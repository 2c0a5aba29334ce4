"""Reports beside a browser that prints the same page, in the same run on the same machine.

    python -m benchmarks.reports

Each report is made from figures that are there, as the app makes it when it is asked. The first of all also loads the
libraries that draw and set; the others are medians.
"""

from __future__ import annotations

import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from cxmetrics.judge.compare import USUAL
from cxmetrics.model import EVERYBODY
from cxmetrics.report.reports import FORMATS, Report
from cxmetrics.workspace import shelf
from cxmetrics.workspace.comparisons import Choice
from cxmetrics.workspace.saved import NOTHING_MORE, SavedView
from cxmetrics.workspace.views import gather
from cxmetrics.workspace.workspace import Workspace
from tests.browser.harness import chromium

ROUNDS = 15
VIEW = SavedView("scorecard", "nps", Choice.MONTH, EVERYBODY, USUAL)


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Make each report of the example's scorecard, print the page, and print a line for each."""
    with tempfile.TemporaryDirectory() as folder:
        shelf.build_example(Path(folder) / "example.duckdb")
        with Workspace(Path(folder) / "example.duckdb", read_only=True) as workspace:
            report = Report("The scorecard", gather(workspace, VIEW, NOTHING_MORE), date(2026, 4, 30))
        first = seconds(lambda: FORMATS["pdf"].make(report))
        page = Path(folder) / "page.html"
        page.write_bytes(FORMATS["html"].make(report))
        with chromium() as browser, browser.new_page() as paper:
            paper.goto(page.as_uri())
            printed = statistics.median(seconds(lambda: paper.pdf(format="A4")) for _ in range(ROUNDS))
    print(f"the first paper (PDF), its libraries loaded   {first:.2f} s")
    print(f"a browser prints the page                     {printed:.3f} s")
    for form in FORMATS.values():
        taken = statistics.median(seconds(partial(form.make, report)) for _ in range(ROUNDS))
        print(f"{form.label:45} {taken:.3f} s, {taken / printed:.2f} times that")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
