"""Reports on the command line: every format, and no file where one cannot be made."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cxmetrics.judge.compare import USUAL
from cxmetrics.model import EVERYBODY
from cxmetrics.report import shared
from cxmetrics.workspace.comparisons import Choice
from cxmetrics.workspace.saved import NOTHING_MORE, SavedView
from cxmetrics.workspace.views import gather
from cxmetrics.workspace.workspace import Workspace
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
    ("page", "choices"),
    [
        ("over_time", {"by": "week", "baseline": "26"}),
        ("plan", {"change": "10"}),
        ("spread", {"also": "location:Leeds"}),
    ],
)
def test_a_report_takes_the_choices_that_the_link_of_its_page_would_have(
    example_file: Path, example_copy: Path, tmp_path: Path, page: str, choices: dict[str, str]
) -> None:
    usual = SavedView(page, "nps", Choice.MONTH, EVERYBODY, USUAL)
    with Workspace(example_copy, read_only=True) as workspace:
        found = [gather(workspace, replace(usual, fields=fields), NOTHING_MORE) for fields in ({}, choices)]
    plain, chosen = (shared.PAGES[type(figures)](figures) for figures in found)
    out = tmp_path / "report.html"
    named = [word for name, value in choices.items() for word in ("--choice", f"{name}={value}")]
    answer("report", str(example_file), "--format=html", "--out", str(out), "--page", page, "--metric=nps", *named)
    assert plain != chosen
    assert chosen in out.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--metric", "none"), "no metric 'none'"),
        (("--metric", "nps", "--before", "2026-01"), "both --before and --after"),
        (("--metric", "nps", "--before", "2026-01", "--after", "2026-Q1"), "overlap"),
        (("--metric", "nps", "--segment", "location:Atlantis"), "no segment 'location:Atlantis'"),
        (("--metric", "nps", "--segment", "employee:E-001"), "one employee"),
        (("--metric", "nps", "--choice", "change"), "such as by=week, and 'change' is neither"),
        (("--metric", "nps", "--choice", "=10"), "such as by=week, and '=10' is neither"),
        (("--metric", "nps", "--choice", "change=10"), "'scorecard' has no choice 'change'"),
        (("--metric", "nps", "--page", "plan", "--choice", "change=-1"), "This view gives '-1'"),
        (("--metric", "nps", "--out", "/nowhere/report.csv"), "/nowhere/report.csv could not be written"),
    ],
)
def test_a_report_that_cannot_be_made_is_refused(
    example_file: Path, tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    out = tmp_path / "report.csv"
    assert says in refused(run("report", str(example_file), "--format", "csv", "--out", str(out), *arguments))
    assert not list(tmp_path.iterdir())
