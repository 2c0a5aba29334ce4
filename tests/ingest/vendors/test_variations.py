"""What people and tools do to an export on its way changes nothing: other columns, another order, another separator."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ingest.vendors.harness import exports, inspected, truth
from tests.ingest.vendors.writing import table

Row = list[str]


def _plain(export: Path) -> bool:
    """Whether an export is one table below one row of names, so that its columns can be moved."""
    stated = truth(export)
    return bool(stated["header_rows"] == 1 and stated["footer_rows"] == 0)


each_export = pytest.mark.parametrize(
    "export", [each for each in exports() if _plain(each)], ids=lambda path: path.name
)


@each_export
def test_columns_may_come_in_another_order_behind_another_separator(export: Path, tmp_path: Path) -> None:
    delimiter = "\t" if truth(export)["delimiter"] == ";" else ";"
    _says_the_same(export, tmp_path, lambda row, _: row[::-1], delimiter)


@each_export
def test_columns_of_personal_data_may_be_missing(export: Path, tmp_path: Path) -> None:
    personal = truth(export)["roles"].get("pii", [])
    dropped = {personal} if isinstance(personal, str) else set(personal)
    # the names that mark a vendor's export are needed to know it, whatever they hold
    dropped -= {"Talkdesk Phone Number", "ANI", "DNIS"}
    _says_the_same(
        export,
        tmp_path,
        lambda row, names: [cell for cell, name in zip(row, names, strict=True) if name not in dropped],
        truth(export)["delimiter"],
    )


def _says_the_same(export: Path, folder: Path, change: Callable[[Row, Row], Row], delimiter: str) -> None:
    stated = truth(export)
    text = export.read_bytes().decode(stated["encoding"])
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=stated["delimiter"]))
    names = max(rows[:2], key=len)
    changed = folder / export.name
    changed.write_bytes(table([change(row, names) for row in rows if len(row) == len(names)], delimiter=delimiter))
    found = inspected(changed)
    assert found["vendor"] == stated["vendor"]
    assert (found["records"], found["valid"], found["set_aside"]) == (
        stated["records"],
        stated["valid"],
        stated["set_aside"],
    )
    assert (found["date_range"], found["timezone"]) == (stated["date_range"], stated["timezone"])
    assert found["metrics"] == {key: pytest.approx(figures) for key, figures in stated["metrics"].items()}
    assert [question["column"] for question in found["questions"]] == stated["questions"]
