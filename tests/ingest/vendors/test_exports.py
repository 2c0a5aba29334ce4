"""Every vendor's export is read exactly as its truth says, by its own format and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxmetrics.ingest.dialect import Dialect, dialect_of
from cxmetrics.ingest.formats import CERTAIN_ENOUGH, FORMATS, format_of
from cxmetrics.ingest.opening import open_text
from tests.ingest.vendors import make
from tests.ingest.vendors.harness import agrees, exports, inspected, truth

each_export = pytest.mark.parametrize("export", exports(), ids=lambda path: path.name)


@each_export
def test_an_export_is_read_as_its_truth_says(export: Path) -> None:
    agrees(inspected(export), truth(export))


@each_export
def test_an_export_is_claimed_by_its_own_format_alone(export: Path, tmp_path: Path) -> None:
    dialect = _dialect(export, tmp_path)
    claims = {each.vendor for each in FORMATS if each.sureness(dialect.head, dialect.footer) >= CERTAIN_ENOUGH}
    assert claims == {truth(export)["vendor"]} - {"generic"}


@each_export
def test_an_export_is_recognised_with_a_column_more(export: Path, tmp_path: Path) -> None:
    vendor = truth(export)["vendor"]
    dialect = _dialect(export, tmp_path)
    assert format_of([[*record, "Internal note"] for record in dialect.head], dialect.footer).vendor == vendor


@each_export
def test_an_export_is_recognised_where_one_column_was_renamed(export: Path, tmp_path: Path) -> None:
    vendor = truth(export)["vendor"]
    dialect = _dialect(export, tmp_path)
    first, *rest = dialect.head
    for position in range(1, len(first)):
        renamed = [*first[:position], "Renamed by hand", *first[position + 1 :]]
        assert format_of([renamed, *rest], dialect.footer).vendor == vendor, first[position]


def test_the_exports_are_the_ones_that_are_made() -> None:
    assert {path.name: path.read_bytes() for path in exports()} == make.files()


def _dialect(export: Path, folder: Path) -> Dialect:
    return dialect_of(open_text(export, folder).path)
