"""Which periods the named comparisons mean, given how far the data reaches."""

from datetime import date

import pytest

from cxmetrics.period import Period
from cxmetrics.workspace.comparisons import Choice, last_full, months_between, resolve


@pytest.mark.parametrize(
    ("choice", "through", "before", "after"),
    [
        (Choice.MONTH, date(2026, 4, 8), "2026-02", "2026-03"),
        (Choice.MONTH, date(2026, 3, 31), "2026-02", "2026-03"),
        (Choice.MONTH, date(2026, 3, 30), "2026-01", "2026-02"),
        (Choice.MONTH, date(2026, 1, 15), "2025-11", "2025-12"),
        (Choice.QUARTER, date(2026, 4, 8), "2025-Q4", "2026-Q1"),
        (Choice.QUARTER, date(2026, 3, 30), "2025-Q3", "2025-Q4"),
        (Choice.YEAR, date(2026, 4, 8), "2025-03", "2026-03"),
    ],
)
def test_only_periods_that_are_over_are_compared(choice: Choice, through: date, before: str, after: str) -> None:
    assert resolve(choice, through) == (Period.parse(before), Period.parse(after))


def test_december_is_over_on_its_last_day() -> None:
    assert last_full(1, date(2025, 12, 31)) == Period.parse("2025-12")


def test_every_month_that_is_touched_is_listed_once() -> None:
    months = months_between(Period(date(2025, 11, 30), date(2026, 2, 1)))
    assert [str(month) for month in months] == ["2025-11", "2025-12", "2026-01", "2026-02"]


def test_a_figure_that_takes_a_quarter_is_compared_by_quarters() -> None:
    through = date(2026, 4, 8)
    assert resolve(Choice.MONTH, through, run=3) == (Period.parse("2025-Q4"), Period.parse("2026-Q1"))
    assert resolve(Choice.YEAR, through, run=3) == (Period.parse("2025-Q1"), Period.parse("2026-Q1"))
    quarters = months_between(Period(date(2025, 11, 30), date(2026, 4, 1)), run=3)
    assert [str(quarter) for quarter in quarters] == ["2025-Q4", "2026-Q1", "2026-Q2"]
