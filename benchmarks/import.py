"""Import of 1,000,000 survey rows, 1 % of them bad, against DuckDB's own load of the same file.

    python -m benchmarks.import [ROWS]

Two files: the export of a survey tool as it writes it (29 columns, 3 header rows; records of the sample company at
random), and a thin table of 11 columns, where what every import costs once weighs more. Everything is included from the
file to the commit: opening, proposing, types, records set aside, duplicates, cube. Import and floor take turns; the
medians and the peak memory of each (the larger of the import's two processes) are printed.
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
from itertools import islice
from multiprocessing.queues import Queue
from pathlib import Path

import duckdb

from cxmetrics.workspace.shelf import EXPORTS
from cxmetrics.workspace.workspace import Workspace

HEADER = (
    "Response ID", "Recorded Date", "How likely are you to recommend us?", "Overall satisfaction (1-5)",
    "How easy was it to get help? (1-7)", "Customer ID", "Employee ID", "Location", "Channel", "Plan", "Comment",
)  # fmt: skip
COMMENTS = ("", "", "Good service, thanks", "Slow reply", "I waited too long on hold and nobody called me back")
ROUNDS = 5
FLOOR, OURS = "DuckDB read_csv", "cxmetrics import"


def write_survey(path: Path, rows: int) -> None:
    """A survey export; every hundredth record has a score out of range, an unreadable date, or an unreadable score."""
    rng = random.Random(7)
    with (EXPORTS / "qualtrics_survey.csv").open(newline="", encoding="utf-8") as file:
        names, *more_header = islice(lines := csv.reader(file), 3)
        records = list(lines)
    identity, date, score = (names.index(name) for name in ("ResponseId", "RecordedDate", "Q1"))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerows([names, *more_header])
        for i in range(rows):
            record = rng.choice(records).copy()
            record[identity] = f"R_{i:015d}"
            if i % 100 == 0:
                column, text = rng.choice(((score, "11"), (date, "not a date"), (score, "n/a?"), (score, "-5")))
                record[column] = text
            writer.writerow(record)


def write_thin(path: Path, rows: int) -> None:
    """A thin table; every hundredth row has a score out of range, an unreadable date, or an unreadable score."""
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


def compare(name: str, write: Callable[[Path, int], None], rows: int) -> None:
    """Write the file, take turns, print."""
    context = multiprocessing.get_context("spawn")
    results: dict[str, list[tuple[float, float]]] = {FLOOR: [], OURS: []}
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "survey.csv"
        write(source, rows)
        print(f"{name}: {rows:,} rows, {source.stat().st_size / 1e6:.0f} MB, medians of {ROUNDS}")
        for turn in range(ROUNDS):
            for who, load in ((FLOOR, load_raw), (OURS, load_ours)):
                report = context.Queue()
                target = Path(folder) / f"{load.__name__}{turn}.duckdb"
                process = context.Process(target=measured, args=(load, source, target, report))
                process.start()
                results[who].append(report.get())
                process.join()
                target.unlink()
    medians = {who: statistics.median(seconds for seconds, _ in runs) for who, runs in results.items()}
    for who, runs in results.items():
        print(f"  {who:18} {medians[who]:6.2f} s   peak {max(peak for _, peak in runs):6.0f} MB")
    print(f"  ratio {medians[OURS] / medians[FLOOR]:.2f} (at most 1.5)")


def main() -> None:
    """Both files."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    compare("a survey tool's export", write_survey, rows)
    compare("a thin table", write_thin, rows)


if __name__ == "__main__":
    main()
