"""Cohorts: who was still there, told only once everybody could have been, and not of a few people."""

from __future__ import annotations

from datetime import date

import pytest
from scipy.stats import chi2_contingency
from statsmodels.stats.proportion import proportion_confint

from cxmetrics.judge.cohorts import Cohorts, cohorts

JANUARY, FEBRUARY, MARCH = date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1)


Joined = dict[date, dict[int | None, int]]


def shares(found: Cohorts) -> list[list[tuple[int, int] | None]]:
    return [[(stay.stayed, stay.n) if stay else None for stay in cohort.stayed] for cohort in found.cohorts]


def test_a_share_counts_who_lasted_so_many_whole_months() -> None:
    found = cohorts({JANUARY: {None: 60, 0: 10, 1: 20, 2: 5, 7: 5}}, JANUARY, date(2025, 12, 31))
    assert found.after == (1, 2, 3, 6, 9)
    assert shares(found) == [[(90, 100), (70, 100), (65, 100), (65, 100), (60, 100)]]
    first = found.cohorts[0].stayed[0]
    assert first is not None
    assert first.interval == pytest.approx(proportion_confint(90, 100, method="wilson"))


def test_it_is_too_early_until_the_last_who_joined_could_have_stayed() -> None:
    joined: Joined = {JANUARY: {None: 50}, FEBRUARY: {None: 50}, MARCH: {None: 50}}
    assert shares(cohorts(joined, JANUARY, date(2025, 3, 30))) == [[(50, 50)]]
    assert shares(cohorts(joined, JANUARY, date(2025, 3, 31))) == [[(50, 50), (50, 50)], [(50, 50), None]]


def test_who_joined_before_leavers_are_known_is_left_out() -> None:
    joined: Joined = {JANUARY: {None: 50}, FEBRUARY: {None: 40, 0: 10}}
    found = cohorts(joined, FEBRUARY, date(2025, 12, 31))
    assert [str(cohort.joined) for cohort in found.cohorts] == ["2025-02"]


def test_a_few_people_are_not_told_of_and_not_added_up() -> None:
    found = cohorts({JANUARY: {None: 30}, FEBRUARY: {0: 3}, MARCH: {None: 25, 0: 5}}, JANUARY, date(2025, 12, 31))
    assert [cohort.small for cohort in found.cohorts] == [False, True, False]
    assert shares(found)[1] == [None] * len(found.after)
    together = found.together[0]
    assert together is not None
    assert (together.stayed, together.n) == (55, 60)


@pytest.mark.parametrize(("each", "joined"), [(8, ["2025-Q1", "2025-Q2"]), (3, ["2025"])])
def test_small_months_are_put_together(each: int, joined: list[str]) -> None:
    months: Joined = {date(2025, month, 1): {None: each} for month in range(1, 8)}
    found = cohorts(months, JANUARY, date(2026, 1, 31))
    assert [str(cohort.joined) for cohort in found.cohorts][: len(joined)] == joined


def test_whether_cohorts_differ_is_the_chi_squared_test() -> None:
    joined: Joined = {JANUARY: {None: 80, 0: 20}, FEBRUARY: {None: 60, 0: 30}, MARCH: {None: 70, 0: 12}}
    found = cohorts(joined, JANUARY, date(2025, 12, 31))
    expected = chi2_contingency([[80, 60, 70], [20, 30, 12]], correction=False).pvalue
    assert found.p_values[found.told] == pytest.approx(expected)
    assert found.differ
    alike: Joined = {JANUARY: {None: 80, 0: 20}, FEBRUARY: {None: 78, 0: 22}}
    assert cohorts(alike, JANUARY, date(2025, 12, 31)).differ is False
    alone: Joined = {JANUARY: {None: 80, 0: 20}}
    assert cohorts(alone, JANUARY, date(2025, 12, 31)).differ is None


def test_nothing_is_told_of_nobody() -> None:
    assert cohorts({}, JANUARY, date(2025, 12, 31)) == Cohorts((), (), (), ())
    assert cohorts({JANUARY: {None: 50}}, JANUARY, date(2025, 1, 31)) == Cohorts((), (), (), ())
