"""Figures given with the people or units behind them: repeats are paired and clusters counted."""

from __future__ import annotations

import pytest

from cxmetrics.judge.pairs import Pairs
from cxmetrics.judge.request import verdict_of
from cxmetrics.model import Word
from tests.judge.requests import request


def test_repeated_respondents_are_paired() -> None:
    people = [f"p{i}" for i in range(60)]
    before, after = [10 * (i % 5) for i in range(60)], [10 * (i % 5) + int(i % 3 > 0) for i in range(60)]
    alone = verdict_of(request("mean", {"values": before}, {"values": after}))
    paired = verdict_of(request("mean", {"values": before, "keys": people}, {"values": after, "keys": people}))
    assert alone.word is Word.NOT_ENOUGH_DATA
    assert paired.word is Word.IMPROVED
    dependence = paired.comparison.dependence
    assert dependence is not None
    assert (dependence.key, dependence.groups, dependence.shared) == ("respondent", 60, True)


def test_keys_that_never_repeat_change_nothing() -> None:
    first, second = list(range(30)), list(range(100, 130))
    keyed = request("nps", {"scores": [9, 3, 8] * 10, "keys": first}, {"scores": [9, 9, 3] * 10, "keys": second})
    assert keyed.dependence is None


def test_nps_clusters_are_in_points() -> None:
    agents = [i * i % 11 for i in range(60)]
    keyed = request("nps", {"scores": [9, 3, 8] * 20, "keys": agents}, {"scores": [9, 9, 3] * 20, "keys": agents})
    assert keyed.dependence is not None
    assert keyed.dependence.variance > 1


def test_paired_yes_and_no_is_mcnemars_test() -> None:
    before, after = [1] * 40 + [0] * 40, [1] * 36 + [0] * 4 + [1] * 16 + [0] * 24
    asked = request("proportion", {"values": before}, {"values": after}, paired=True)
    assert asked.pairs == Pairs(both=36, gained=16, lost=4, neither=24)
    paired, apart = verdict_of(asked), verdict_of(request("proportion", {"values": before}, {"values": after}))
    assert paired.comparison.p_value == pytest.approx(0.00729, abs=1e-5)  # chi-squared 144/20, as R mcnemar.test
    assert (paired.word, apart.word) == (Word.IMPROVED, Word.NOT_ENOUGH_DATA)
    assert paired.comparison.before == apart.comparison.before
    assert paired.checks[0].p_value == pytest.approx(0.0072, abs=5e-4)


@pytest.mark.parametrize(("kind", "name"), [("nps", "scores"), ("mean", "values"), ("duration", "values")])
def test_paired_answers_are_those_of_people_who_answer_once_in_each_period(kind: str, name: str) -> None:
    before, after = [1 + i % 9 for i in range(40)], [1 + (i + i % 3) % 9 for i in range(40)]
    keys = {"keys": list(range(40))}
    keyed = verdict_of(request(kind, {name: before} | keys, {name: after} | keys)).comparison
    paired = verdict_of(request(kind, {name: before}, {name: after}, paired=True)).comparison
    assert paired.interval == keyed.interval
    assert paired.method.startswith("paired, t with 39 degrees of freedom")


def test_counts_by_unit_show_scatter_that_one_count_hides() -> None:
    before, after = [0, 9, 1, 12, 0, 8, 2, 0, 14, 4] * 2, [1, 14, 2, 18, 0, 12, 5, 0, 20, 8] * 2
    units = {"exposures": [1] * 20}
    by_unit = verdict_of(request("rate", {"counts": before} | units, {"counts": after} | units)).comparison
    in_one = verdict_of(
        request("rate", {"count": sum(before), "exposure": 20}, {"count": sum(after), "exposure": 20})
    ).comparison
    assert by_unit.change == in_one.change
    assert by_unit.standard_error is not None
    assert in_one.standard_error is not None
    assert by_unit.standard_error > 2 * in_one.standard_error
    assert by_unit.method.startswith("clustered by unit, t with")
    assert "never narrower than MOVER of Poisson" in by_unit.method


def test_the_same_units_in_both_periods_are_told_by_their_keys() -> None:
    before, after = [2, 30, 8, 15, 4, 22, 11, 40], [4, 33, 9, 19, 5, 27, 12, 46]
    units = {"exposures": [1] * 8}
    shops = {"keys": ["a", "b", "c", "d", "e", "f", "g", "h"]}
    apart = verdict_of(request("rate", {"counts": before} | units, {"counts": after} | units)).comparison
    same = verdict_of(request("rate", {"counts": before} | units | shops, {"counts": after} | units | shops)).comparison
    paired = verdict_of(request("rate", {"counts": before} | units, {"counts": after} | units, paired=True)).comparison
    assert same.dependence is not None
    assert (same.dependence.key, same.dependence.shared) == ("unit", True)
    assert same.standard_error is not None
    assert apart.standard_error is not None
    assert same.standard_error < apart.standard_error / 5
    assert paired.standard_error == pytest.approx(same.standard_error)
