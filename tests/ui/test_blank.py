"""Pages with nothing to show say what is missing, and what to bring."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxmetrics.ui import access, opened
from tests.ui.conftest import Open
from tests.workspace.exports import HEADER, SCORE, answers, days, taken, written


@pytest.mark.parametrize("page", ["scorecard", "over_time", "spread", "what_moved_it", "spot_the_noise"])
def test_a_workspace_without_metrics_says_that_one_file_is_enough(open_page: Open, page: str) -> None:
    opened.create("Empty", access.visitor())
    test = open_page(page, w="Empty")
    assert test.title[0].value.startswith("Nothing to ")
    assert [element.value for element in test.markdown if "no metric" in element.value] == [
        "This workspace has no metric. Drop an export on the Data page; one CSV is enough."
    ]


@pytest.mark.parametrize("page", ["plan", "gaming", "spread", "what_moved_it", "spot_the_noise"])
def test_a_metric_without_dates_is_named_with_what_cannot_be_done(open_page: Open, tmp_path: Path, page: str) -> None:
    opened.create("Undated", access.visitor())
    undated = [",".join(line.split(",")[::2]) for line in answers(days("2026-03"))]
    taken(opened.held("Undated"), written(tmp_path, undated, header=f"{HEADER.split(',')[0]},{SCORE}"))
    test = open_page(page, w="Undated", metric="nps")
    assert not test.exception
    assert test.title[0].value == "Net Promoter Score"
    assert any(element.value.startswith("Its file carries no dates, so ") for element in test.markdown)
