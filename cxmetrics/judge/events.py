"""A marked change in some places tested against the places that did not get it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from cxmetrics.judge import rules, sampling
from cxmetrics.judge.cells import POINTS, Cells, squared_unit
from cxmetrics.judge.marks import Mark
from cxmetrics.judge.scale import change_in_units, interval_in_units
from cxmetrics.model import Interval, Kind, Policy
from cxmetrics.stats.arrays import Floats
from cxmetrics.stats.gap import gap
from cxmetrics.stats.overdispersion import tau_squared
from cxmetrics.stats.quantiles import critical_value, two_sided_p

FEWEST_MONTHS = 8


@dataclass(frozen=True, slots=True)
class Keyed:
    """The records behind an event: weights of keys and sums of their y, shape (2, 2, keys).

    First axis (before, after), then (here, elsewhere). key: what they are, "employee". months: the figures of earlier
    months, shape (months, 2), here and elsewhere, from which is learned how places drift apart anyway.
    """

    key: str
    n: Floats
    total: Floats
    months: Cells


@dataclass(frozen=True, slots=True)
class Effect:
    """What a figure did from a mark on in its places, and elsewhere; changes in the unit of a comparison's.

    difference, interval, p_value: here less elsewhere, None where too little is known to tell; interval at the level of
    the policy, divided by the number of marks that are tested. n: records, (before, after) here and elsewhere. tau: how
    far places drift apart from month to month anyway, on the scale, None where it could not be learned. nobody_else:
    the mark is everywhere, so that there is nothing to hold it against.
    """

    mark: Mark
    n: tuple[tuple[int, int], tuple[int, int]]
    here: float | None
    elsewhere: float | None
    difference: float | None
    interval: Interval | None
    p_value: float | None
    key: str
    groups: tuple[int, int]
    tau: float | None
    nobody_else: bool = False

    @property
    def beyond_chance(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.interval is not None and bool(rules.excludes_zero(*self.interval))


def everywhere(mark: Mark) -> Effect:
    """Of a mark without places, or whose places are all there are."""
    return Effect(mark, ((0, 0), (0, 0)), None, None, None, None, None, "", (0, 0), None, nobody_else=True)


def effect(kind: Kind, mark: Mark, keyed: Keyed, records: Floats, policy: Policy, tested: int = 1) -> Effect:
    """records: of both periods here and elsewhere, shape (2, 2) as in `Keyed`. tested: marks looked at together."""
    n = (int(records[0, 0]), int(records[1, 0])), (int(records[0, 1]), int(records[1, 1]))
    unit = POINTS if kind is Kind.NPS else 1.0
    found = gap(keyed.n, keyed.total)
    if found is None:
        return Effect(mark, n, None, None, None, None, None, keyed.key, (0, 0), None)
    here, elsewhere, difference = (unit * change for change in (found.here, found.elsewhere, found.difference))
    squared, months = _drift(kind, keyed.months, policy)
    variance = found.squared_error * squared_unit(kind) + 2 * (squared or 0.0)
    df = min(found.df, months - 1) if squared else found.df
    known = (
        not rules.too_few(kind, records.min(), policy.minimum_n)
        and not any(rules.too_few_keys(groups, found.df) for groups in found.groups)
        and variance > 0
    )
    half = float(critical_value(1 - (1 - policy.level) / tested, df)) * math.sqrt(variance) if known else math.nan
    return Effect(
        mark=mark,
        n=n,
        here=change_in_units(kind, here),
        elsewhere=change_in_units(kind, elsewhere),
        difference=change_in_units(kind, difference),
        interval=interval_in_units(kind, difference - half, difference + half, of_change=True),
        p_value=float(two_sided_p(difference / math.sqrt(variance), df)) if known else None,
        key=keyed.key,
        groups=found.groups,
        tau=None if squared is None else math.sqrt(squared),
    )


def _drift(kind: Kind, months: Cells, policy: Policy) -> tuple[float | None, int]:
    """The variance between months of the gap between the two sides, beyond sampling, and how many months it is from."""
    if not months.n.size:
        return None, 0
    one = sampling.sample(kind, months)
    enough = (one.n >= policy.minimum_n).all(axis=1)
    gaps, errors = one.value[:, 0] - one.value[:, 1], one.squared_error.sum(axis=1)
    found = tau_squared(np.where(enough, gaps, np.nan), np.where(enough, errors, np.nan))
    count = int(found.df) + 1
    return (float(found.tau_squared), count) if count >= FEWEST_MONTHS else (None, count)
