"""The call log, with the agent who cuts customers off to look fast."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sample_data.people import GAMING_AGENT, LOCATIONS, customer_key
from sample_data.roster import Staff
from sample_data.subscriptions import Customers
from sample_data.timeline import (
    AFTER,
    DAY,
    MONTHS,
    BoolArray,
    IntArray,
    draw_moments,
    draw_time_of_day,
    month,
    stamps,
)

DAILY_CALLS = 164
ABANDONED, TRANSFERRED, WRONG_NUMBERS = 0.06, 0.08, 0.01
CUT_OFF_CALLS = 280
CALL_BACK = 0.88
CALL_BACK_WITHIN_DAYS = 4
SHORT_SECONDS = 15
REPEAT_WITHIN = 7 * DAY
QUEUES = ("Technical", "Billing", "Sales", "Moving home")
QUEUE_WEIGHTS = (0.45, 0.3, 0.15, 0.1)

HEADER = (
    "Call ID",
    "Start Time",
    "Customer ID",
    "Agent ID",
    "Location",
    "Queue",
    "Hold Seconds",
    "Talk Time (seconds)",
    "Handle Time (seconds)",
    "Disposition",
    "Transferred",
)


@dataclass(frozen=True)
class Calls:
    """One entry per call, in order of start; durations are in seconds, `agent` indexes the roster."""

    start: IntArray
    customer: IntArray
    agent: IntArray
    queue: IntArray
    hold: IntArray
    talk: IntArray
    handle: IntArray
    answered: BoolArray
    transferred: BoolArray

    def repeats(self) -> BoolArray:
        """Whether the same customer calls again within seven days of each call."""
        order = np.lexsort((self.start, self.customer))
        customer, start = self.customer[order], self.start[order]
        again = np.zeros(len(order), dtype=bool)
        again[order[:-1]] = (customer[1:] == customer[:-1]) & (start[1:] - start[:-1] <= REPEAT_WITHIN)
        return again


def make_calls(rng: np.random.Generator, planted: bool, staff: Staff, customers: Customers) -> Calls:
    # Calls per day, not per month: in a short month with as many calls, more would be repeats.
    start = np.concatenate([draw_moments(rng, m, rng.poisson(DAILY_CALLS * m.days)) for m in MONTHS])
    customer = customers.draw(rng, start)
    agent = staff.draw_agents(rng, start)
    answered = rng.random(len(start)) >= ABANDONED
    cut_off = np.zeros(len(start), dtype=bool)
    if planted:
        # The queue hands the next caller to whoever is free, so these calls come from colleagues.
        gamer = staff.index_of(GAMING_AGENT)
        others = np.flatnonzero(month(AFTER).holds(start) & answered & (agent != gamer))
        taken = rng.choice(others, size=CUT_OFF_CALLS, replace=False)
        agent[taken] = gamer
        cut_off[taken] = True
        back_start, back_customer = _call_backs(rng, customers, start[taken], customer[taken])
        back_agent = staff.draw_agents(rng, back_start)
        while (same := back_agent == gamer).any():
            back_agent[same] = staff.draw_agents(rng, back_start[same])
        start = np.concatenate([start, back_start])
        customer = np.concatenate([customer, back_customer])
        agent = np.concatenate([agent, back_agent])
        answered = np.concatenate([answered, rng.random(len(back_start)) >= ABANDONED])
        cut_off = np.concatenate([cut_off, np.zeros(len(back_start), dtype=bool)])
    order = np.argsort(start, kind="stable")
    return _with_durations(rng, start[order], customer[order], agent[order], answered[order], cut_off[order])


def _call_backs(
    rng: np.random.Generator, customers: Customers, start: IntArray, customer: IntArray
) -> tuple[IntArray, IntArray]:
    """Most customers who were cut off call back: within the hour, or at any time over the next days."""
    later = rng.integers(0, CALL_BACK_WITHIN_DAYS, size=len(start))
    soon = start + rng.integers(120, 3_600, size=len(start))
    moment = np.where(later == 0, soon, (start // DAY + later) * DAY + draw_time_of_day(rng, len(start)))
    calls = (rng.random(len(start)) < CALL_BACK) & customers.active(customer, moment)
    return moment[calls], customer[calls]


def _with_durations(
    rng: np.random.Generator,
    start: IntArray,
    customer: IntArray,
    agent: IntArray,
    answered: BoolArray,
    cut_off: BoolArray,
) -> Calls:
    n = len(start)
    hold = np.rint(rng.lognormal(np.log(45), 0.8, size=n)).astype(np.int64)
    talk = 10 + np.rint(rng.lognormal(np.log(240), 0.65, size=n)).astype(np.int64)
    wrap = 10 + rng.geometric(1 / 35, size=n)
    brief = cut_off | (rng.random(n) < WRONG_NUMBERS)
    talk = np.where(brief, rng.integers(3, 10, size=n), talk)
    wrap = np.where(brief, rng.integers(1, 5, size=n), wrap)
    talk = np.where(answered, talk, 0)
    return Calls(
        start=start,
        customer=customer,
        agent=agent,
        queue=rng.choice(len(QUEUES), size=n, p=QUEUE_WEIGHTS),
        hold=hold,
        talk=talk,
        handle=np.where(answered, talk + wrap, 0),
        answered=answered,
        transferred=answered & ~brief & (rng.random(n) < TRANSFERRED),
    )


def call_rows(calls: Calls, staff: Staff) -> Iterator[tuple[object, ...]]:
    keys = [employee.key for employee in staff.employees]
    sites = staff.location_indices()[calls.agent].tolist()
    agents = zip(calls.agent.tolist(), calls.answered.tolist(), strict=True)
    return zip(
        range(5_000_001, 5_000_001 + len(calls.start)),
        stamps(calls.start),
        [customer_key(c) for c in calls.customer.tolist()],
        [keys[a] if picked_up else "" for a, picked_up in agents],
        [LOCATIONS[site] for site in sites],
        [QUEUES[q] for q in calls.queue.tolist()],
        calls.hold.tolist(),
        calls.talk.tolist(),
        calls.handle.tolist(),
        ["Answered" if picked_up else "Abandoned" for picked_up in calls.answered.tolist()],
        ["Yes" if moved else "No" for moved in calls.transferred.tolist()],
        strict=True,
    )
