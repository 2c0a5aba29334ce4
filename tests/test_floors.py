"""The core stands without its interface, and the catalogue names only what it holds."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from cxmetrics.metrics.catalogue import CATALOGUE, template
from cxmetrics.metrics.template import Template
from cxmetrics.model import Kind

ROOT = Path(__file__).parents[1]


def loaded_by(statement: str) -> set[str]:
    """The modules that a fresh process holds after one statement."""
    done = subprocess.run(
        [sys.executable, "-c", f"{statement}\nimport json, sys\nprint(json.dumps(list(sys.modules)))"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(done.stdout))


def test_the_core_never_loads_streamlit() -> None:
    loaded = loaded_by(
        "import cxmetrics.cli, cxmetrics.workspace.workspace, cxmetrics.workspace.shelf, cxmetrics.judge.given, "
        "cxmetrics.report.wording"
    )
    assert {"cxmetrics", "click", "duckdb"} <= loaded
    assert not loaded & {"streamlit", "starlette", "tornado"}


def test_figures_that_were_typed_in_are_judged_without_a_table_a_database_or_a_chart() -> None:
    loaded = loaded_by("import cxmetrics.judge.given")
    assert "cxmetrics" in loaded
    assert not loaded & {"duckdb", "altair", "pandas", "statsmodels", "streamlit"}


def test_a_workspace_is_open_before_anything_slow_to_load_is_asked_for() -> None:
    """Each takes a quarter of a second to two, and most commands and first pages need none of them."""
    loaded = loaded_by("import cxmetrics.cli, cxmetrics.workspace.workspace")
    assert "duckdb" in loaded
    assert not loaded & {"pandas", "scipy.stats", "scipy.sparse", "statsmodels", "altair"}


def test_no_key_of_the_catalogue_is_used_twice() -> None:
    assert [key for key, times in Counter(entry.key for entry in CATALOGUE).items() if times > 1] == []


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: str(entry.key))
def test_a_metric_is_guarded_by_at_least_three_others_that_the_catalogue_holds(entry: Template) -> None:
    held = {other.key for other in CATALOGUE} - {entry.key}
    assert set(entry.counter_metrics) <= held
    assert len(set(entry.counter_metrics)) == len(entry.counter_metrics) >= 3


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: str(entry.key))
def test_a_metric_says_what_it_is_and_where_it_comes_from(entry: Template) -> None:
    assert entry.definition.endswith(".")
    assert entry.label[0].isupper()
    assert not entry.source_hint.endswith(".")
    margin = entry.smallest_change_that_matters
    assert margin is None or margin > 0
    if entry.kind in (Kind.PROPORTION, Kind.DURATION):
        assert margin is not None
        assert margin < 1


def test_a_metric_of_one_question_comes_from_the_entry_it_is_named_after() -> None:
    invoice, ticket, stranger = template("csat_invoice"), template("ticket_csat"), template("fan_of_the_franchise")
    assert invoice is not None
    assert ticket is not None
    assert (invoice.key, ticket.key) == ("csat", "ticket_csat")
    assert stranger is None
