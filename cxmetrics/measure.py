"""Measures: how one record becomes the number y that a metric counts, named by the columns it reads."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NpsOf:
    """y = +1 for 9 and 10, 0 for 7 and 8, -1 for 0 to 6."""

    score: str


@dataclass(frozen=True, slots=True)
class Where:
    """Records whose column holds one of the texts, without regard to case; with no text, those where it is filled."""

    column: str
    among: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NpsGroupOf:
    """y = +1 for the text promoter, 0 for passive, -1 for detractor, where a file holds no score."""

    group: str


@dataclass(frozen=True, slots=True)
class ShareOf:
    """y = 1 where the column passes, 0 where it does not, nothing where it is blank.

    Numbers pass from `at_least` up to but not including `below`; texts pass where they are among `among`, without
    regard to case, and do not answer at all where `out_of` is given and they are in neither (a ticket's "Offered" is no
    rating). positive: numbers of zero and below do not answer (an abandoned call was not handled for 0 seconds).
    where: records of which it is asked; the others do not answer either. unsaid: a blank says no, in a column that only
    ever says yes.
    """

    column: str
    at_least: float | None = None
    below: float | None = None
    among: tuple[str, ...] = ()
    out_of: tuple[str, ...] = ()
    positive: bool = False
    where: Where | None = None
    unsaid: bool = False


@dataclass(frozen=True, slots=True)
class FilledOf:
    """y = 1 where the column holds anything, 0 where it is blank: an answer that came, a reply that was given."""

    column: str


@dataclass(frozen=True, slots=True)
class TallyOf:
    """A record that sums up many answers: n of them, and the promoters (y = +1) and detractors (y = -1) among them.

    shares: whether those are shares of n rather than people.
    """

    n: str
    promoters: str
    detractors: str
    shares: bool = True


@dataclass(frozen=True, slots=True)
class MeanOf:
    """y = the number itself. top_box: the lowest answer of a scale whose share is judged beside the mean."""

    column: str
    top_box: float | None = None


@dataclass(frozen=True, slots=True)
class DurationOf:
    """y = the natural logarithm of the seconds, x = the seconds; blanks and zeros do not count."""

    column: str


@dataclass(frozen=True, slots=True)
class ElapsedOf:
    """As DurationOf, of the time between two columns; blanks and an end that is not after its start do not count."""

    start: str
    end: str


@dataclass(frozen=True, slots=True)
class LeaversOf:
    """For each run of `months` at whose start a record was active: y = 1 if it ended within them, else 0.

    Runs of several months begin with the year. stayed: y says the opposite, 1 for those who are still there.
    """

    start: str
    end: str
    months: int = 1
    stayed: bool = False


@dataclass(frozen=True, slots=True)
class ReasonsOf:
    """For each record that has ended: y = 1 where the column holds the reason, 0 where another one or none.

    end: the column with the day it ended, by which it is dated; without one those have ended that give a reason, on
    their own day. reason: None asks for a blank, so that y = 1 where no reason was given.
    """

    column: str
    reason: str | None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class RepeatsOf:
    """y = 1 where the same person comes back within the given days, 0 where not, nothing where it is too early to say.

    at: the column with the time of each contact. handled: a duration that is above zero where somebody answered; a
    contact that nobody answered may be the coming back, but is not itself asked about.
    """

    person: str
    at: str
    days: int
    handled: str | None = None


Measure = (
    NpsOf
    | NpsGroupOf
    | ShareOf
    | FilledOf
    | TallyOf
    | MeanOf
    | DurationOf
    | ElapsedOf
    | LeaversOf
    | ReasonsOf
    | RepeatsOf
)
