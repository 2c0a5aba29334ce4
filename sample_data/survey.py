"""Survey answers: exact planted months, ordinary months, and the records that hygiene must set aside."""

from dataclasses import dataclass, fields

import numpy as np

from sample_data.comments import DETRACTORS, PASSIVES, PROMOTERS
from sample_data.people import PROMOTED_AGENT
from sample_data.roster import Staff
from sample_data.subscriptions import Customers
from sample_data.timeline import (
    AFTER,
    BEFORE,
    DAY,
    MONTHS,
    START,
    BoolArray,
    FloatArray,
    IntArray,
    Month,
    day_of,
    draw_moments,
    draw_time_of_day,
)

VALID, PREVIEW, SPAM, UNFINISHED, NO_SCORE = range(5)
MONTHLY_ANSWERS = 400
MONTHLY_ASIDE = {PREVIEW: 1.2, SPAM: 1.0, UNFINISHED: 14.0, NO_SCORE: 3.0}
DUPLICATES = 12
MISSING = -1

GROUP_SHARES = (0.72, 0.23, 0.05)
EXACT_GROUPS = {BEFORE: (288, 92, 20), AFTER: (292, 88, 20)}
BUMP_ANSWERS = 20
BUMP_MONDAY, BUMP_DAYS = day_of(START.replace(year=2026, month=3, day=9)), 5

CHANNELS = ("phone", "chat", "e-mail")
CHANNEL_WEIGHTS = (0.5, 0.25, 0.25)
PHONE = 0

INVOICE_BOX, INVOICE_DROP = 0.80, 0.005
DRIP_MONTHS = tuple(m.label for m in MONTHS if m.observed == 1)[-12:]

SURVEYED_EVERY = 90 * DAY
LEAVING_SOON = 180 * DAY
LEAVER_ANSWERS = {True: (0.44, 0.75), False: (0.135, 1.0)}
"""How readily a soon-leaver answers, if satisfied and if not: where planted, most leavers sound satisfied."""


@dataclass(frozen=True)
class Survey:
    """One entry per record, in order of time; scores are MISSING where not answered, a preview has no customer."""

    start: IntArray
    kind: IntArray
    agent: IntArray
    channel: IntArray
    nps: IntArray
    overall: IntArray
    invoice: IntArray
    ease: IntArray
    hold: IntArray
    customer: IntArray
    duplicated: IntArray

    def groups(self) -> IntArray:
        """Promoter, passive or detractor of each record, MISSING without a score."""
        cuts = np.where(self.nps >= 9, PROMOTERS, np.where(self.nps >= 7, PASSIVES, DETRACTORS))
        return np.where(self.nps == MISSING, MISSING, cuts)


def satisfied(nps: IntArray, overall: IntArray) -> BoolArray:
    return (nps >= 9) | (overall >= 4)


def make_survey(rng: np.random.Generator, planted: bool, staff: Staff, customers: Customers) -> Survey:
    parts = [_month(rng, when, planted, staff) for when in MONTHS]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.argsort(columns["start"], kind="stable")
    columns = {name: values[order] for name, values in columns.items()}
    positive = satisfied(columns["nps"], columns["overall"])
    columns["customer"] = _answering(rng, columns["start"], columns["kind"], positive, customers, planted)
    columns["duplicated"] = np.zeros(len(order), dtype=np.int64)
    columns["duplicated"][rng.choice(np.flatnonzero(columns["kind"] == VALID), size=DUPLICATES, replace=False)] = 1
    return Survey(**{field.name: columns[field.name] for field in fields(Survey)})


def _month(rng: np.random.Generator, when: Month, planted: bool, staff: Staff) -> dict[str, IntArray]:
    exact = EXACT_GROUPS.get(when.label) if planted else None
    if exact:
        groups = rng.permutation(np.repeat(range(3), exact))
    else:
        groups = rng.choice(3, size=rng.poisson(MONTHLY_ANSWERS * when.observed), p=GROUP_SHARES)
    aside = {kind: int(rng.poisson(rate * when.observed)) for kind, rate in MONTHLY_ASIDE.items()}
    kind = np.repeat([VALID, *aside], [len(groups), *aside.values()])
    groups = np.concatenate([groups, rng.choice(3, size=sum(aside.values()), p=GROUP_SHARES)])

    start = draw_moments(rng, when, len(kind))
    rng.shuffle(start)
    agent = staff.draw_agents(rng, start)
    if planted and when.label == AFTER:
        _plant_bump(rng, groups, kind, start, agent, staff)
    box = INVOICE_BOX
    drips = planted and when.label in DRIP_MONTHS
    if drips:
        box -= INVOICE_DROP * (DRIP_MONTHS.index(when.label) + 1)
    channel = rng.choice(len(CHANNELS), size=len(kind), p=CHANNEL_WEIGHTS)
    answers = {
        "nps": _draw(rng, groups, _NPS_GIVEN_GROUP),
        "overall": _draw(rng, groups, _OVERALL_GIVEN_GROUP, skipped=0.02),
        "invoice": _invoice(rng, kind, box, exact=drips),
        "ease": _draw(rng, groups, _EASE_GIVEN_GROUP, skipped=0.05),
        "hold": np.where(channel == PHONE, _draw(rng, groups, _HOLD, skipped=0.04), MISSING),
    }
    for name, values in answers.items():
        values[kind == NO_SCORE] = MISSING
        # An unfinished answer stops after the first question, or before it.
        values[(kind == UNFINISHED) & ((name != "nps") | (rng.random(len(kind)) < 0.4))] = MISSING
    return {"start": start, "kind": kind, "agent": agent, "channel": channel, **answers}


def _plant_bump(
    rng: np.random.Generator, groups: IntArray, kind: IntArray, start: IntArray, agent: IntArray, staff: Staff
) -> None:
    """Give one agent's week exactly BUMP_ANSWERS valid answers, all promoters, in place."""
    star = staff.index_of(PROMOTED_AGENT)
    week = (start >= BUMP_MONDAY * DAY) & (start < (BUMP_MONDAY + 7) * DAY)
    while (clash := week & (agent == star)).any():
        agent[clash] = staff.draw_agents(rng, start[clash])
    chosen = rng.choice(np.flatnonzero((groups == PROMOTERS) & (kind == VALID)), size=BUMP_ANSWERS, replace=False)
    agent[chosen] = star
    days = BUMP_MONDAY + np.arange(BUMP_ANSWERS) % BUMP_DAYS
    start[chosen] = days * DAY + draw_time_of_day(rng, BUMP_ANSWERS)


_NPS_GIVEN_GROUP = np.array(
    [
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0.45, 0.55],
        [0, 0, 0, 0, 0, 0, 0, 0.4, 0.6, 0, 0],
        [0.06, 0.04, 0.07, 0.12, 0.15, 0.26, 0.30, 0, 0, 0, 0],
    ]
)
_OVERALL_GIVEN_GROUP = np.array(
    [[0, 0, 0, 0.03, 0.37, 0.60], [0, 0.02, 0.10, 0.53, 0.30, 0.05], [0, 0.3, 0.4, 0.25, 0.05, 0]]
)
_EASE_GIVEN_GROUP = np.array(
    [
        [0, 0.01, 0.02, 0.04, 0.10, 0.20, 0.33, 0.30],
        [0, 0.03, 0.06, 0.12, 0.22, 0.27, 0.20, 0.10],
        [0, 0.15, 0.22, 0.22, 0.18, 0.13, 0.07, 0.03],
    ]
)
_HOLD = np.tile([0, 0.06, 0.12, 0.22, 0.35, 0.25], (3, 1))


def _draw(rng: np.random.Generator, groups: IntArray, table: FloatArray, skipped: float = 0.0) -> IntArray:
    """Draw a score for each record from its group's row of probabilities."""
    ladder = np.cumsum(table, axis=1)[groups]
    scores = (rng.random((len(groups), 1)) > ladder).sum(axis=1)
    return np.where(rng.random(len(groups)) < skipped, MISSING, np.minimum(scores, table.shape[1] - 1))


def _invoice(rng: np.random.Generator, kind: IntArray, box: float, exact: bool) -> IntArray:
    """Draw 1..5 with the given share of 4s and 5s; exactly that share among valid answers where asked."""
    asked = rng.random(len(kind)) >= 0.03
    counted = np.flatnonzero(asked & (kind == VALID))
    clear = rng.random(len(kind)) < box
    if exact:
        clear[counted] = rng.permutation(np.arange(len(counted)) < round(box * len(counted)))
    high = rng.choice([4, 5], size=len(kind), p=[0.6, 0.4])
    low = rng.choice([1, 2, 3], size=len(kind), p=[0.15, 0.25, 0.6])
    return np.where(asked, np.where(clear, high, low), MISSING)


def _answering(
    rng: np.random.Generator,
    start: IntArray,
    kind: IntArray,
    positive: BoolArray,
    customers: Customers,
    planted: bool,
) -> IntArray:
    """Pick the customer behind each record: active, not surveyed lately, and seldom one about to leave."""
    content, other = LEAVER_ANSWERS[planted]
    last_asked = np.full(len(customers.start), -SURVEYED_EVERY)
    chosen = np.full(len(start), MISSING)
    for record in np.flatnonzero(kind != PREVIEW).tolist():
        now = int(start[record])
        willing = content if positive[record] else other
        while chosen[record] == MISSING:
            customer = int(rng.integers(len(customers.start)))
            due = now - last_asked[customer] >= SURVEYED_EVERY
            if not (due and customers.start[customer] < now < customers.end[customer]):
                continue
            if customers.end[customer] - now > LEAVING_SOON or rng.random() < willing:
                chosen[record] = customer
                last_asked[customer] = now
    return chosen
