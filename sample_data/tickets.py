"""Support tickets: the shift to chat, the callback roll-out, and the Zendesk export of both."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sample_data.people import COMPANY, LOCATIONS, customer_email, customer_key, customer_name
from sample_data.roster import Staff
from sample_data.subscriptions import Customers
from sample_data.timeline import (
    DAY,
    EXPORTED_AT,
    MONTHS,
    BoolArray,
    FloatArray,
    IntArray,
    Month,
    draw_moments,
    month,
    quarter_months,
    stamps,
)

MONTHLY_TICKETS = 2_500
CHANNELS = ("Phone", "E-mail", "Chat", "Social")
PHONE, EMAIL, CHAT, SOCIAL = range(4)
VIA = ("Voice", "Mail", "Chat", "Social messaging")
SOCIAL_SHARE, SOCIAL_UNANSWERED = 0.03, 0.35
RATED_SHARE, OFFERED_SHARE = 0.30, 0.45
REOPENED = 0.06

OLD_QUARTER, NEW_QUARTER = "2025-Q1", "2026-Q1"
RATINGS = {
    OLD_QUARTER: {PHONE: (1_012, 911), EMAIL: (900, 774), CHAT: (338, 203)},
    NEW_QUARTER: {PHONE: (562, 528), EMAIL: (563, 512), CHAT: (1_125, 765)},
}
"""Rated tickets and good ratings by channel: every channel improves, and the total falls."""

CALLBACK_FROM = "2025-10"
CALLBACK_LOCATIONS = ("Bristol", "Cardiff")
CALLBACK_FACTOR = 0.70


@dataclass(frozen=True)
class Tickets:
    """One entry per ticket, in order of creation; durations are in minutes, `solved` in seconds of the timeline."""

    created: IntArray
    customer: IntArray
    agent: IntArray
    location: IntArray
    channel: IntArray
    rated: BoolArray
    good: BoolArray
    first_reply: IntArray
    answered: BoolArray
    first_resolution: IntArray
    full_resolution: IntArray
    solved: IntArray
    is_solved: BoolArray
    reopened: BoolArray


def _shift_to_chat(when: Month, planted: bool) -> float:
    """How far the shift has come: 0 up to the old quarter, 1 from the new one, in quarterly steps between."""
    steps = {"2025-Q2": 0.25, "2025-Q3": 0.5, "2025-Q4": 0.75}
    return (1.0 if when.quarter >= NEW_QUARTER else steps.get(when.quarter, 0.0)) if planted else 0.0


def _shares(shift: float) -> tuple[FloatArray, FloatArray]:
    """Channel mix and share of good ratings of phone, e-mail and chat at a stage of the shift."""
    old, new = (np.array(list(RATINGS[quarter].values()), dtype=float) for quarter in (OLD_QUARTER, NEW_QUARTER))
    mix = (1 - shift) * old[:, 0] + shift * new[:, 0]
    good = (1 - shift) * old[:, 1] / old[:, 0] + shift * new[:, 1] / new[:, 0]
    return mix / mix.sum(), good


def make_tickets(rng: np.random.Generator, planted: bool, staff: Staff, customers: Customers) -> Tickets:
    counts = [int(rng.poisson(MONTHLY_TICKETS * m.observed)) for m in MONTHS]
    created = np.concatenate([draw_moments(rng, m, n) for m, n in zip(MONTHS, counts, strict=True)])
    created -= created % 60
    channel, good = [], []
    for when, n in zip(MONTHS, counts, strict=True):
        mix, good_share = _shares(_shift_to_chat(when, planted))
        drawn = rng.choice(3, size=n, p=mix)
        good.append(rng.random(n) < good_share[drawn])
        channel.append(np.where(rng.random(n) < SOCIAL_SHARE, SOCIAL, drawn))
    channels, goods = np.concatenate(channel), np.concatenate(good)

    agent = staff.draw_agents(rng, created)
    location = staff.location_indices()[agent]
    reply = _first_replies(rng, planted, created, location, channels)
    first = reply + np.rint(rng.lognormal(np.log(20 * 60), 1.0, size=len(created))).astype(np.int64)
    reopened = rng.random(len(created)) < REOPENED
    full = np.where(reopened, np.rint(first * 1.8), first).astype(np.int64)
    silent = (channels == SOCIAL) & (rng.random(len(created)) < SOCIAL_UNANSWERED)
    answered = ~silent & (created + reply * 60 <= EXPORTED_AT)
    solved = created + full * 60
    is_solved = answered & (solved <= EXPORTED_AT)
    rated = is_solved & (channels != SOCIAL) & (rng.random(len(created)) < RATED_SHARE)
    if planted:
        for quarter in RATINGS:
            _deal_exact_ratings(rng, quarter, created, is_solved, channels, rated, goods)
    return Tickets(
        created=created,
        customer=customers.draw(rng, created),
        agent=agent,
        location=location,
        channel=channels,
        rated=rated,
        good=rated & goods,
        first_reply=reply,
        answered=answered,
        first_resolution=first,
        full_resolution=full,
        solved=solved,
        is_solved=is_solved,
        reopened=reopened & is_solved,
    )


def _first_replies(
    rng: np.random.Generator, planted: bool, created: IntArray, location: IntArray, channel: IntArray
) -> IntArray:
    # Social media apart, channels reply equally fast: a change of mix must not look like a change of speed.
    typical = np.where(channel == SOCIAL, 26 * 60.0, 90.0)
    if planted:
        sites = [LOCATIONS.index(site) for site in CALLBACK_LOCATIONS]
        typical[np.isin(location, sites) & (created >= month(CALLBACK_FROM).start)] *= CALLBACK_FACTOR
    return np.maximum(np.rint(typical * rng.lognormal(0, 0.9, size=len(created))), 1).astype(np.int64)


def _deal_exact_ratings(
    rng: np.random.Generator,
    quarter: str,
    created: IntArray,
    is_solved: BoolArray,
    channel: IntArray,
    rated: BoolArray,
    good: BoolArray,
) -> None:
    """Replace the quarter's random ratings by a shuffled deal of the planted counts, in place."""
    months = quarter_months(quarter)
    within = (created >= months[0].start) & (created < months[-1].end)
    hand = [(c, i < goods) for c, (n, goods) in RATINGS[quarter].items() for i in range(n)]
    eligible = np.flatnonzero(within & is_solved & (channel != SOCIAL))
    chosen = rng.choice(eligible, size=len(hand), replace=False)
    rated[within] = False
    rated[chosen] = True
    channel[chosen] = [c for c, _ in hand]
    good[chosen] = [is_good for _, is_good in hand]


SUBJECTS = {
    "billing": ("Question about my last invoice", "Charged twice this month", "Direct debit date"),
    "outage": ("No connection since this morning", "Broadband down again", "Red light on the hub"),
    "speed": ("Slow in the evenings", "Not getting the speed I pay for", "Video calls drop"),
    "moving": ("Moving house next month", "Change of address"),
    "equipment": ("Router will not start", "New router did not arrive", "Return of old equipment"),
    "contract": ("Upgrade to Pro", "When does my contract end?", "I want to cancel"),
}
MINUTES = (
    "First reply time in minutes",
    "First resolution time in minutes",
    "Full resolution time in minutes",
    "Agent wait time in minutes",
    "Requester wait time in minutes",
    "On hold time in minutes",
)
HEADER = (
    *("Summation column", "Id", "Requester", "Requester id", "Requester external id", "Requester email"),
    *("Requester domain", "Submitter", "Assignee", "Assignee id", "Group", "Subject", "Tags", "Status", "Priority"),
    *("Via", "Ticket type", "Created at", "Updated at", "Assigned at", "Organization", "Due date"),
    *("Initially assigned at", "Solved at", "Resolution time", "Satisfaction Score", "Group stations"),
    *("Assignee stations", "Reopens", "Replies"),
    *(name for minutes in MINUTES for name in (minutes, f"{minutes} within business hours")),
    *("Location [list]", "Channel [list]"),
)
CLOSES_AFTER = 4 * DAY


def ticket_rows(rng: np.random.Generator, tickets: Tickets, staff: Staff) -> Iterator[tuple[object, ...]]:
    n = len(tickets.created)
    customers = tickets.customer.tolist()
    names = [" ".join(customer_name(c)) for c in customers]
    topics = [str(topic) for topic in rng.choice(list(SUBJECTS), size=n).tolist()]
    wording = rng.integers(0, 6, size=n).tolist()
    assigned = stamps(np.minimum(tickets.created + rng.integers(0, 6, size=n) * 60, EXPORTED_AT), unit="m")
    touched = np.where(tickets.answered, tickets.created + tickets.first_reply * 60, tickets.created)
    updated = np.where(tickets.is_solved, np.minimum(tickets.solved + CLOSES_AFTER, EXPORTED_AT), touched)
    channels = tickets.channel.tolist()
    solved = tickets.is_solved.tolist()
    stations = np.where(rng.random(n) < 0.1, 2, 1).tolist()
    on_hold = np.where(rng.random(n) < 0.1, rng.integers(1, 30, size=n) * 60, 0)
    minutes = (
        (tickets.first_reply, tickets.answered),
        (tickets.first_resolution, tickets.is_solved),
        (tickets.full_resolution, tickets.is_solved),
        (tickets.first_reply // 2 + on_hold, tickets.is_solved),
        (tickets.first_reply + on_hold, tickets.is_solved),
        (on_hold, tickets.is_solved),
    )
    return zip(
        [1] * n,
        range(200_001, 200_001 + n),
        names,
        [360_000_000_000 + 17 * c for c in customers],
        [customer_key(c) for c in customers],
        [customer_email(c) for c in customers],
        ["example.com"] * n,
        names,
        [staff.employees[a].name for a in tickets.agent.tolist()],
        [staff.employees[a].key for a in tickets.agent.tolist()],
        [f"{LOCATIONS[site]} Care" for site in tickets.location.tolist()],
        [SUBJECTS[topic][word % len(SUBJECTS[topic])] for topic, word in zip(topics, wording, strict=True)],
        [f"{topic} {COMPANY.split()[0].lower()}" for topic in topics],
        _statuses(tickets),
        ["High" if topic == "outage" else "Normal" for topic in topics],
        [VIA[c] for c in channels],
        ["Incident" if topic == "outage" else "Question" for topic in topics],
        stamps(tickets.created, unit="m"),
        stamps(updated, unit="m"),
        assigned,
        [""] * n,
        [""] * n,
        assigned,
        stamps(tickets.solved, tickets.is_solved, unit="m"),
        [m // 60 if done else "" for m, done in zip(tickets.full_resolution.tolist(), solved, strict=True)],
        _satisfaction(rng, tickets),
        stations,
        stations,
        tickets.reopened.astype(int).tolist(),
        np.where(tickets.answered, 1 + tickets.reopened + rng.poisson(0.8, size=n), 0).tolist(),
        *(column for values, known in minutes for column in _minute_columns(values, known)),
        [LOCATIONS[site] for site in tickets.location.tolist()],
        [CHANNELS[c] for c in channels],
        strict=True,
    )


def _statuses(tickets: Tickets) -> list[str]:
    closed = tickets.is_solved & (tickets.solved + CLOSES_AFTER <= EXPORTED_AT)
    stages = [closed, tickets.is_solved, tickets.answered]
    return [str(s) for s in np.select(stages, ["Closed", "Solved", "Pending"], default="Open").tolist()]


def _satisfaction(rng: np.random.Generator, tickets: Tickets) -> list[str]:
    n = len(tickets.created)
    commented = rng.random(n) < np.where(tickets.good, 0.15, 0.4)
    offered = tickets.is_solved & (tickets.channel != SOCIAL) & (rng.random(n) < OFFERED_SHARE)
    kinds = [tickets.good & commented, tickets.good, tickets.rated & commented, tickets.rated, offered]
    words = ["Good with comment", "Good", "Bad with comment", "Bad", "Offered"]
    return [str(s) for s in np.select(kinds, words, default="Not Offered").tolist()]


def _minute_columns(values: IntArray, known: BoolArray) -> tuple[list[object], list[object]]:
    """Minutes by the calendar and by business hours (half of the day after the first four hours)."""
    business = np.where(values <= 240, values, 240 + (values - 240) // 2)
    calendar, business_hours = (
        [m if there else "" for m, there in zip(column.tolist(), known.tolist(), strict=True)]
        for column in (values, business)
    )
    return calendar, business_hours
