"""Periods read and written as people do."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxmetrics.errors import BadInput
from cxmetrics.period import Period

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@given(DAYS, DAYS)
def test_a_period_reads_back_what_it_writes(one: date, other: date) -> None:
    period = Period(min(one, other), max(one, other))
    assert Period.parse(str(period)) == period


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-Q4", date(2025, 10, 1), date(2025, 12, 31)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-03-09..2026-03-13", date(2026, 3, 9), date(2026, 3, 13)),
    ],
)
def test_months_quarters_years_and_days_are_read(text: str, start: date, end: date) -> None:
    assert Period.parse(text) == Period(start, end)


@pytest.mark.parametrize(
    "text", ["", "March", "2026-13", "2026-Q5", "2026-03-09..2026-03-01", "2026-02-30", "2026-03\n"]
)
def test_anything_else_is_refused_with_the_forms_that_are_read(text: str) -> None:
    with pytest.raises(BadInput, match=r"2026-03|cannot end"):
        Period.parse(text)


def test_the_month_before_january_is_december() -> None:
    assert Period.parse("2026-01").previous() == Period.parse("2025-12")


def test_the_quarter_before_is_three_months_whatever_their_lengths() -> None:
    assert Period.parse("2026-Q1").previous() == Period.parse("2025-Q4")


def test_february_a_year_ago_may_have_another_length() -> None:
    assert Period.parse("2025-02").year_before() == Period.parse("2024-02")


def test_loose_days_a_year_ago_fall_on_the_same_weekdays() -> None:
    week = Period.parse("2026-03-09..2026-03-13")
    assert week.year_before().start.weekday() == week.start.weekday()
