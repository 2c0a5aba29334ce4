"""What the help desk and the phone see: replies, resolutions, reopened tickets, calls."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from cxmetrics.layout import SCALES, Column, Layout, Role, Type, is_answer
from cxmetrics.measure import DurationOf, ElapsedOf, FilledOf, MeanOf, RepeatsOf, ShareOf, Where
from cxmetrics.metrics.template import Found, Template
from cxmetrics.model import Direction, Kind

SHORT_CALL_S = 15
REPEAT_DAYS = 7
YES = ("yes", "y", "true", "1")
_LENGTH = re.compile(r"((call|contact|interaction|conversation|chat) )?duration|call time")
SOLVED = ("solved", "closed", "resolved")
ABANDONED = ("abandoned", "short_abandoned")
ANSWERED = ("inbound", "missed", "voicemail")
"""What else becomes of a call that came in, where the kind of a call is also its end."""

_DURATIONS = (Role.DURATION_SECONDS, Role.DURATION_MS, Role.DURATION_MIN, Role.DURATION_HOURS)


def _durations(layout: Layout, *words: str) -> list[Column]:
    return [
        column
        for column in layout.columns
        if column.role in _DURATIONS and all(word in column.label.lower() for word in words)
    ]


def _timed(*words: str) -> Callable[[Layout], Found]:
    return lambda layout: [(column, DurationOf(column.name)) for column in _durations(layout, *words)]


def _handled(layout: Layout) -> list[Column]:
    """How long agents were busy with a call: the whole of it, else the talking."""
    return _durations(layout, "handle") or _durations(layout, "talk")


def _lengths(layout: Layout) -> list[Column]:
    """How long a contact lasted from end to end; how long an answer to a survey took is no measure of the service."""
    if any(column.role in SCALES for column in layout.columns):
        return []
    return [column for column in _durations(layout) if _LENGTH.fullmatch(column.label.lower())]


def _short(layout: Layout) -> Found:
    """Of what agents handled; where only the length from end to end is known, of the contacts that had an agent."""
    agents = layout.named(Role.AGENT)
    where = None if _handled(layout) or not agents else Where(agents[0].name)
    columns = _handled(layout) or _lengths(layout)
    return [(column, ShareOf(column.name, below=SHORT_CALL_S, positive=True, where=where)) for column in columns]


def _waits(layout: Layout) -> Found:
    return _timed("queue")(layout) or _timed("wait")(layout)


def _first_replies(layout: Layout) -> Found:
    """By the clock of the help desk, else from the two dates it lies between."""
    if stated := [*_timed("first reply")(layout), *_timed("first response")(layout)]:
        return stated
    opened = layout.named(Role.DATE)
    replied = [column for column in layout.named(Role.REPLY_AT) if not is_answer(column)]
    return [(replied[0], ElapsedOf(opened[0].name, replied[0].name))] if opened and replied else ()


def _replied(layout: Layout) -> Found:
    """Of tickets, by the clock that only a reply sets, else by its date; reviews have a metric of their own."""
    if layout.named(Role.STARS_1_5):
        return ()
    clocks = _durations(layout, "first reply") or _durations(layout, "first response")
    dates = [column for column in layout.named(Role.REPLY_AT) if not is_answer(column)]
    return [(column, FilledOf(column.name)) for column in clocks or dates]


def _resolutions(layout: Layout) -> list[Column]:
    return _durations(layout, "full resolution") or [
        column for column in _durations(layout, "resolution") if "first" not in column.label.lower()
    ]


def _resolution_times(layout: Layout) -> Found:
    """By the clock of the help desk, else from the two dates between which somebody had the ticket."""
    if stated := _resolutions(layout):
        return [(column, DurationOf(column.name)) for column in stated]
    opened, closed = layout.named(Role.DATE), layout.named(Role.END)
    if not (opened and closed and layout.named(Role.AGENT)):
        return ()
    return [(closed[0], ElapsedOf(opened[0].name, closed[0].name))]


def _reopened(layout: Layout) -> Found:
    """Of tickets that have been solved: those with a time of resolution, or else with the status of one."""
    solved, status = _resolutions(layout), layout.named(Role.STATUS)
    where = Where(solved[0].name) if solved else Where(status[0].name, SOLVED) if status else None
    return [(column, replace(share, where=where)) for column, share in _flagged("reopen")(layout)]


def _abandoned(layout: Layout) -> Found:
    """Calls that came in, where the kind of a call says so; else every call that has an answer."""
    for column, share in _flagged("abandon", *ABANDONED)(layout):
        kind = column.label.lower() == "call type"
        yield column, replace(share, among=ABANDONED, out_of=ANSWERED) if kind else share


def yes(column: Column, *events: str) -> ShareOf:
    """How often a flag says yes, or one of the words for the event; in a column of counts, how often it is not zero.

    Where no example says no, a blank does.
    """
    if column.type is Type.NUMBER:
        unsaid = _never_no(column, lambda example: bool(example.strip("0.")))
        return ShareOf(column.name, at_least=1, unsaid=unsaid)
    words = (*YES, *events)
    return ShareOf(column.name, among=words, unsaid=_never_no(column, lambda example: example.lower() in words))


def _never_no(column: Column, says_yes: Callable[[str], bool]) -> bool:
    return bool(column.examples) and all(map(says_yes, column.examples))


def _flagged(word: str, *events: str) -> Callable[[Layout], Iterable[tuple[Column, ShareOf]]]:
    """Flags about `word`, in their header or among their values."""

    def find(layout: Layout) -> Iterable[tuple[Column, ShareOf]]:
        for column in layout.named(Role.FLAG):
            if word in " ".join((column.label, *column.examples)).lower():
                yield column, yes(column, *events)

    return find


def _repeats(layout: Layout) -> Found:
    person, at, handled = layout.named(Role.PERSON), layout.named(Role.DATE), _handled(layout)
    if person and at and handled:
        return [(person[0], RepeatsOf(person[0].name, at[0].name, REPEAT_DAYS, handled[0].name))]
    return ()


CONTACT = (
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
        find=_timed("handle"),
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
        find=_timed("talk"),
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
        find=_flagged("transfer", "transferred"),
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
        find=_timed("hold"),
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
    Template(
        key="first_reply_time",
        label="First reply",
        kind=Kind.DURATION,
        unit="s",
        good_direction=Direction.DOWN,
        counter_metrics=("ticket_csat", "reopen_rate", "resolution_time"),
        smallest_change_that_matters=0.05,
        definition="Geometric mean of the time from a ticket's creation to the first public reply.",
        source_hint="a help-desk export with first reply times",
        find=_first_replies,
    ),
    Template(
        key="replied",
        label="Tickets replied to",
        kind=Kind.PROPORTION,
        unit="%",
        good_direction=Direction.UP,
        counter_metrics=("first_reply_time", "ticket_csat", "reopen_rate"),
        smallest_change_that_matters=0.01,
        definition="Share of tickets that ever got a first reply. The newest have had the least time to get one, so "
        "the last days look worse than they will.",
        source_hint="a help-desk export with first reply times",
        find=_replied,
    ),
    Template(
        key="resolution_time",
        label="Full resolution",
        kind=Kind.DURATION,
        unit="s",
        good_direction=Direction.DOWN,
        counter_metrics=("reopen_rate", "ticket_csat", "repeat_contact"),
        smallest_change_that_matters=0.05,
        definition="Geometric mean of the time from a ticket's creation to its last resolution.",
        source_hint="a help-desk export with resolution times",
        find=_resolution_times,
        never_alone=True,
    ),
    Template(
        key="reopen_rate",
        label="Reopened tickets",
        kind=Kind.PROPORTION,
        unit="%",
        good_direction=Direction.DOWN,
        counter_metrics=("resolution_time", "first_reply_time", "ticket_csat"),
        smallest_change_that_matters=0.01,
        definition="Of the tickets that have been solved, the share that was opened again.",
        source_hint="a help-desk export with reopens",
        find=_reopened,
    ),
    Template(
        key="contact_volume",
        label="Contacts a day",
        kind=Kind.MEAN,
        unit="a day",
        good_direction=Direction.DOWN,
        counter_metrics=("csat", "repeat_contact", "churn"),
        smallest_change_that_matters=None,
        definition="Mean number of contacts a day. Days follow one another: a busy week is one sign, not seven.",
        source_hint="a file with one count per day",
        find=lambda layout: [
            (column, MeanOf(column.name)) for column in layout.named(Role.N) if not layout.named(Role.PERIOD)
        ],
    ),
)
