"""Bounds: each can be set, and what is past it is refused with a plain sentence while the workspace stays as it is."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from cxmetrics.bounds import USUAL, VARIABLES, Bounds, bounds
from cxmetrics.errors import BadInput, TooMuch, UnreadableFile
from cxmetrics.ingest.opening import TextFile
from cxmetrics.layout import Layout
from cxmetrics.warehouse.connection import Database
from cxmetrics.workspace.workspace import Workspace
from tests.bad_files.badness import GOOD, csv, rows

DENSE = gzip.compress(csv(rows(700_000)).encode(), mtime=0)
"""Grows to 18 MB, some 6 times its size."""
SORTING = "SELECT sum(x) FROM (SELECT hash(range) AS x FROM range(4000000) ORDER BY x)"

FILES = {
    "CXMETRICS_LARGEST_FILE_MB": ("0.0005", GOOD.encode(), "larger than 0 MB, the most that is read"),
    "CXMETRICS_LARGEST_RATIO": ("2", DENSE, "grows to more than 2 times its size"),
    "CXMETRICS_MOST_COLUMNS": ("3", GOOD.encode(), "has 4 columns, and at most 3 are read"),
    "CXMETRICS_MOST_RECORDS": ("39", GOOD.encode(), "has 40 records, and at most 39 are read"),
    "CXMETRICS_LONGEST_RECORD_MB": ("0.00005", GOOD.encode(), "A line of this file is longer than"),
    "CXMETRICS_READING_MEMORY_MB": ("50", GOOD.encode(), "more memory or time than any export should"),
    "CXMETRICS_READING_SECONDS": ("0.01", GOOD.encode(), "took too long"),
}
STATEMENTS = {
    "CXMETRICS_MEMORY_MB": ({"CXMETRICS_MEMORY_MB": "16", "CXMETRICS_SPILL_MB": "0.1"}, SORTING),
    "CXMETRICS_SPILL_MB": ({"CXMETRICS_MEMORY_MB": "64", "CXMETRICS_SPILL_MB": "1"}, SORTING),
    "CXMETRICS_STATEMENT_SECONDS": (
        {"CXMETRICS_STATEMENT_SECONDS": "0.2"},
        "SELECT count(*) FROM range(1000000000000) a WHERE hash(a.range) = 7",
    ),
}


def test_every_bound_is_tested_here() -> None:
    assert set(FILES) | set(STATEMENTS) == set(VARIABLES)


@pytest.mark.parametrize("variable", FILES)
def test_a_file_past_a_bound_is_refused_and_nothing_of_it_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    value, content, sentence = FILES[variable]
    path = tmp_path / "export.csv"
    path.write_bytes(content)
    with Workspace(None) as workspace:
        monkeypatch.setenv(variable, value)
        with pytest.raises(UnreadableFile, match=sentence):
            workspace.store(*_examined(workspace, path))
        assert (workspace.history(), workspace.sources()) == ((), {})
        monkeypatch.delenv(variable)
        assert workspace.store(*_examined(workspace, path))[1]


def _examined(workspace: Workspace, path: Path) -> tuple[TextFile, Layout]:
    text, proposal = workspace.examine(path)
    return text, proposal.layout


@pytest.mark.parametrize("variable", STATEMENTS)
def test_a_question_past_a_bound_ends_in_a_plain_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    values, statement = STATEMENTS[variable]
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    database = Database(None, tmp_path)
    for way in (database.reading, database.writing, database.rehearsing):
        with pytest.raises(TooMuch, match="more memory or time than one question may"), way() as cursor:
            cursor.execute(statement).fetchall()
    with database.reading() as cursor:
        assert cursor.execute("SELECT 1").fetchone() == (1,)


def test_more_room_beside_the_memory_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CXMETRICS_MEMORY_MB", "64")
    database = Database(None, tmp_path)
    with database.reading() as cursor:
        assert cursor.execute(SORTING).fetchone()


def test_nothing_set_is_the_usual() -> None:
    assert bounds({}) == USUAL == Bounds()


@pytest.mark.parametrize("value", ["", "much", "0", "-1", "nan", "inf", "1e30", "1e-9"])
@pytest.mark.parametrize("variable", VARIABLES)
def test_a_value_that_cannot_be_is_named_with_its_variable(variable: str, value: str) -> None:
    with pytest.raises(BadInput, match=variable):
        bounds({variable: value})
