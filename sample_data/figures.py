"""The figures of a world by month, counted from what was generated and not from the files."""

from collections.abc import Callable

import numpy as np

from sample_data.calls import SHORT_SECONDS
from sample_data.roster import roster_employees
from sample_data.survey import MISSING, VALID
from sample_data.timeline import BoolArray, IntArray, Month
from sample_data.world import World

Figure = dict[str, int | float]


def share(hits: BoolArray) -> Figure:
    """Hits among the given cases, as a count and a percentage."""
    x, n = int(hits.sum()), len(hits)
    return {"x": x, "n": n, "percent": round(100 * x / n, 2)}


def mean(values: IntArray) -> Figure:
    return {"n": len(values), "mean": round(float(values.mean()), 3)}


def geometric_mean(values: IntArray) -> Figure:
    return {"n": len(values), "geometric_mean": round(float(np.exp(np.log(values).mean())), 2)}


def nps_of(scores: IntArray) -> Figure:
    promoters, detractors = int((scores >= 9).sum()), int((scores <= 6).sum())
    n = len(scores)
    return {
        "n": n,
        "promoters": promoters,
        "passives": n - promoters - detractors,
        "detractors": detractors,
        "nps": round(100 * (promoters - detractors) / n, 1),
    }


def answers(world: World, when: Month, scores: IntArray) -> IntArray:
    """The valid answers of a month to one question."""
    survey = world.survey
    counted: BoolArray = (survey.kind == VALID) & when.holds(survey.start) & (scores != MISSING)
    return scores[counted]


def first_replies(world: World, when: Month, where: BoolArray) -> Figure:
    tickets = world.tickets
    return geometric_mean(tickets.first_reply[when.holds(tickets.created) & tickets.answered & where])


def ticket_csat(world: World, within: BoolArray) -> Figure:
    return share(world.tickets.good[within & world.tickets.rated])


def answered_calls(world: World, when: Month) -> BoolArray:
    return when.holds(world.calls.start) & world.calls.answered


def churn(world: World, when: Month) -> Figure:
    customers = world.customers
    active = (customers.start < when.start) & (customers.end >= when.start)
    return share(customers.end[active] < when.end)


def employee_turnover(world: World, when: Month) -> Figure:
    roster = [e for e in roster_employees(world.staff) if e.left is None or e.left >= e.hired]
    days = [e.left for e in roster if e.hired < when.first and (e.left is None or e.left >= when.first)]
    return share(np.array([left is not None and left < when.first + when.days for left in days]))


def _reopen_rate(world: World, when: Month) -> Figure:
    tickets = world.tickets
    return share(tickets.reopened[when.holds(tickets.created) & tickets.is_solved])


def _repeat_contact(world: World, when: Month) -> Figure:
    return share(world.calls.repeats()[answered_calls(world, when)])


MEASURES: dict[str, Callable[[World, Month], Figure]] = {
    "nps": lambda w, m: nps_of(answers(w, m, w.survey.nps)),
    "csat": lambda w, m: share(answers(w, m, w.survey.overall) >= 4),
    "csat_invoice": lambda w, m: share(answers(w, m, w.survey.invoice) >= 4),
    "csat_hold": lambda w, m: share(answers(w, m, w.survey.hold) >= 4),
    "ces": lambda w, m: mean(answers(w, m, w.survey.ease)),
    "ticket_csat": lambda w, m: ticket_csat(w, m.holds(w.tickets.created)),
    "first_reply_time": lambda w, m: first_replies(w, m, np.ones(len(w.tickets.created), dtype=bool)),
    "reopen_rate": _reopen_rate,
    "handle_time": lambda w, m: geometric_mean(w.calls.handle[answered_calls(w, m)]),
    "short_calls": lambda w, m: share(w.calls.handle[answered_calls(w, m)] < SHORT_SECONDS),
    "repeat_contact": _repeat_contact,
    "abandon_rate": lambda w, m: share(~w.calls.answered[m.holds(w.calls.start)]),
    "churn": churn,
    "employee_turnover": employee_turnover,
}
FILES = {
    "zendesk_tickets.csv.gz": ("ticket_csat", "first_reply_time", "reopen_rate"),
    "call_log.csv.gz": ("handle_time", "short_calls", "repeat_contact", "abandon_rate"),
    "subscriptions.csv": ("churn",),
    "hr_roster.csv": ("employee_turnover",),
    "qualtrics_survey.csv": ("nps", "csat", "csat_invoice", "csat_hold", "ces"),
}


def file_of(metric: str) -> str:
    return next(name for name, metrics in FILES.items() if metric in metrics)


def measure(world: World, metric: str, when: Month) -> Figure:
    return MEASURES[metric](world, when)
