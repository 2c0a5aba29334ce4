"""How long every question of the pages takes on a workspace of 10,000,000 records, on two cores.

    python -m benchmarks.questions [--rows 10000000] [--keep FOLDER] [--only WORD]

A survey, a call log and subscriptions of the same customers are generated and imported as anybody's files are. Then
each question is asked as its page asks it, without the page's cache: once right after the file was opened, and some
times more. What moments can answer has to settle within 50 ms, and what takes a pass over the records within 2 s; the
median counts. --keep: a folder for the workspace, from which a later run of as many rows takes it instead of building
it anew.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import duckdb

from cxmetrics.judge.compare import USUAL
from cxmetrics.judge.course import Asked
from cxmetrics.judge.marks import MarkKind
from cxmetrics.model import EVERYBODY, Segment, Selection
from cxmetrics.period import Period
from cxmetrics.workspace.losses import Question as Asking
from cxmetrics.workspace.outline import Outline
from cxmetrics.workspace.spread import Narrowed
from cxmetrics.workspace.workspace import Workspace

MOMENTS, RECORDS = 0.05, 2.0
"""Seconds within which a question that moments answer settles, and one that takes a pass over the records."""

ROUNDS = 5
CORES = 2
BEFORE, AFTER = Period.parse("2026-02"), Period.parse("2026-03")
LEEDS = Segment("location", "Leeds")

SCORES = ("0", "4", "6", "7", "8", "8", "8", "9", "9", "9", "9", "9", "10", "10", "10", "10", "10", "10", "10", "10")
"""As often as they are given."""

Ask = Callable[[Workspace, Outline], object]


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a page: bar in seconds, and how the page asks it."""

    bar: float
    ask: Ask


def between(metric: str, segment: Segment = EVERYBODY) -> Selection:
    """The last month against the one before."""
    return Selection(metric, BEFORE, AFTER, segment)


def between_quarters(metric: str) -> Selection:
    """The last quarter against the one before."""
    return Selection(metric, Period.parse("2025-Q4"), Period.parse("2026-Q1"))


QUESTIONS: Mapping[str, Question] = MappingProxyType(
    {
        "what can be asked": Question(MOMENTS, lambda w, _: w.outline()),
        "scorecard": Question(MOMENTS, lambda w, o: w.scorecard(o, between("nps"), USUAL)),
        "scorecard of a segment": Question(MOMENTS, lambda w, o: w.scorecard(o, between("nps", LEEDS), USUAL)),
        "every segment": Question(MOMENTS, lambda w, o: w.segments(o, between("nps"))),
        "over time, months": Question(MOMENTS, lambda w, o: w.course(o, "nps")),
        "over time, weeks": Question(MOMENTS, lambda w, o: w.course(o, "nps", EVERYBODY, Asked(weekly=True))),
        "every metric over the year": Question(MOMENTS, lambda w, o: w.years(o)),
        "what moved it, and a marked change": Question(RECORDS, lambda w, o: w.explanation(o, between("nps"))),
        "what moved it, of durations": Question(RECORDS, lambda w, o: w.explanation(o, between("handle_time"))),
        "what moved it, of a segment": Question(RECORDS, lambda w, o: w.explanation(o, between("nps", LEEDS))),
        "what moved it, year on year": Question(
            RECORDS, lambda w, o: w.explanation(o, Selection("nps", Period.parse("2024"), Period.parse("2025")))
        ),
        "what moved it, of customers who left": Question(RECORDS, lambda w, o: w.explanation(o, between("churn"))),
        "cohorts": Question(RECORDS, lambda w, o: w.cohorts(o, "churn")),
        "gamed, months": Question(RECORDS, lambda w, o: w.gaming(o, between("handle_time"))),
        "gamed, quarters": Question(RECORDS, lambda w, o: w.gaming(o, between_quarters("handle_time"))),
        "spread": Question(RECORDS, lambda w, o: w.spread(o, between("nps"))),
        "spread over employees": Question(RECORDS, lambda w, o: w.spread(o, between_quarters("handle_time"))),
        "two filters at once": Question(
            RECORDS, lambda w, o: w.spread(o, between("nps", LEEDS), Narrowed(Segment("channel", "chat")))
        ),
        "satisfied but left": Question(RECORDS, lambda w, o: w.left(o, Asking("nps"))),
        "spot the noise": Question(MOMENTS, lambda w, o: w.sitting(o, between("nps"), "visitor")),
    }
)
"""Question -> its bar and how it is asked; a page that asks another one has its line here."""

_PICK = "(hash(i, '{salt}') % {among})::BIGINT"
_DAY = "(DATE '2024-01-01' + (hash(i, 'day') % 829)::INTEGER)"
_AT = f"({_DAY} + INTERVAL (28800 + (hash(i, 'second') % 43200)::INTEGER) SECOND)"


def _one_of(salt: str, *values: str) -> str:
    listed = ", ".join(f"'{value}'" for value in values)
    return f"([{listed}])[1 + {_PICK.format(salt=salt, among=len(values))}]"


def _key(letter: str, salt: str, among: int, digits: int) -> str:
    return f"'{letter}-' || lpad(({_PICK.format(salt=salt, among=among)})::VARCHAR, {digits}, '0')"


def exports(rows: int, folder: Path) -> tuple[Path, ...]:
    """The three files, `rows` records together; the same ones every time."""
    people = max(rows // 20, 100)
    place = _one_of("place", "Leeds", "York", "Bristol", "Cardiff", "Glasgow")
    score = _one_of("score", *SCORES)
    left = f"{_PICK.format(salt='left', among=100)} < 35"
    start = "(DATE '2021-01-01' + (hash(i, 'start') % 1920)::INTEGER)"
    end = f"({start} + 1 + (hash(i, 'stay') % 1500)::INTEGER)"
    ended = f"({left}) AND {end} BETWEEN DATE '2024-01-01' AND DATE '2026-04-08'"
    tables = {
        "survey.csv": f"""
            SELECT 'R_' || lpad(i::VARCHAR, 9, '0') AS "Response ID", {_AT} AS "Recorded Date",
                {score} AS "How likely are you to recommend us?",
                1 + {_PICK.format(salt="overall", among=5)} AS "Overall satisfaction (1-5)",
                1 + {_PICK.format(salt="ease", among=7)} AS "How easy was it to get help? (1-7)",
                {_key("C", "who", people, 7)} AS "Customer ID", {_key("E", "agent", 120, 3)} AS "Employee ID",
                {place} AS "Location", {_one_of("channel", "phone", "chat", "e-mail")} AS "Channel",
                {_one_of("plan", "Basic", "Plus", "Pro")} AS "Plan"
            FROM range({rows * 45 // 100}) AS t(i)""",
        "calls.csv": f"""
            SELECT 5000000 + i AS "Call ID", {_AT} AS "Start Time", {_key("C", "who", people, 7)} AS "Customer ID",
                {_key("E", "agent", 120, 3)} AS "Agent ID", {place} AS "Location",
                {_one_of("queue", "Technical", "Billing", "Sales")} AS "Queue",
                {_PICK.format(salt="hold", among=180)} AS "Hold Seconds", talk AS "Talk Time (seconds)",
                talk + 20 AS "Handle Time (seconds)", 'Answered' AS "Disposition",
                {_one_of("moved", "No", "No", "No", "Yes")} AS "Transferred"
            FROM (SELECT i, 10 + round(exp(3 + 3 * (hash(i, 'talk') % 1000) / 1000))::INTEGER AS talk
                FROM range({rows * 45 // 100}) AS t(i)) ORDER BY "Start Time" """,
        "subscriptions.csv": f"""
            SELECT 'sub_' || lpad(i::VARCHAR, 9, '0') AS id, 'C-' || lpad(i::VARCHAR, 7, '0') AS "Customer ID",
                CASE WHEN {ended} THEN 'canceled' ELSE 'active' END AS "Status",
                {_one_of("plan", "Basic", "Plus", "Pro")} AS "Plan", {start} AS "Created (UTC)",
                {start} AS "Start Date (UTC)", CASE WHEN {ended} THEN {end} END AS "Canceled At (UTC)",
                CASE WHEN {ended} THEN {end} END AS "Ended At (UTC)",
                CASE WHEN {ended} THEN {_one_of("why", "Too expensive", "Moved home", "Switched to Quickwire")} END
                AS "Cancellation Reason", '24.00' AS "Amount", 'gbp' AS "Currency"
            FROM range({rows // 10}) AS t(i)""",
    }
    with duckdb.connect() as connection:
        for name, select in tables.items():
            connection.execute(f"COPY ({select}) TO '{folder / name}' (HEADER)")
    return tuple(folder / name for name in tables)


def built(rows: int, keep: Path) -> Path:
    """The workspace of so many records, imported unless it is there already."""
    path = keep / f"questions_{rows}.duckdb"
    if not path.exists():
        with tempfile.TemporaryDirectory(dir=keep) as temporary:
            unfinished = Path(temporary) / path.name
            files, start = exports(rows, Path(temporary)), time.perf_counter()
            with Workspace(unfinished) as workspace:
                for file in files:
                    text, proposal = workspace.examine(file)
                    upload, _ = workspace.store(text, proposal.layout)
                    assert upload.used > 0.9 * upload.records, upload
                workspace.mark(AFTER.start, MarkKind.EVENT, "Calls are returned", None, "location", ["Leeds", "York"])
            print(f"{rows:,} records imported in {time.perf_counter() - start:.0f} s")
            unfinished.rename(path)
    return path


def timed(workspace: Workspace, question: Question) -> tuple[float, float]:
    """Seconds of the first time, and the median of the ones after it."""
    outline = workspace.outline()
    taken = []
    for _ in range(1 + ROUNDS):
        start = time.perf_counter()
        question.ask(workspace, outline)
        taken.append(time.perf_counter() - start)
    return taken[0], statistics.median(taken[1:])


def main() -> None:
    """The table of times."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--only", default="", help="ask only questions with this word in their name")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        keep = options.keep or Path(temporary)
        keep.mkdir(parents=True, exist_ok=True)
        path = built(options.rows, keep)
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])  # before opening, which counts the cores
        print(f"{options.rows:,} records, {CORES} cores\n")
        print("| question | first time | median | at most |\n|---|---|---|---|")
        for name, question in QUESTIONS.items():
            if options.only not in name:
                continue
            with Workspace(path, read_only=True) as workspace:
                first, usual = timed(workspace, question)
            shown = f"{usual:.3f} s" if usual <= question.bar else f"**{usual:.3f} s**"
            print(f"| {name} | {first:.3f} s | {shown} | {question.bar:g} s |", flush=True)


if __name__ == "__main__":
    main()
