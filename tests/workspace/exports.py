"""Small exports written by hand, as a survey tool would, and a workspace that takes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

import duckdb

from cxmetrics.judge.compare import USUAL
from cxmetrics.model import EVERYBODY, Scorecard, Segment, Selection
from cxmetrics.period import Period
from cxmetrics.workspace.uploads import Upload
from cxmetrics.workspace.workspace import Workspace

SCORE = "How likely are you to recommend us? (0-10)"
HEADER = f"Response ID,Date,{SCORE},Location"
CALLS = "Call ID,Start Time,Customer ID,Agent ID,Handle Time (seconds)"


def answer(number: int, day: date | str, score: object, location: str = "Leeds") -> str:
    """One line of a survey export."""
    return f"R{number},{day},{score},{location}"


def answers(days: Iterable[date], scores: Sequence[int] = (10, 9, 8, 7, 3), a_day: int = 2) -> list[str]:
    """`a_day` answers on each day, the scores and two locations in turn."""
    dated = [day for day in days for _ in range(a_day)]
    return [answer(i, day, scores[i % len(scores)], ("Leeds", "York")[i % 2]) for i, day in enumerate(dated)]


def days(period: str) -> list[date]:
    """Every day of a period such as 2026-03."""
    whole = Period.parse(period)
    return [whole.start + timedelta(i) for i in range(whole.days)]


def written(folder: Path, lines: Iterable[str], name: str = "answers.csv", header: str = HEADER) -> Path:
    """An export as a file."""
    path = folder / name
    path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
    return path


def taken(workspace: Workspace, path: Path) -> Upload:
    """Store a file as it is proposed, which must be new."""
    text, proposal = workspace.examine(path)
    assert not proposal.questions
    upload, fresh = workspace.store(text, proposal.layout)
    assert fresh
    return upload


def judged(workspace: Workspace, key: str, before: str, after: str, segment: Segment = EVERYBODY) -> Scorecard:
    """The scorecard of two periods."""
    selection = Selection(key, Period.parse(before), Period.parse(after), segment)
    return workspace.scorecard(workspace.outline(), selection, USUAL)


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of a workspace that is closed, but for its version, its log of uploads and its trail."""
    with duckdb.connect(str(path), read_only=True) as connection:
        tables = [row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        return {
            table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr)
            for table in tables
            if table not in ("meta", "upload", "trail")
        }
