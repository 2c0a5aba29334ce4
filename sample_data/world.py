"""One simulated company: its staff, customers, survey answers, tickets and calls."""

from dataclasses import dataclass

import numpy as np

from sample_data.calls import Calls, make_calls
from sample_data.roster import Staff, make_staff
from sample_data.subscriptions import Customers, make_customers
from sample_data.survey import Survey, make_survey
from sample_data.tickets import Tickets, make_tickets

DEFAULT_SEED = 23


@dataclass(frozen=True)
class World:
    seed: int
    planted: bool
    staff: Staff
    customers: Customers
    survey: Survey
    tickets: Tickets
    calls: Calls

    def stream(self, number: int) -> np.random.Generator:
        return _stream(self.seed, number)


def _stream(seed: int, number: int) -> np.random.Generator:
    # A stream per part, so that a change to one file leaves the others as they were.
    return np.random.default_rng([seed, number])


def make_world(seed: int = DEFAULT_SEED, planted: bool = True) -> World:
    staff = make_staff(_stream(seed, 1))
    customers = make_customers(_stream(seed, 2), planted)
    return World(
        seed=seed,
        planted=planted,
        staff=staff,
        customers=customers,
        survey=make_survey(_stream(seed, 3), planted, staff, customers),
        tickets=make_tickets(_stream(seed, 4), planted, staff, customers),
        calls=make_calls(_stream(seed, 5), planted, staff, customers),
    )
