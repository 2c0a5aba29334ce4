"""The page What moved it: its first sentence, who carries the change, and the split that its link carries."""

from __future__ import annotations

import pytest

from cxmetrics.report.figures import MINUS
from cxmetrics.ui import opened
from cxmetrics.workspace import shelf
from tests.ui.conftest import Open, heading, notices, words


def test_the_example_s_rise_rests_on_one_employee_s_week(open_page: Open) -> None:
    test = open_page("what_moved_it")
    assert not test.exception
    assert "Without employee E-077 in Leeds, 9 to 15 March 2026 (20 records) it is 67.0, then 66.3" in heading(test)
    said = words(test)
    assert "What caused it, figures alone cannot tell." in said
    assert f"67.0 → 66.3 ({MINUS}0.7 points)" in said
    assert "within noise, the change goes the other way" in said
    assert "has 20 records where about 1 would have been usual." in said
    assert test.query_params.get("by") is None


def test_the_instrument_comes_first_and_the_reweighted_figure_is_offered(open_page: Open) -> None:
    test = open_page("what_moved_it", metric="ticket_csat", compare="custom", before="2025-Q1", after="2026-Q1")
    assert "it rose in every channel" in heading(test)
    said = words(test)
    assert said.index("Check the instrument first") < said.index("Who carries it?")
    assert "With the later records in the earlier mix of channels the change is +5 pp, 95 % interval" in said


def test_nothing_is_said_to_stand_out_where_nobody_carries_the_change(open_page: Open) -> None:
    test = open_page("what_moved_it", metric="churn")
    assert "Nothing stands out: no plan or region carries it." in heading(test)
    assert "Nobody is named: of 23 parts looked at (plans and regions, and their crossings) none carries it" in words(
        test
    )


def test_the_split_is_in_the_link(open_page: Open) -> None:
    test = open_page("what_moved_it")
    test.segmented_control(key="by").set_value("location").run()
    assert not test.exception
    assert test.query_params["by"] == "location"
    assert "from changes within each location (rate)" in words(test)
    linked = open_page("what_moved_it", metric="nps", by="week")
    assert "from changes within the weeks of a period (rate)" in words(linked)


@pytest.mark.parametrize("by", ["region", "<b>", "month"])
def test_a_split_there_is_not_is_named_and_nothing_is_shown_instead(open_page: Open, by: str) -> None:
    test = open_page("what_moved_it", metric="nps", by=by)
    assert not test.exception
    assert "This link splits by" in notices(test)


def test_every_metric_can_be_explained(open_page: Open) -> None:
    test = open_page("what_moved_it")
    for metric in opened.outline(shelf.EXAMPLE, opened.workspace(shelf.EXAMPLE).version).metrics.values():
        test.sidebar.selectbox(key="pick_metric").set_value(metric.key).run()
        assert not test.exception, metric.key
        assert metric.label in heading(test), metric.key


def test_a_segment_is_explained_by_itself(open_page: Open) -> None:
    test = open_page("what_moved_it", metric="nps", segment="location:Leeds")
    assert not test.exception
    assert "location: Leeds" in words(test)
