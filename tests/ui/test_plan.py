"""The plan page: the change is in the link, the sentence follows it, and what cannot be planned is said."""

from __future__ import annotations

import pytest

from cxmetrics.report.figures import THIN
from cxmetrics.ui import opened
from cxmetrics.ui.typed import FORMS
from tests.ui.conftest import Open, heading, notices, words


def test_the_example_is_planned_from_its_margin(open_page: Open) -> None:
    test = open_page("plan")
    assert not test.exception
    assert heading(test) == (
        f"A change of 5 points in Net Promoter Score takes about 2{THIN}000 answers a period to see: 23 weeks at "
        "today's rate."
    )
    said = words(test)
    assert "11.2 points, four times in five" in said
    assert "seen 24 % of the time" in said
    assert test.query_params["change"] == "5"


@pytest.mark.parametrize(("change", "answers"), [("1", f"50{THIN}000"), ("2", f"13{THIN}000"), ("10", "500")])
def test_a_link_carries_the_change(open_page: Open, change: str, answers: str) -> None:
    test = open_page("plan", metric="nps", change=change)
    assert f"takes about {answers} answers a period" in heading(test)
    assert test.number_input(key="change").value == float(change)


def test_another_change_is_written_to_the_link(open_page: Open) -> None:
    test = open_page("plan")
    test.number_input(key="change").set_value(10.0).run()
    assert test.query_params["change"] == "10"
    assert "about 500 answers" in heading(test)


def test_an_emptied_field_plans_what_matters(open_page: Open) -> None:
    test = open_page("plan", metric="nps", change="10")
    test.number_input(key="change").set_value(None).run()
    assert not test.exception
    assert "A change of 5 points" in heading(test)


def test_another_metric_starts_from_its_own_margin(open_page: Open) -> None:
    test = open_page("plan", metric="nps", change="10")
    test.sidebar.selectbox(key="pick_metric").set_value("churn").run()
    assert test.query_params["change"] == "1"
    assert "1 pp in Customers lost" in heading(test)


@pytest.mark.parametrize("change", ["abc", "-3", "0", "nan", "inf", "201", "<b>"])
def test_a_change_that_cannot_be_planned_is_named_and_nothing_is_shown_instead(open_page: Open, change: str) -> None:
    test = open_page("plan", metric="nps", change=change)
    assert not test.exception
    assert f"'{change}'" in notices(test)
    assert not words(test)
    test.button[0].click().run()
    assert "within noise" in heading(test)


def test_the_floor_of_a_restless_figure_is_said(open_page: Open) -> None:
    test = open_page("plan", metric="ticket_csat")
    assert heading(test).startswith("No number of records would show a change of 3 pp in Tickets rated good")
    assert "More answers do not help" in words(test)


def test_the_counters_are_planned_together_and_the_gap_is_named(open_page: Open) -> None:
    said = words(open_page("plan", metric="nps", compare="quarter"))
    assert "all 3 counter-metrics that can be judged would be shown safe 51 % of the time" in said
    assert "Employees lost is the slowest" in said
    assert "Without data to plan from: New customers who were referred." in said


def test_every_metric_of_the_example_can_be_planned_every_way(open_page: Open) -> None:
    test = open_page("plan")
    outline = opened.outline("example", opened.workspace("example").version)
    for metric in outline.metrics:
        for compare in ("month", "quarter", "year"):
            test.query_params["metric"], test.query_params["compare"] = metric, compare
            del test.query_params["change"]
            test.run()
            assert not test.exception, (metric, compare)
            assert not test.warning, (metric, compare)
            assert heading(test)


def test_days_that_a_metric_cannot_be_counted_by_are_refused_and_the_choices_stay(open_page: Open) -> None:
    for page in ("plan", "scorecard"):
        test = open_page(page, metric="churn", compare="custom", before="2026-02-02..2026-02-08", after="2026-03")
        assert not test.exception
        assert "whole months" in notices(test)
        assert test.sidebar.selectbox(key="pick_metric").value == "churn"


def test_a_figure_that_somebody_knows_is_planned_without_data(open_page: Open) -> None:
    test = open_page("plan", basis="typed")
    # the most varied answers behind a score of 67: 10,000 x (1 - 0.67^2), twice, over (5 / 2.8016)^2, which is 3,461
    assert heading(test) == (
        f"A change of 5 points in NPS takes about 3{THIN}500 answers a period to see: 35 weeks at today's rate."
    )
    assert "planned for the most varied answers it allows" in words(test)
    assert not test.sidebar.selectbox(key="pick_workspace").disabled
    test.segmented_control(key="shape").set_value("counts").run()
    assert f"about 2{THIN}000 answers" in heading(test)
    test.number_input(key="weeks").set_value(8.0).run()
    assert "41 weeks" in heading(test)


@pytest.mark.parametrize("shape", FORMS)
def test_every_form_can_be_planned_from_and_is_whole_in_the_link(open_page: Open, shape: str) -> None:
    test = open_page("plan", basis="typed", shape=shape)
    assert not test.exception
    assert not test.warning
    assert heading(test)
    again = open_page("plan", **{name: str(value) for name, value in test.query_params.items()})
    assert heading(again) == heading(test)
    for field in test.number_input:
        assert field.key in test.query_params


def test_a_basis_there_is_none_of_is_named(open_page: Open) -> None:
    assert "'stars'" in notices(open_page("plan", basis="stars"))


def test_going_back_to_the_workspace_plans_its_metric(open_page: Open) -> None:
    test = open_page("plan", basis="typed", shape="share")
    test.segmented_control(key="basis").set_value("workspace").run()
    assert not test.exception
    assert "Net Promoter Score" in heading(test)
    assert "shape" not in test.query_params
