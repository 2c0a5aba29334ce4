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


@pytest.mark.parametrize("shape", ["score", "counts", "share", "mean"])
def test_no_answers_at_all_are_never_an_exception(open_page: Open, shape: str) -> None:
    test = _shaped(open_page, shape)
    for field in test.number_input:
        if field.key and field.key[0] in "ab":
            field.set_value(0)
    test.run()
    assert not test.exception


@pytest.mark.parametrize(
    ("page", "fields"),
    [("quick_check", {"b_rate_count": "0"}), ("plan", {"basis": "typed", "p_rate_count": "0"})],
)
def test_a_rate_of_nothing_is_refused_in_words_of_the_page(open_page: Open, page: str, fields: dict[str, str]) -> None:
    test = open_page(page, shape="rate", **fields)
    assert not test.exception
    assert "It never happened there" in notices(test)
    assert "margin" not in notices(test)


def test_the_link_carries_every_figure(open_page: Open) -> None:
    test = open_page("quick_check", b_score_nps="20", a_score_nps="60", a_score_n="900")
    assert heading(test) == "NPS really improved."
    assert "n = 400, then 900" in words(test)


def test_a_mean_is_judged_from_its_spread(open_page: Open) -> None:
    test = _shaped(open_page, "mean")
    assert heading(test) == "This change is within noise."
    assert "4.1 → 4.2" in words(test)
    test.number_input(key="a_mean_mean").set_value(4.6).run()
    assert heading(test) == "The mean really improved."


def test_answers_from_1_to_5_are_judged_by_their_mean_with_the_top_box_beside_it(open_page: Open) -> None:
    said = words(_shaped(open_page, "levels"))
    # (16 + 48 + 144 + 600 + 810) / 400, then (14 + 44 + 132 + 592 + 860) / 400
    assert "4.0 → 4.1" in said
    assert "Top box went from 78 % to 80 %" in said
    assert "ranks (Brunner-Munzel)" in said


def test_a_rate_is_judged_by_thousands_and_less_of_it_is_better(open_page: Open) -> None:
    test = _shaped(open_page, "rate")
    assert "7 per 1 000 → 8 per 1 000" in words(test)
    assert heading(test) == "This is not enough to tell."
    test.number_input(key="a_rate_count").set_value(160).run()
    assert heading(test) == "The rate really got worse."
    test.toggle(key="lower").set_value(False).run()
    assert heading(test) == "The rate really improved."
    assert test.query_params["lower"] == "no"


def test_luck_and_the_answers_that_are_needed_stand_beside_every_verdict(open_page: Open) -> None:
    said = words(open_page("quick_check", shape="counts"))
    assert "How often luck alone does this 80 % of the time" in said
    assert "about 2 000 for 5 points" in said


@pytest.mark.parametrize("field", ["b_score_nps", "a_score_n", "margin_nps"])
@pytest.mark.parametrize("value", ["abc", "-500", "1e12", "nan"])
def test_a_link_with_an_impossible_figure_is_refused_and_names_it(open_page: Open, field: str, value: str) -> None:
    test = open_page("quick_check", **{field: value})
    assert not test.exception
    assert f"'{value}'" in notices(test)
    assert not words(test)


def test_a_link_holds_every_figure_from_the_start(open_page: Open) -> None:
    test = open_page("quick_check")
    wanted = {"shape": "score", "b_score_nps": "67", "a_score_nps": "68", "a_score_n": "400", "margin_nps": "5"}
    assert wanted.items() <= test.query_params.items()


def test_a_link_to_an_unknown_kind_of_figures_is_named(open_page: Open) -> None:
    assert "'circle'" in notices(open_page("quick_check", shape="circle"))


def _shaped(open_page: Open, shape: str) -> AppTest:
    test = open_page("quick_check")
    test.segmented_control(key="shape").set_value(shape)
    return test.run()
