"""What the phone sees: how long calls take, who waits, gives up or calls again."""

from __future__ import annotations

import re
from dataclasses import replace

from cxmetrics.layout import SCALES, Column, Layout, Role
from cxmetrics.measure import DurationOf, RepeatsOf, ShareOf, Where
from cxmetrics.metrics.columns import durations, flagged, timed
from cxmetrics.metrics.template import Found, Template
from cxmetrics.model import Direction, Kind

SHORT_CALL_S = 15
REPEAT_DAYS = 7
_LENGTH = re.compile(r"((call|contact|interaction|conversation|chat) )?duration|call time")
ABANDONED = ("abandoned", "short_abandoned")
ANSWERED = ("inbound", "missed", "voicemail")
"""What else becomes of a call that came in, where the kind of a call is also its end."""


def _handled(layout: Layout) -> list[Column]:
    """How long agents were busy with a call: the whole of it, else the talking."""
    return durations(layout, "handle") or durations(layout, "talk")


def _lengths(layout: Layout) -> list[Column]:
    """How long a contact lasted from end to end; how long an answer to a survey took is no measure of the service."""
    if any(column.role in SCALES for column in layout.columns):
        return []
    return [column for column in durations(layout) if _LENGTH.fullmatch(column.label.lower())]


def _short(layout: Layout) -> Found:
    """Of what agents handled; where only the length from end to end is known, of the contacts that had an agent."""
    agents = layout.named(Role.AGENT)
    where = None if _handled(layout) or not agents else Where(agents[0].name)
    columns = _handled(layout) or _lengths(layout)
    return [(column, ShareOf(column.name, below=SHORT_CALL_S, positive=True, where=where)) for column in columns]


def _waits(layout: Layout) -> Found:
    return timed("queue")(layout) or timed("wait")(layout)


def _abandoned(layout: Layout) -> Found:
    """Calls that came in, where the kind of a call says so; else every call that has an answer."""
    for column, share in flagged("abandon", *ABANDONED)(layout):
        kind = column.label.lower() == "call type"
        yield column, replace(share, among=ABANDONED, out_of=ANSWERED) if kind else share


def _repeats(layout: Layout) -> Found:
    person, at, handled = layout.named(Role.PERSON), layout.named(Role.DATE), _handled(layout)
    if person and at and handled:
        return [(person[0], RepeatsOf(person[0].name, at[0].name, REPEAT_DAYS, handled[0].name))]
    return ()


CALLS = (
    Template(
        key="handle_time",
        label="Handle time",
        kind=Kind.DURATION,
        unit="s",
        good_direction=Direction.DOWN,
        counter_metrics=("short_calls", "repeat_contact", "abandon_rate", "transfer_rate", "csat"),
        smallest_change_that_matters=0.05,
        definition="Geometric mean of the seconds an agent spends on an answered call. On its own it rewards getting "
        "rid of customers, so it is always read with its counter-metrics.",
        source_hint="a call log with handle times",
        find=timed("handle"),
        never_alone=True,
    ),
    Template(
        key="talk_time",
        label="Talk time",
        kind=Kind.DURATION,
        unit="s",
        good_direction=Direction.DOWN,
        counter_metrics=("short_calls", "repeat_contact", "abandon_rate", "transfer_rate", "csat"),
        smallest_change_that_matters=0.05,
        definition="Geometric mean of the seconds an agent talks on a call, over calls with any talking. On its own it "
        "rewards getting rid of customers, so it is always read with its counter-metrics.",
        source_hint="a call log with talk times",
        find=timed("talk"),
        never_alone=True,
    ),
    Template(
        key="contact_length",
        label="Length of a contact",
        kind=Kind.DURATION,
        unit="s",
        good_direction=Direction.DOWN,
        counter_metrics=("short_calls", "repeat_contact", "abandon_rate", "transfer_rate", "csat"),
        smallest_change_that_matters=0.05,
        definition="Geometric mean of the seconds from the beginning of a contact to its end, waiting included. On its "
        "own it rewards getting rid of customers, so it is always read with its counter-metrics.",
        source_hint="a log of calls or chats with their durations",
        find=lambda layout: [(column, DurationOf(column.name)) for column in _lengths(layout)],
        never_alone=True,
    ),
    Template(
        key="short_calls",
        label="Very short calls",
        kind=Kind.PROPORTION,
        unit="%",
        good_direction=Direction.DOWN,
        counter_metrics=("handle_time", "repeat_contact", "abandon_rate"),
        smallest_change_that_matters=0.01,
        definition=f"Share of answered calls that ended within {SHORT_CALL_S} seconds: too short to help.",
        source_hint="a call log with handle or talk times",
        find=_short,
    ),
    Template(
        key="repeat_contact",
        label="Called again within a week",
        kind=Kind.PROPORTION,
        unit="%",
        good_direction=Direction.DOWN,
        counter_metrics=("handle_time", "csat", "churn"),
        smallest_change_that_matters=0.01,
        definition="Share of answered calls after which the same customer called again within "
        f"{REPEAT_DAYS} days. Calls of the last week are not counted yet.",
        source_hint="a call log with customer numbers",
        find=_repeats,
    ),
    Template(
        key="abandon_rate",
        label="Abandoned calls",
        kind=Kind.PROPORTION,
        unit="%",
        good_direction=Direction.DOWN,
        counter_metrics=("hold_time", "handle_time", "repeat_contact"),
        smallest_change_that_matters=0.01,
        definition="Share of calls where the customer hung up before anybody answered.",
        source_hint="a call log that says which calls were abandoned",
        find=_abandoned,
    ),
    Template(
        key="transfer_rate",
        label="Transferred calls",
        kind=Kind.PROPORTION,
        unit="%",
        good_direction=Direction.DOWN,
        counter_metrics=("handle_time", "repeat_contact", "csat"),
        smallest_change_that_matters=0.01,
        definition="Share of calls passed on to somebody else.",
        source_hint="a call log that says which calls were transferred",
        find=flagged("transfer", "transferred"),
    ),
    Template(
        key="hold_time",
        label="Time on hold",
        kind=Kind.DURATION,
        unit="s",
        good_direction=Direction.DOWN,
        counter_metrics=("abandon_rate", "handle_time", "csat"),
        smallest_change_that_matters=0.05,
        definition="Geometric mean of the seconds a caller waits, over calls with any wait.",
        source_hint="a call log with hold times",
        find=timed("hold"),
    ),
    Template(
        key="wait_time",
        label="Wait for an answer",
        kind=Kind.DURATION,
        unit="s",
        good_direction=Direction.DOWN,
        counter_metrics=("abandon_rate", "handle_time", "csat"),
        smallest_change_that_matters=0.05,
        definition="Geometric mean of the seconds a caller waits in the queue, over calls with any wait.",
        source_hint="a call log with waiting times",
        find=_waits,
    ),
)
