"""Workspace files of older versions of the program are brought up to this one, with all they hold."""

from __future__ import annotations

import gzip
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest

from cxmetrics.errors import NotFound
from cxmetrics.judge.marks import MarkKind
from cxmetrics.layout import Role
from cxmetrics.workspace.schema import FORMAT
from cxmetrics.workspace.workspace import Workspace
from tests.workspace.exports import judged, written
from tests.workspace.test_evidence import WITH_CUSTOMERS, survey

OLDER_FILES = Path(__file__).parents[1] / "data" / "older_files"
LACKS = {1: (2, "DROP TABLE respondents")}
"""A format of which no file is kept: the one whose kept file stands for it, and what it lacks of that."""
FORMATS = list(range(1, FORMAT))


def old_workspace(folder: Path, written_as: int) -> Path:
    """A workspace file as an older version left it."""
    path = folder / "old.duckdb"
    kept, lack = LACKS.get(written_as, (written_as, ""))
    path.write_bytes(gzip.decompress((OLDER_FILES / f"format_{kept}.duckdb.gz").read_bytes()))
    with duckdb.connect(str(path)) as connection:
        if lack:
            connection.execute(lack)
            connection.execute("UPDATE meta SET format = ?", [written_as])
        assert connection.execute("SELECT format FROM meta").fetchall() == [(written_as,)]
    return path


@pytest.mark.parametrize("written_as", FORMATS)
def test_an_older_file_is_renewed_with_every_figure(tmp_path: Path, written_as: int) -> None:
    old = old_workspace(tmp_path, written_as)
    months = [survey(["2026-02"], 60), survey(["2026-02", "2026-03"], 60)]
    answers = [*months[0][:3], *months[0][4:], *months[1][len(months[0]) :]]
    with Workspace(None) as fresh, Workspace(old) as renewed:
        text, proposal = fresh.examine(written(tmp_path, answers, header=WITH_CUSTOMERS))
        fresh.store(text, proposal.layout)
        expected, found = (judged(w, "nps", "2026-02", "2026-03").headline for w in (fresh, renewed))
        assert found.word is expected.word
        assert found.comparison.before == expected.comparison.before
        assert found.comparison.interval == pytest.approx(expected.comparison.interval)
        assert [upload.file_name for upload in renewed.history()] == ["march.csv", "february.csv"]
        renewed.mark(date(2026, 3, 9), MarkKind.EVENT, "New script")
        renewed.undo(2)
        assert [mark.text for mark in renewed.marks()] == ["New script"]
        assert renewed.whole(["nps"])["nps"].n == len(months[0]) - 1


def test_a_renewed_file_knows_its_kind_of_export_again_and_names_nobody(tmp_path: Path) -> None:
    old = old_workspace(tmp_path, 2)
    lines = survey(["2026-02", "2026-03"], 60)
    with Workspace(old) as renewed:
        text, proposal = renewed.examine(written(tmp_path, lines, header=WITH_CUSTOMERS))
        assert renewed.remembered(proposal) is not None
        upload, fresh = renewed.store(text, proposal.layout)
        # the answer without a date had its raw text taken away, because that named the customer
        assert (fresh, upload.unchanged, upload.used) == (True, len(lines) - 1, 1)
    with duckdb.connect(str(old), read_only=True) as connection:
        table = connection.execute("SELECT * FROM records_1").df()
    (person,) = proposal.layout.named(Role.PERSON)
    assert str(table[person.name].dtype) == "uint64"
    assert not table.astype(str).apply(lambda column: column.str.contains(r"\bC-00\d\d\b")).any(axis=None)


@pytest.mark.parametrize("written_as", [3, 6])
def test_a_renewed_file_knows_its_customers_again(tmp_path: Path, written_as: int) -> None:
    with Workspace(old_workspace(tmp_path, written_as)) as renewed:
        (source,) = renewed.sources()
        known = _persons(renewed.path, source)
        text, proposal = renewed.examine(written(tmp_path, survey(["2026-04"], 60), header=WITH_CUSTOMERS))
        renewed.store(text, proposal.layout, source)
        assert len(known) == 60
        assert _persons(renewed.path, source) == known


def _persons(path: Path | None, source: int) -> set[int]:
    """The keys of a source's customers."""
    with duckdb.connect(str(path)) as connection:
        rows = connection.execute(f'SELECT DISTINCT "Customer ID" FROM records_{source}').fetchall()
    return {row[0] for row in rows}


def test_an_older_file_is_not_renewed_by_a_reader(tmp_path: Path) -> None:
    old = old_workspace(tmp_path, 2)
    before = old.read_bytes()
    with pytest.raises(NotFound, match=r"older version\. Opening it once in the application renews it"):
        Workspace(old, read_only=True)
    assert old.read_bytes() == before


def test_a_newer_file_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    Workspace(path).close()
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE meta SET format = ?", [FORMAT + 1])
    asked = [
        sys.executable,
        "-m",
        "cxmetrics",
        "verdict",
        str(path),
        "--metric=nps",
        "--before=2026-02",
        "--after=2026-03",
    ]
    done = subprocess.run(asked, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == 2
    assert done.stderr == (
        "This workspace was written by a newer version of the program. Update the program to open it.\n"
    )
