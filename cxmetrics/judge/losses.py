"""Who left: what they had last answered, against those who stayed, and the reasons they gave."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from cxmetrics.judge.compare import USUAL, estimate
from cxmetrics.judge.looks import Cut, Keys
from cxmetrics.judge.spread import Served, Standing, against_others
from cxmetrics.model import Direction, Estimate, Interval, Kind, Moments, Policy
from cxmetrics.stats import proportion
from cxmetrics.stats.arrays import Floats
from cxmetrics.stats.quantiles import critical_value

LEFT, STAYED = "left", "stayed"


class Lacking(StrEnum):
    """What a workspace would need to join answers to losses."""

    LEAVERS = "a file that says who left and when"
    KEY_OF_LEAVERS = "a key of the customer in the file that says who left"
    ANSWERS = "answers to a satisfaction question, with their dates"
    KEY_OF_ANSWERS = "a key of the customer in the file of answers"


@dataclass(frozen=True, slots=True)
class Answered:
    """What those who left had last answered.

    metric: its key. window: days before leaving in which an answer counts. known: leavers who ever answered before.
    matched: share of all answers whose customer is in the file of those who left or stayed. positive: how many of the
    last answers in time sounded satisfied. compared: those who left in a month against those who were there and stayed,
    by their last answers in as many days before the month began; None where no whole month has both.
    """

    metric: str
    window: int
    known: int
    matched: float
    positive: Estimate
    compared: Served | None


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason for leaving as it was written, or a competitor as mentioned, and the share of all leavers."""

    words: str
    share: Estimate


@dataclass(frozen=True, slots=True)
class Losses:
    """Who left of the customers, or of the employees.

    answered: None where something is lacking for it. reasons: the most frequent first; other: leavers with rarer ones;
    none: those who gave none. mentions: competitors named in reasons and comments; mentioned: leavers who named any.
    Where no file gives reasons, none and mentioned are None.
    """

    leavers: int
    answered: Answered | None
    lacking: Lacking | None
    reasons: tuple[Reason, ...] = ()
    other: int = 0
    none: Estimate | None = None
    mentions: tuple[Reason, ...] = ()
    mentioned: Estimate | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """Both sides; employees is None where no roster is there. answers: the metrics whose answers can be joined."""

    answers: tuple[str, ...]
    customers: Losses
    employees: Losses | None


def share(events: int, n: int, policy: Policy = USUAL) -> Estimate:
    """A share of people with its interval."""
    return estimate(Kind.PROPORTION, _moments(events, n), policy.level)


def against_stayers(n: Floats, positive: Floats, questions: int = 1, policy: Policy = USUAL) -> Served | None:
    """Leavers against stayers by their last answers: both of shape (months, 2, groups of customers), leavers first.

    Stayers of a month count as much as its leavers do, so that a month in which many left weighs as much on both sides.
    A customer who stays is there in many months, and one who leaves later was a stayer before: so groups of customers,
    and not answers, are what is independent. questions: that the same could be asked of; the p-value allows for all.
    """
    per_month = n.sum(axis=2)
    usable = (per_month > 0).all(axis=1)
    if not usable.any():
        return None
    n, positive, per_month = n[usable], positive[usable], per_month[usable]
    weight = per_month[:, 0] / per_month[:, 1]
    weight *= per_month[:, 1].sum() / per_month[:, 0].sum()
    weighted = np.stack([np.ones_like(weight), weight], axis=1)[:, :, np.newaxis]
    people, content = ((column * weighted).sum(axis=0).T for column in (n, positive))
    here = people.sum(axis=1) > 0
    cut = Cut(
        "customers",
        (LEFT, STAYED),
        tuple(_moments(round(content[:, i].sum()), round(people[:, i].sum())) for i in (0, 1)),
        Keys(people[here], content[here]),
    )
    rows = against_others(Kind.PROPORTION, [cut], Direction.UP, policy)
    row = next(row for row in rows if row.segment.value == LEFT)
    if row.adjusted_p_value is not None:
        corrected = min(1.0, questions * row.adjusted_p_value)
        unsure = corrected > 1 - policy.level
        row = replace(row, adjusted_p_value=corrected, standing=Standing.ALIKE if unsure else row.standing)
    return replace(row, others=replace(row.others, interval=_of_groups(people[here, 1], content[here, 1], policy)))


def _of_groups(n: Floats, content: Floats, policy: Policy) -> Interval | None:
    """Wilson's interval on as many answers as those of groups that repeat are worth (Kish's effective sample size)."""
    whole = n.sum()
    p = content.sum() / whole
    groups = int(np.count_nonzero(n))
    squared_error = groups / max(groups - 1, 1) * (((content - p * n) / whole) ** 2).sum()
    worth = np.fmin(p * (1 - p) / squared_error, whole) if squared_error > 0 else whole
    limits = proportion.interval(p * worth, worth, critical_value(policy.level))
    return float(limits.lower), float(limits.upper)


def _moments(events: int, n: int) -> Moments:
    return Moments(n, events, 0, events, events - events * events / n if n else 0.0)
