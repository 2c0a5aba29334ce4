"""CSV that a spreadsheet opens as figures and text."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest

from cxmetrics.report import sheets

FORMULAS = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "=HYPERLINK(\"http://x\")", "=cmd|' /C calc'!A0", "\tx", "\rx",
    "  =1+1", "\u00a0=1+1", "\u200b=1+1", "\ufeff=1+1", '"=1+1"', "'=1+1", ' " =1+1', "\uff1d1+1", "\uff0b1",
    "-2+3 points",
)  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_would_be_calculated_starts_with_an_apostrophe(text: str) -> None:
    assert _cells(pd.DataFrame({"a": [text]}))[1] == ["'" + text]


@pytest.mark.parametrize("text", FORMULAS)
def test_so_does_a_heading(text: str) -> None:
    assert _cells(pd.DataFrame({text: [1]}))[0] == ["'" + text]


@pytest.mark.parametrize(
    ("text", "kept"), [("x;=1+1", "x;'=1+1"), ("\t=1", "'\t'=1"), ("x\t@A1", "x\t'@A1"), ("x\n=1", "x\n'=1")]
)
def test_a_cell_that_a_spreadsheet_splits_hides_no_formula(text: str, kept: str) -> None:
    assert _cells(pd.DataFrame({"a": [text]}))[1] == [kept]


def test_numbers_stay_numbers() -> None:
    data = pd.DataFrame({"n": [-3, 7], "share": [-0.25, 1e-7], "typed": ["-3.5", "+4"], "none": [None, "ok"]})
    assert _cells(data)[1:] == [["-3", "-0.25", "-3.5", ""], ["7", "1e-07", "+4", "ok"]]


@pytest.mark.parametrize("text", ["a-b", "x = y", "\u22125 points", "5 - 3", "mail@example.org", "Łódź", "Αθήνα"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert _cells(pd.DataFrame({"a": [text]}))[1] == [text]


def test_quotes_commas_and_lines_survive() -> None:
    assert _cells(pd.DataFrame({'a"b': ['x,"y"\r\nz']})) == [['a"b'], ['x,"y"\r\nz']]


def _cells(table: pd.DataFrame) -> list[list[str]]:
    written = sheets.csv(table)
    assert written.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))
