"""Cohorts: of the people who joined in the same month, how many were still there some months later.

A share is told only once everybody of the cohort could have stayed that long, so that newcomers do not look loyal.
Whether cohorts differ at all is the chi-squared test of equal shares, which is Cochran's Q with pooled variances.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from cxmetrics.judge import sampling
from cxmetrics.judge.cells import Cells
from cxmetrics.judge.compare import USUAL
from cxmetrics.model import Interval, Kind, Policy
from cxmetrics.period import Period
from cxmetrics.stats.overdispersion import tau_squared

AFTER = (1, 2, 3, 6, 9, 12, 18, 24)
"""Months after which it is asked who is still there."""

_WIDTHS = (1, 3, 12)
_TOLD = 12
_SURE = 0.01
"""Stricter than a verdict, because it is said unasked beside everything else on its page."""


@dataclass(frozen=True, slots=True)
class Stayed:
    """Of n people, how many were still there; share and interval at the policy's level, between 0 and 1."""

    stayed: int
    n: int
    share: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class Cohort:
    """Who joined in one period. stayed: for each of `Cohorts.after`; None where it is too early to say.

    small: so few joined that their shares would tell of single people; then nothing is told.
    """

    joined: Period
    n: int
    stayed: tuple[Stayed | None, ...]
    small: bool


@dataclass(frozen=True, slots=True)
class Cohorts:
    """Cohorts in order of time. after: months. together: all of them at each, None where none is known.

    p_values: that the cohorts do not differ at each, None where fewer than two are known.
    """

    after: tuple[int, ...]
    cohorts: tuple[Cohort, ...]
    together: tuple[Stayed | None, ...]
    p_values: tuple[float | None, ...]

    @property
    def told(self) -> int:
        """The position of the time that a sentence tells of: a year, or the longest there is before it."""
        return sum(months <= _TOLD for months in self.after) - 1

    @property
    def differ(self) -> bool | None:
        """Whether cohorts differ by more than luck makes them at that time; None where it cannot be known."""
        p_value = self.p_values[self.told] if self.after else None
        return None if p_value is None else p_value < _SURE


def cohorts(
    joined: Mapping[date, Mapping[int | None, int]], first: date, through: date, policy: Policy = USUAL
) -> Cohorts:
    """First day of the month of joining -> whole months until somebody left (None: still there) -> people.

    first: the month from which leavers are known. through: the last day that is surely covered. Months are put together
    to quarters or years where most of them are small.
    """
    known = {month: stays for month, stays in joined.items() if first <= month <= through}
    merged: dict[Period, Counter[int | None]] = {}
    for width in _WIDTHS:
        merged = _merged(known, width)
        sizes = [stays.total() for stays in merged.values()]
        if sizes and np.median(sizes) >= policy.minimum_n:
            break
    found = tuple(
        _cohort(period, stays, through, policy)
        for period, stays in sorted(merged.items())
        if _seen(period, AFTER[0], through)
    )
    last = max((i for cohort in found for i, stay in enumerate(cohort.stayed) if stay), default=-1) + 1
    told = [[cohort.stayed[i] for cohort in found] for i in range(last)]
    return Cohorts(
        after=AFTER[:last],
        cohorts=tuple(Cohort(each.joined, each.n, each.stayed[:last], each.small) for each in found),
        together=tuple(_together(stays, policy) for stays in told),
        p_values=tuple(_alike(stays) for stays in told),
    )


def _merged(known: Mapping[date, Mapping[int | None, int]], width: int) -> dict[Period, Counter[int | None]]:
    merged: dict[Period, Counter[int | None]] = {}
    for month, stays in known.items():
        period = Period.months(month.year, (month.month - 1) // width * width + 1, width)
        merged.setdefault(period, Counter()).update(stays)
    return merged


def _cohort(joined: Period, stays: Counter[int | None], through: date, policy: Policy) -> Cohort:
    n, small = stays.total(), stays.total() < policy.minimum_n
    stayed: list[Stayed | None] = []
    for months in AFTER:
        there = sum(count for lasted, count in stays.items() if lasted is None or lasted >= months)
        stayed.append(_stayed(there, n, policy) if _seen(joined, months, through) and not small else None)
    return Cohort(joined, n, tuple(stayed), small)


def _seen(joined: Period, months: int, through: date) -> bool:
    """Whether so many months have passed for everybody who joined, whichever day of the period it was."""
    later = joined.end.year * 12 + joined.end.month - 1 + months
    return Period.months(later // 12, later % 12 + 1).end <= through


def _stayed(there: int, n: int, policy: Policy) -> Stayed:
    low, high = sampling.interval(Kind.PROPORTION, Cells.of_counts(n, there), policy.level)
    return Stayed(there, n, there / n, (float(low), float(high)))


def _together(stays: Sequence[Stayed | None], policy: Policy) -> Stayed | None:
    known = [stay for stay in stays if stay]
    if not known:
        return None
    return _stayed(sum(stay.stayed for stay in known), sum(stay.n for stay in known), policy)


def _alike(stays: Sequence[Stayed | None]) -> float | None:
    known = [stay for stay in stays if stay]
    n = np.array([stay.n for stay in known], dtype=float)
    there = np.array([stay.stayed for stay in known], dtype=float)
    if len(known) < 2 or not 0 < there.sum() < n.sum():
        return None
    share = there.sum() / n.sum()
    return float(tau_squared(there / n, share * (1 - share) / n).p_value)
