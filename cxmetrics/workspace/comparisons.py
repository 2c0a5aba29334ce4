"""Which two periods are set against each other: the named choices, resolved by how far the data reaches."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from cxmetrics.period import Period

_LOOK_BACK_DAYS = 730
"""Periods further back tell of another company."""


class Choice(StrEnum):
    """The ways to compare that the scorecard offers by name."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    CUSTOM = "custom"


def last_full(months: int, through: date) -> Period:
    """The last run of `months` calendar months (1 or 3, aligned to the year) that has ended by `through`."""
    after = through + timedelta(1)
    first = (after.month - 1) // months * months + 1
    return Period.months(after.year, first, months).previous()


def resolve(choice: Choice, through: date, run: int = 1) -> tuple[Period, Period]:
    """(before, after) of a named choice: last full month or quarter against the one before, or the month a year ago.

    run: the months that one figure takes; where it is more than one, a run of them stands for the month.
    """
    after = last_full(max(3, run) if choice is Choice.QUARTER else run, through)
    return (after.year_before() if choice is Choice.YEAR else after.previous()), after


def months_between(extent: Period, run: int = 1) -> list[Period]:
    """Every calendar month that the extent touches, in order; with a run of 3, every quarter."""
    month = Period.months(extent.start.year, (extent.start.month - 1) // run * run + 1, run)
    months = []
    while month.start <= extent.end:
        months.append(month)
        following = month.end + timedelta(1)
        month = Period.months(following.year, following.month, run)
    return months


def weeks_between(extent: Period) -> list[Period]:
    """Every week, Monday to Sunday, that the extent touches, in order."""
    monday = extent.start - timedelta(extent.start.weekday())
    weeks = (extent.end - monday).days // 7 + 1
    return [Period(monday + timedelta(7 * i), monday + timedelta(7 * i + 6)) for i in range(weeks)]


def earlier_alike(before: Period, after: Period, extent: Period) -> list[Period]:
    """The periods of two years before `before` of the same length as both, latest first, within what there is data for.

    Whole months and whole weeks have such periods; other runs of days do not, because their weekdays differ.
    """
    months = before.whole_months
    alike = months == after.whole_months if months else before.days == after.days and before.days % 7 == 0
    first = max(extent.start, before.start - timedelta(_LOOK_BACK_DAYS))
    found: list[Period] = []
    period = before.previous()
    while alike and period.end >= first:
        found.append(period)
        period = period.previous()
    return found
