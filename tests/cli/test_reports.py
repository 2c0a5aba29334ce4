"""Reports on the command line: every format, and no file where one cannot be made."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.asking import answer, refused, run


@pytest.mark.parametrize(
    ("suffix", "start"),
    [("pdf", b"%PDF"), ("pptx", b"PK"), ("html", b"<!doctype html>"), ("csv", b"\xef\xbb\xbfmetric")],
)
def test_a_report_is_written_in_each_format(example_file: Path, tmp_path: Path, suffix: str, start: bytes) -> None:
    out = tmp_path / f"report.{suffix}"
    found = answer("report", str(example_file), "--format", suffix, "--out", str(out), "--metric", "nps")
    assert found == {"file": str(out), "title": "Net Promoter Score, March 2026 against February 2026"}
    assert out.read_bytes().startswith(start)
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def test_a_report_overwrites_nothing_but_a_report(example_copy: Path) -> None:
    kept = example_copy.read_bytes()
    done = run("report", str(example_copy), "--format", "csv", "--out", str(example_copy), "--metric", "nps")
    assert f"{example_copy} is there already and is not called .csv." in refused(done)
    assert example_copy.read_bytes() == kept


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--metric", "none"), "no metric 'none'"),
        (("--metric", "nps", "--before", "2026-01"), "both --before and --after"),
        (("--metric", "nps", "--before", "2026-01", "--after", "2026-Q1"), "overlap"),
        (("--metric", "nps", "--segment", "location:Atlantis"), "no segment 'location:Atlantis'"),
        (("--metric", "nps", "--segment", "employee:E-001"), "one employee"),
        (("--metric", "nps", "--out", "/nowhere/report.csv"), "/nowhere/report.csv could not be written"),
    ],
)
def test_a_report_that_cannot_be_made_is_refused(
    example_file: Path, tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    out = tmp_path / "report.csv"
    assert says in refused(run("report", str(example_file), "--format", "csv", "--out", str(out), *arguments))
    assert not list(tmp_path.iterdir())
