"""The quick check: figures typed in, a verdict out, and every figure in the URL."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.conftest import Open, heading, notices, words


def test_67_to_68_with_400_answers_each_is_within_noise(open_page: Open) -> None:
    test = open_page("quick_check")
    assert heading(test) == "This change is within noise."
    assert "67 → 68" in words(test)


def test_other_figures_change_the_verdict(open_page: Open) -> None:
    test = open_page("quick_check")
    test.number_input(key="a_score_nps").set_value(90).run()
    assert heading(test) == "NPS really improved."
    test.number_input(key="a_score_nps").set_value(40).run()
    assert heading(test) == "NPS really got worse."
    test.number_input(key="a_score_n").set_value(12).run()
    assert heading(test) == "This is not enough to tell."


def test_a_larger_margin_turns_noise_into_no_change_that_matters(open_page: Open) -> None:
    test = open_page("quick_check")
    test.number_input(key="margin_nps").set_value(30).run()
    assert heading(test) == "NPS did not change in any way that matters."


def test_counts_of_promoters_passives_and_detractors_give_a_verdict(open_page: Open) -> None:
    test = _shaped(open_page, "counts")
    assert "67 → 68" in words(test)
    assert heading(test) == "This change is within noise."
    test.number_input(key="a_counts_promoters").set_value(380)
    test.number_input(key="a_counts_passives").set_value(15)
    test.number_input(key="a_counts_detractors").set_value(5).run()
    assert heading(test) == "NPS really improved."


def test_a_share_is_judged_in_percentage_points_and_lower_can_be_better(open_page: Open) -> None:
    test = _shaped(open_page, "share")
    assert heading(test) == "This change is within noise."
    test.number_input(key="a_share_events").set_value(380).run()
    assert heading(test) == "The share really improved."
    test.toggle(key="lower").set_value(True).run()
    assert heading(test) == "The share really got worse."


def test_more_of_than_there_are_is_said_and_not_judged(open_page: Open) -> None:
    test = _shaped(open_page, "share")
    test.number_input(key="a_share_events").set_value(500).run()
    assert not test.exception
    assert "500" in notices(test)
    assert "→" not in words(test)


@pytest.mark.parametrize("shape", ["score", "counts", "share"])
def test_no_answers_at_all_are_never_an_exception(open_page: Open, shape: str) -> None:
    test = _shaped(open_page, shape)
    for field in test.number_input:
        if field.key and field.key[0] in "ab":
            field.set_value(0)
    test.run()
    assert not test.exception


def test_the_link_carries_every_figure(open_page: Open) -> None:
    test = open_page("quick_check", b_score_nps="20", a_score_nps="60", a_score_n="900")
    assert heading(test) == "NPS really improved."
    assert "n = 400, then 900" in words(test)


def test_a_link_to_an_unknown_kind_of_figures_is_named(open_page: Open) -> None:
    assert "'circle'" in notices(open_page("quick_check", shape="circle"))


def _shaped(open_page: Open, shape: str) -> AppTest:
    test = open_page("quick_check")
    test.segmented_control(key="shape").set_value(shape)
    return test.run()
