"""Workbooks: cells keep what they hold, and what a sheet hides or leaves open is said."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import pytest

from cxmetrics.errors import UnreadableFile
from cxmetrics.ingest.opening import TextFile, open_text
from cxmetrics.ingest.proposal import propose
from cxmetrics.layout import Role
from tests.ingest.workbooks import day, formula, names, number, row, text, write

HEADER = names("Response ID", "Date", "How likely are you to recommend us?")


def answers(count: int) -> str:
    return "".join(row(text(f"00{n}"), day(46000 + n), number(n % 11)) for n in range(count))


def opened(path: Path, sheet: str | None = None) -> TextFile:
    return open_text(path, path.parent, sheet=sheet)


def records(file: TextFile) -> list[list[str]]:
    with file.path.open(newline="", encoding="utf-8") as lines:
        return list(csv.reader(lines))


def test_dates_numbers_and_leading_zeros_are_kept(tmp_path: Path) -> None:
    cells = row(text("007"), day(46090.75), number(9), number(1234567.25), number(0.1), text('say "no",\nthen'))
    more = row(text("008"), day(46091), number(10), number(3), number(0.5), text(""))
    rows = names("id", "Date", "Score", "Paid", "Share", "Comment") + cells + more
    assert records(opened(write(tmp_path / "w.xlsx", {"Data": rows})))[1:] == [
        ["007", "2026-03-09 18:00:00", "9", "1234567.25", "0.1", 'say "no",\nthen'],
        ["008", "2026-03-10", "10", "3", "0.5", ""],
    ]


def test_a_workbook_is_proposed_like_any_other_file(tmp_path: Path) -> None:
    file = opened(write(tmp_path / "answers.xlsx", {"Responses": HEADER + answers(40)}))
    layout = propose(file).layout
    assert (layout.name, layout.encoding, file.sheet) == ("answers", "xlsx", "Responses")
    assert [column.role for column in layout.columns] == [Role.ID, Role.DATE, Role.SCORE_NPS]


def test_the_sheet_with_most_records_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    sheets = {
        "Cover": names("Our survey"),
        "Small": HEADER + answers(2),
        "Large": HEADER + answers(9),
        "Old": HEADER + answers(50),
    }
    path = write(tmp_path / "w.xlsx", sheets, hidden=("Old",))
    file = opened(path)
    assert (file.sheet, file.sheets) == ("Large", ("Small", "Large"))
    assert (
        'This workbook has records on several sheets. "Large" is read; the others are "Small".'
        in propose(file).warnings
    )
    other = opened(path, "Small")
    assert (other.sheet, len(records(other))) == ("Small", 3)
    with pytest.raises(UnreadableFile, match='no sheet "Cover" with records'):
        opened(path, "Cover")


def test_hidden_rows_and_formulas_without_a_result_are_said(tmp_path: Path) -> None:
    rows = names("id", "Score") + "".join(
        row(text(f"r{n}"), formula(None if n % 3 == 0 else n % 11), hidden=n < 4) for n in range(30)
    )
    file = opened(write(tmp_path / "w.xlsx", {"Data": rows}))
    assert len(records(file)) == 31
    assert file.remarks == (
        "4 rows are hidden in the sheet and read like the others.",
        "10 formulas came without a result and count as blank. Open the workbook in Excel, save it, and upload it "
        "again to have them.",
    )
    assert [record[1] for record in records(file)[1:5]] == ["", "1", "2", ""]


def test_a_workbook_renamed_to_csv_is_sent_back(tmp_path: Path) -> None:
    path = write(tmp_path / "w.csv", {"Data": HEADER + answers(3)})
    with pytest.raises(UnreadableFile, match=r"ends in \.csv.*save it as CSV UTF-8, or upload it.*\.xlsx"):
        opened(path)


def test_a_workbook_without_records_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="No sheet of this workbook holds records"):
        opened(write(tmp_path / "w.xlsx", {"Data": HEADER, "Empty": ""}))


def test_a_workbook_that_would_unpack_to_too_much_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "w.xlsx", {"Data": HEADER + row(text("0" * 80_000_000), text(""), number(1))})
    with pytest.raises(UnreadableFile, match="unpacks to more than 67 MB"):
        opened(path)


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook")
        archive.writestr("xl/_rels/workbook.xml.rels", "<nothing/>")
    with pytest.raises(UnreadableFile, match="damaged"):
        opened(path)
