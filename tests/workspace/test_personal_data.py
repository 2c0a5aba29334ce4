"""Personal data stays out of the workspace, in every table and in every byte of the file."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from cxmetrics.ingest.proposal import corrected
from cxmetrics.layout import Role
from cxmetrics.workspace import shelf
from cxmetrics.workspace.workspace import Workspace
from tests.workspace.exports import SCORE, days, taken

PEOPLE = [
    (f"Aurelia{i} Quentin{i}", f"aurelia{i}@mail.example", f"203.0.113.{i}", f"+44 20 7946 0{i:03}") for i in range(99)
]
HEADER = ("Response ID", "Date", SCORE, "Name", "Email address", "IP Address", "Phone number", "Customer ID", "Agent")


def export(folder: Path, first: int = 0, month: str = "2026-03") -> Path:
    """Answers with everything a survey tool knows of whoever gave them; every ninth without a date, two misshapen."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for i, day in enumerate(day for day in days(month) for _ in range(3)):
        name, mail, address, phone = PEOPLE[i]
        if i in (30, 31):
            writer.writerow(("short", name, mail, address))
        customer = mail.upper() if i % 2 else mail
        date = "" if i % 9 == 8 else day
        writer.writerow((f"R{first + i}", date, i % 11, name, mail, address, phone, customer, f"agent {i % 5}"))
    path = folder / f"{month}.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def texts_of(path: Path) -> Iterator[str]:
    """Every value of every table of a closed workspace, however it is packed in the file."""
    with duckdb.connect(str(path), read_only=True) as connection:
        for (table,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall():
            for row in connection.execute(f"SELECT * FROM {table}").fetchall():
                yield from map(str, row)


def traces(text: str) -> list[str]:
    """What of anybody in the export can be found in a text."""
    return [part for person in PEOPLE for part in person if part.lower() in text.lower()]


def test_nobodys_name_address_or_number_is_in_the_file_or_its_log(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    log = path.with_name("w.duckdb.wal")
    with Workspace(path) as workspace:
        upload = taken(workspace, export(tmp_path))
        assert upload.set_aside == {"no_date": 10, "malformed_row": 2}
        written = log.read_bytes()
        assert b"agent 3" in written  # what is stored can be found there
        assert traces(written.decode("latin-1")) == []
        shown = " ".join(record.raw for record in workspace.set_aside(upload.id))
        assert traces(shown) == []
    assert traces(path.read_bytes().decode("latin-1")) == []
    assert traces("\n".join(texts_of(path))) == []


def test_a_rehearsal_shows_and_leaves_nothing_personal(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with Workspace(path) as workspace:
        text, proposal = workspace.examine(export(tmp_path))
        rehearsal = workspace.rehearse(text, proposal.layout)
        assert traces(str(rehearsal.first)) == []
    assert traces(path.read_bytes().decode("latin-1")) == []


def test_a_person_is_the_same_key_in_every_file_of_a_workspace_whatever_the_case_of_the_address(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with Workspace(path) as workspace:
        taken(workspace, export(tmp_path))
        taken(workspace, export(tmp_path, first=1000, month="2026-04"))
        assert workspace.outline().repeats["nps"]
        (layout,) = workspace.sources().values()
    with duckdb.connect(str(path), read_only=True) as connection:
        (person,) = layout.named(Role.PERSON)
        secret = connection.execute("SELECT secret FROM meta").fetchall()[0][0]
        keys = connection.execute(f'SELECT DISTINCT "{person.name}" FROM records_1 WHERE _cx_raw IS NULL').fetchall()
    expected = {int.from_bytes(hashlib.sha256(secret + mail.encode()).digest()[:8]) for _, mail, _, _ in PEOPLE[:93]}
    assert {key for (key,) in keys} <= expected
    assert len(keys) > 80


def test_two_workspaces_have_no_key_in_common(tmp_path: Path) -> None:
    found = []
    for name in ("a.duckdb", "b.duckdb"):
        with Workspace(tmp_path / name) as workspace:
            taken(workspace, export(tmp_path))
        with duckdb.connect(str(tmp_path / name), read_only=True) as connection:
            found.append(
                {row[0] for row in connection.execute('SELECT "Customer ID" FROM records_1').fetchall()} - {None}
            )
    assert found[0]
    assert not found[0] & found[1]


def test_an_id_that_is_an_address_is_kept_as_a_pseudonym(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "members.csv"
    rows = "\n".join(f"{mail},2024-01-{i % 28 + 1:02},Yes" for i, (_, mail, _, _) in enumerate(PEOPLE))
    path.write_text(f"Member,Joined,Churned?\n{rows}\n", encoding="utf-8")
    text, proposal = workspace.examine(path)
    layout = corrected(proposal, {"Member": Role.ID}, {}).layout
    rehearsal = workspace.rehearse(text, layout)
    ids = [row[rehearsal.columns.index("Member")] for row in rehearsal.first]
    assert all(re.fullmatch(r"[0-9a-f]{16}", str(each)) for each in ids)
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("role", [None, Role.VERBATIM])
def test_personal_data_is_stored_only_when_it_is_asked_for(tmp_path: Path, role: Role | None) -> None:
    path = tmp_path / "w.duckdb"
    with Workspace(path) as workspace:
        text, proposal = workspace.examine(export(tmp_path))
        workspace.store(text, corrected(proposal, {"Name": role}, {}).layout)
    assert ("Aurelia5 Quentin5" in "\n".join(texts_of(path))) is (role is not None)


def test_no_example_of_a_comment_or_a_person_is_remembered(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    lines = "\n".join(
        f"R{i},2026-03-{i % 28 + 1:02},9,Please call Aurelia{i} about this long delay,C-{i}" for i in range(60)
    )
    path.write_text(f"Response ID,Date,{SCORE},Comment,Customer ID\n{lines}\n", encoding="utf-8")
    taken(workspace, path)
    (layout,) = workspace.sources().values()
    assert layout.named(Role.VERBATIM)
    assert all(not column.examples for column in layout.columns if column.role is not Role.SEGMENT)


def test_no_address_of_anybody_in_the_sample_exports_is_in_the_example(example_file: Path) -> None:
    address = r"[\w.]+@[\w.]+\.\w+|\b(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+\b"
    export = (shelf.EXPORTS / "qualtrics_survey.csv").read_text(encoding="utf-8")
    assert len(re.findall(address, export)) > 1000
    with duckdb.connect(str(example_file), read_only=True) as connection:
        columns = connection.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE data_type = 'VARCHAR' AND NOT internal"
        ).fetchall()
        assert len(columns) > 50
        for table, column in columns:
            found = connection.execute(
                f'SELECT "{column}" FROM {table} WHERE regexp_matches("{column}", ?) LIMIT 1', [address]
            ).fetchall()
            assert (table, column, found) == (table, column, [])
