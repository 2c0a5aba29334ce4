"""Import of 1,000,000 survey rows, 1 % of them bad, against DuckDB's own load of the same file.

    python -m benchmarks.import [ROWS]

Everything is included, from the file to the commit: opening, proposing, types, records set aside, duplicates, cube. The
two take turns; the medians and the peak memory of each (the larger of the import's two processes) are printed.
"""

from __future__ import annotations

import csv
import multiprocessing
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from multiprocessing.queues import Queue
from pathlib import Path

import duckdb

from cxmetrics.workspace.workspace import Workspace

HEADER = (
    "Response ID", "Recorded Date", "How likely are you to recommend us?", "Overall satisfaction (1-5)",
    "How easy was it to get help? (1-7)", "Customer ID", "Employee ID", "Location", "Channel", "Plan", "Comment",
)  # fmt: skip
COMMENTS = ("", "", "Good service, thanks", "Slow reply", "I waited too long on hold and nobody called me back")
ROUNDS = 5


def write_survey(path: Path, rows: int) -> None:
    """A seeded survey; every hundredth row has a score out of range, an unreadable date, or an unreadable score."""
    rng = random.Random(7)
    start = datetime(2024, 1, 1)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for i in range(rows):
            at = str(start + timedelta(minutes=rng.randrange(800 * 1440)))
            score = str(rng.choices(range(11), (1, 1, 1, 1, 1, 1, 2, 10, 12, 30, 40))[0])
            if i % 100 == 0:
                at, score = rng.choice(((at, "11"), ("not a date", score), (at, "n/a?"), (at, "-5")))
            writer.writerow(
                (
                    f"R_{i:08d}", at, score, rng.randint(1, 5), rng.randint(1, 7), f"C-{rng.randrange(200_000):06d}",
                    f"E-{rng.randrange(180):03d}", rng.choice(("Leeds", "York", "Bristol", "Cardiff", "Glasgow")),
                    rng.choice(("phone", "chat", "e-mail")), rng.choice(("Basic", "Plus", "Pro")), rng.choice(COMMENTS),
                )
            )  # fmt: skip


def load_raw(source: Path, target: Path) -> float:
    """The floor: seconds of DuckDB's own statement."""
    with duckdb.connect(str(target)) as connection:
        start = time.perf_counter()
        connection.execute("CREATE TABLE t AS SELECT * FROM read_csv(?)", [str(source)])
        return time.perf_counter() - start


def load_ours(source: Path, target: Path) -> float:
    """Seconds of the whole import, from the file to the commit."""
    with Workspace(target) as workspace:
        start = time.perf_counter()
        text, proposal = workspace.examine(source)
        upload, _ = workspace.store(text, proposal.layout)
        seconds = time.perf_counter() - start
        assert upload.records == upload.used + sum(upload.set_aside.values()), upload
        assert sum(upload.set_aside.values()) > upload.records // 150, "the bad rows must be seen"
        return seconds


def measured(
    load: Callable[[Path, Path], float], source: Path, target: Path, report: Queue[tuple[float, float]]
) -> None:
    """In a process of its own: seconds, and peak memory of it and of its children in MB."""
    seconds = load(source, target)
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    report.put((seconds, peak / 1024))


def main() -> None:
    """Write the file, take turns, print."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    context = multiprocessing.get_context("spawn")
    results: dict[str, list[tuple[float, float]]] = {"DuckDB read_csv": [], "cxmetrics import": []}
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "survey.csv"
        write_survey(source, rows)
        for turn in range(ROUNDS):
            for name, load in (("DuckDB read_csv", load_raw), ("cxmetrics import", load_ours)):
                report = context.Queue()
                process = context.Process(
                    target=measured, args=(load, source, Path(folder) / f"{load.__name__}{turn}.duckdb", report)
                )
                process.start()
                results[name].append(report.get())
                process.join()
    medians = {name: statistics.median(seconds for seconds, _ in runs) for name, runs in results.items()}
    for name, runs in results.items():
        print(f"{name:18} {medians[name]:6.2f} s   peak {max(peak for _, peak in runs):6.0f} MB")
    raw, ours = medians.values()
    print(f"ratio {ours / raw:.2f} (at most 1.5), {rows:,} rows, median of {ROUNDS}")


if __name__ == "__main__":
    main()
