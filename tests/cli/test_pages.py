"""Spread, leavers and course on the command line: the words and figures of their pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.asking import answer, refused, run


def test_the_spread_of_a_metric_says_the_same_as_its_page(example_file: Path) -> None:
    found = answer("spread", str(example_file), "--metric", "short_calls", "--period", "2026-03")
    assert found["sentence"].startswith("Customers of E-014 are worst served: Very short calls 70")
    first = found["segments"][0]
    assert (first["value"], first["standing"], first["figure"]["n"]) == ("E-014", "worse than the others", 403)
    said = run("spread", str(example_file), "--metric", "nps", "--period", "2026-03").stdout
    assert said.startswith("Nothing stands out: none of 14 segments differs")
    assert said.count("not told apart") == 14


def test_who_left_satisfied_is_said_as_on_the_page(example_file: Path) -> None:
    found = answer("left", str(example_file), "--window", "180")
    assert found["customers"]["answered"]["positive"]["n"] == 647
    assert found["customers"]["none_given"]["value"] == pytest.approx(972 / 2593)
    assert found["employees"]["lacking"]
    said = run("left", str(example_file), "--window", "180").stdout
    assert said.startswith(found["sentence"])
    assert "named a competitor" in said


def test_the_course_of_a_metric_says_the_same_as_its_page(example_file: Path) -> None:
    found = answer("course", str(example_file), "--metric", "csat_invoice")
    assert found["sentence"].startswith(
        "No single month alarmed, but over the year Satisfied customers: invoice got worse"
    )
    assert [year["metric"] for year in found["years"] if year["drip"]] == ["csat_invoice"]
    assert found["years"][0]["change"] == pytest.approx(-0.055, abs=0.001)
    assert (len(found["periods"]), found["periods"][-1]["period"]) == (27, "2026-03")
    assert [still["period"] for still in found["still_open"]] == ["2026-04"]
    said = run("course", str(example_file), "--metric", "churn", "--baseline", "12").stdout
    assert "Customers lost shows a signal in March 2026: above the upper limit." in said
    assert "Slipping without any alarm: Satisfied customers: invoice" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--metric", "smiles"), "no metric 'smiles'"),
        (("--metric", "nps", "--baseline", "3"), "not from 3"),
        (("--metric", "nps", "--segment", "location:York", "--weeks"), "fewer than 20 answers in most weeks"),
    ],
)
def test_a_course_that_cannot_be_charted_is_refused(example_file: Path, arguments: tuple[str, ...], said: str) -> None:
    assert said in refused(run("course", str(example_file), *arguments))
