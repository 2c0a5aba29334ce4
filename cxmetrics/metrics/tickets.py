"""What the help desk sees: replies, resolutions, reopened tickets, and how much there is to answer."""

from __future__ import annotations

from dataclasses import replace

from cxmetrics.layout import Column, Layout, Role, is_answer
from cxmetrics.measure import DurationOf, ElapsedOf, FilledOf, MeanOf, Where
from cxmetrics.metrics.columns import durations, flagged, timed
from cxmetrics.metrics.template import Found, Template
from cxmetrics.model import Direction, Kind

SOLVED = ("solved", "closed", "resolved")


def _first_replies(layout: Layout) -> Found:
    """By the clock of the help desk, else from the two dates it lies between."""
    if stated := [*timed("first reply")(layout), *timed("first response")(layout)]:
        return stated
    opened = layout.named(Role.DATE)
    replied = [column for column in layout.named(Role.REPLY_AT) if not is_answer(column)]
    return [(replied[0], ElapsedOf(opened[0].name, replied[0].name))] if opened and replied else ()


def _replied(layout: Layout) -> Found:
    """Of tickets, by the clock that only a reply sets, else by its date; reviews have a metric of their own."""
    if layout.named(Role.STARS_1_5):
        return ()
    clocks = durations(layout, "first reply") or durations(layout, "first response")
    dates = [column for column in layout.named(Role.REPLY_AT) if not is_answer(column)]
    return [(column, FilledOf(column.name)) for column in clocks or dates]


def _resolutions(layout: Layout) -> list[Column]:
    return durations(layout, "full resolution") or [
        column for column in durations(layout, "resolution") if "first" not in column.label.lower()
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
    return [(column, replace(share, where=where)) for column, share in flagged("reopen")(layout)]


TICKETS = (
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
