"""Customers: when each started and ended, and the billing export that says so."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sample_data.people import COMPETITORS, PLAN_WEIGHTS, PLANS, REGIONS, customer_key
from sample_data.timeline import (
    AFTER,
    BEFORE,
    DAY,
    EXPORTED_AT,
    MONTHS,
    NEVER,
    BoolArray,
    IntArray,
    draw_moments,
    draw_time_of_day,
    stamps,
)

CUSTOMERS_AT_START = 4_500
MONTHLY_STARTS = 91
USUAL_CHURN = 0.020
RAISED_CHURN = 0.036
AMOUNTS = ("24.00", "34.00", "49.00")
PAST_DUE, SCHEDULED_ENDS, NEVER_PAID, TRIALS = 30, 40, 80, 35
REASONS = {
    "": 0.38,
    "Too expensive": 0.14,
    f"Switched to {COMPETITORS[0]}": 0.12,
    "Moved home": 0.10,
    "Service too slow": 0.08,
    f"Switched to {COMPETITORS[1]}": 0.06,
    "Bills hard to understand": 0.05,
    "Support did not help": 0.05,
    "Payment failed": 0.02,
}

HEADER = (
    "id",
    "Customer ID",
    "Status",
    "Plan",
    "Created (UTC)",
    "Start Date (UTC)",
    "Canceled At (UTC)",
    "Ended At (UTC)",
    "Cancellation Reason",
    "Amount",
    "Currency",
    "region (metadata)",
)


@dataclass(frozen=True)
class Customers:
    """Paying customers in the order they started; `end` is NEVER, and `reason` unused, for those who stay."""

    start: IntArray
    end: IntArray
    plan: IntArray
    reason: IntArray

    def active(self, customer: IntArray, second: IntArray) -> BoolArray:
        return (self.start[customer] < second) & (second < self.end[customer])

    def draw(self, rng: np.random.Generator, seconds: IntArray) -> IntArray:
        """Draw one active customer for each moment."""
        drawn = rng.integers(0, len(self.start), size=len(seconds))
        while (wrong := np.flatnonzero(~self.active(drawn, seconds))).size:
            drawn[wrong] = rng.integers(0, len(self.start), size=wrong.size)
        return drawn


def make_customers(rng: np.random.Generator, planted: bool) -> Customers:
    earlier = np.sort(rng.integers(-2_000, 0, size=CUSTOMERS_AT_START)) * DAY
    starts = [earlier + draw_time_of_day(rng, CUSTOMERS_AT_START)]
    starts += [draw_moments(rng, month, rng.poisson(MONTHLY_STARTS * month.observed)) for month in MONTHS]
    start = np.concatenate(starts)
    end = np.full(len(start), NEVER)
    for month in MONTHS:
        active = np.flatnonzero((start < month.start) & (end >= month.start))
        rate = RAISED_CHURN if planted and month.label >= AFTER else USUAL_CHURN
        if planted and month.label in (BEFORE, AFTER):
            losses = round(rate * len(active))
        else:
            losses = int(rng.binomial(len(active), rate * month.observed))
        end[rng.choice(active, size=losses, replace=False)] = draw_moments(rng, month, losses)
    plan = rng.choice(len(PLANS), size=len(start), p=PLAN_WEIGHTS)
    return Customers(start, end, plan, rng.choice(len(REASONS), size=len(start), p=list(REASONS.values())))


def subscription_rows(rng: np.random.Generator, customers: Customers) -> Iterator[tuple[str, ...]]:
    """Every paying customer, then sign-ups that were never customers: expired first payments and running trials."""
    paying = len(customers.start)
    never_paid = np.sort(rng.integers(0, EXPORTED_AT // DAY, size=NEVER_PAID)) * DAY
    trials = EXPORTED_AT - np.sort(rng.integers(DAY, 14 * DAY, size=TRIALS))[::-1]
    start = np.concatenate([customers.start, never_paid + draw_time_of_day(rng, NEVER_PAID), trials])
    end = np.concatenate([customers.end, start[paying : paying + NEVER_PAID] + 23 * 3_600, np.full(TRIALS, NEVER)])
    status = np.concatenate(
        [
            np.where(customers.end < NEVER, "canceled", "active").astype("U20"),
            np.full(NEVER_PAID, "incomplete_expired"),
            np.full(TRIALS, "trialing"),
        ]
    )
    staying = rng.permutation(np.flatnonzero(status == "active"))
    status[staying[:PAST_DUE]] = "past_due"

    # A cancel request comes up to four weeks before the end, so some requests have no end yet.
    canceled = np.where(status == "canceled", np.maximum(end - rng.integers(0, 28 * DAY, size=len(end)), start), NEVER)
    scheduled = staying[PAST_DUE : PAST_DUE + SCHEDULED_ENDS]
    canceled[scheduled] = np.maximum(EXPORTED_AT - rng.integers(0, 28 * DAY, size=SCHEDULED_ENDS), start[scheduled])
    words = list(REASONS)
    reason = [words[r] for r in customers.reason.tolist()] + [""] * (NEVER_PAID + TRIALS)

    plan = np.concatenate([customers.plan, rng.choice(len(PLANS), size=NEVER_PAID + TRIALS, p=PLAN_WEIGHTS)])
    region = rng.choice(REGIONS, size=len(start))
    letters = rng.choice(list("abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"), size=(len(start), 14))
    columns = (
        ["sub_1" + "".join(row) for row in letters.tolist()],
        [customer_key(customer) for customer in range(len(start))],
        status.tolist(),
        [PLANS[p] for p in plan.tolist()],
        stamps(start, unit="m"),
        stamps(start, unit="m"),
        stamps(canceled, canceled < NEVER, unit="m"),
        stamps(end, end < NEVER, unit="m"),
        [why if asked else "" for why, asked in zip(reason, (canceled < NEVER).tolist(), strict=True)],
        [AMOUNTS[p] for p in plan.tolist()],
        ["gbp"] * len(start),
        region.tolist(),
    )
    rows = list(zip(*columns, strict=True))
    newest_first = np.argsort(-start, kind="stable")
    return (rows[index] for index in newest_first.tolist())
