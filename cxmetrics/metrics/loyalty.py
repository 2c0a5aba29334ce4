"""Who stays: customers, employees, and the ones they bring."""

from __future__ import annotations

from collections.abc import Callable

from cxmetrics.layout import Column, Layout, Role
from cxmetrics.measure import LeaversOf, ReasonsOf
from cxmetrics.metrics.columns import yes
from cxmetrics.metrics.template import Found, Template, nowhere
from cxmetrics.model import Direction, Kind

_STAFF = ("employee", "staff", "attrition")


def _about_staff(layout: Layout) -> bool:
    if layout.vendor == "hr_roster":
        return True
    words = " ".join(column.label for column in layout.columns).lower()
    return any(word in words for word in _STAFF) and not layout.named(Role.PERSON)


def _leavers(layout: Layout, left_words: tuple[str, ...]) -> Found:
    start, end = layout.named(Role.START), layout.named(Role.END)
    if start and end:
        yield end[0], LeaversOf(start[0].name, end[0].name)
    for column in layout.named(Role.FLAG):
        if _named(column, left_words):
            yield column, yes(column, "left", "churned")


def _stayers(months: int, about_staff: bool) -> Callable[[Layout], Found]:
    def find(layout: Layout) -> Found:
        start, end = layout.named(Role.START), layout.named(Role.END)
        if start and end and _about_staff(layout) is about_staff:
            yield end[0], LeaversOf(start[0].name, end[0].name, months, stayed=True)

    return find


def _reasons(about_staff: bool) -> Callable[[Layout], Found]:
    """A share for each reason, and one of those who gave none, where it is known who has left."""

    def find(layout: Layout) -> Found:
        if _about_staff(layout) is not about_staff:
            return
        end = next((column.name for column in layout.named(Role.END)), None)
        if end is None and not layout.named(Role.DATE):
            return
        for column in layout.named(Role.LEAVE_REASON):
            for reason in (*column.examples, *([None] if end else ())):
                yield column, ReasonsOf(column.name, reason, end)

    return find


def _named(column: Column, words: tuple[str, ...]) -> bool:
    return any(word in column.label.lower() for word in words)


def _customers(layout: Layout) -> Found:
    return () if _about_staff(layout) else _leavers(layout, ("churn", "cancel"))


def _employees(layout: Layout) -> Found:
    return _leavers(layout, ("attrition", "left", "turnover")) if _about_staff(layout) else ()


LOYALTY = (
    Template(
        key="churn",
        label="Customers lost",
        kind=Kind.PROPORTION,
        unit="%",
        good_direction=Direction.DOWN,
        counter_metrics=("nps", "lifetime_value", "employee_turnover"),
        smallest_change_that_matters=0.01,
        definition="Of the customers who were active when a month began, the share that left within it (churn; "
        "retention is the rest). Over a longer time every month counts anew, so a customer who stays is counted once a "
        "month. A file with a mere churn mark gives the share of marked customers.",
        source_hint="a subscription export with start and end dates",
        find=_customers,
    ),
    Template(
        key="retention",
        label="Customers kept",
        kind=Kind.PROPORTION,
        unit="%",
        good_direction=Direction.UP,
        counter_metrics=("nps", "lifetime_value", "employee_turnover"),
        smallest_change_that_matters=0.01,
        definition="Of the customers who were active when a month began, the share that was still there at its end. "
        "Over a longer time every month counts anew, so a customer who stays is counted once a month.",
        source_hint="a subscription export with start and end dates",
        find=_stayers(1, about_staff=False),
    ),
    Template(
        key="leave_reason",
        label="Left because",
        kind=Kind.PROPORTION,
        unit="%",
        good_direction=Direction.DOWN,
        counter_metrics=("churn", "nps", "csat"),
        smallest_change_that_matters=0.03,
        definition="Of the customers who have left, the share that left for this reason, on the day they left.",
        source_hint="a subscription export with reasons for leaving",
        find=_reasons(about_staff=False),
    ),
    Template(
        key="employee_turnover",
        label="Employees lost",
        kind=Kind.PROPORTION,
        unit="%",
        good_direction=Direction.DOWN,
        counter_metrics=("csat", "nps", "churn"),
        smallest_change_that_matters=0.01,
        definition="Of the employees who were there when a month began, the share that left within it. Over a longer "
        "time every month counts anew, so an employee who stays is counted once a month. A file with a mere attrition "
        "mark gives the share of marked employees.",
        source_hint="an HR roster with hire and leaving dates",
        find=_employees,
    ),
    Template(
        key="employee_retention",
        label="Employees kept for the quarter",
        kind=Kind.PROPORTION,
        unit="%",
        good_direction=Direction.UP,
        counter_metrics=("csat", "nps", "churn"),
        smallest_change_that_matters=0.03,
        definition="Of the employees who were there when a quarter began, the share that was still there at its end.",
        source_hint="an HR roster with hire and leaving dates",
        find=_stayers(3, about_staff=True),
    ),
    Template(
        key="employee_leave_reason",
        label="Employees left",
        kind=Kind.PROPORTION,
        unit="%",
        good_direction=Direction.DOWN,
        counter_metrics=("employee_turnover", "csat", "nps"),
        smallest_change_that_matters=0.03,
        definition="Of the employees who have left, the share that left in this way, on the day they left.",
        source_hint="an HR roster with ways of leaving",
        find=_reasons(about_staff=True),
    ),
    Template(
        key="referral_rate",
        label="New customers who were referred",
        kind=Kind.PROPORTION,
        unit="%",
        good_direction=Direction.UP,
        counter_metrics=("nps", "churn", "lifetime_value"),
        smallest_change_that_matters=0.03,
        definition="Of the customers who joined, the share that came by another customer's word.",
        source_hint="a list of new customers with how they found us",
        find=nowhere,
    ),
    Template(
        key="lifetime_value",
        label="Revenue per customer",
        kind=Kind.MEAN,
        unit="a month",
        good_direction=Direction.UP,
        counter_metrics=("churn", "nps", "csat"),
        smallest_change_that_matters=None,
        definition="Mean revenue of a customer.",
        source_hint="a billing export with amounts per customer",
        find=nowhere,
    ),
)
