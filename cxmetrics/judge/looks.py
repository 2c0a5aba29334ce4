"""One look at every segment of one period: its gap to the others, how sure that is, and who leaves the others.

Answers of one customer, or about one employee, are never taken for answers of many, and where the test of a kind fails
far out in the tail a second one has to agree.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cxmetrics.judge import sampling
from cxmetrics.judge.cells import Cells, grid, squared_unit
from cxmetrics.judge.compare import USUAL
from cxmetrics.judge.rules import excludes_zero, too_few, too_few_keys
from cxmetrics.judge.segments import Judged, judge_cells
from cxmetrics.model import Direction, Kind, Moments, Policy
from cxmetrics.stats import exact, mean
from cxmetrics.stats.arrays import Floats, floats
from cxmetrics.stats.cluster import Clusters, of_sums
from cxmetrics.stats.fdr import benjamini_hochberg
from cxmetrics.stats.quantiles import critical_value

_MANY = 10
"""Expected cases from which the approximate test of a share needs no exact one beside it."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Of each key, such as a customer or a random group of them, and each value: records, and the sum of their y.

    Both of shape (keys, values).
    """

    n: Floats
    total: Floats


@dataclass(frozen=True, slots=True)
class Cut:
    """The records of a period cut by one dimension: its values, their moments, and the keys behind their records.

    customers, employees: None where the source does not tell them apart, and for employees where they are the cut.
    """

    dimension: str
    values: tuple[str, ...]
    moments: tuple[Moments, ...]
    customers: Keys | None = None
    employees: Keys | None = None


class Looks(NamedTuple):
    """One look at each segment, on the scale of the kind. p_value: NaN where a rule forbids to say anything."""

    change: Floats
    lower: Floats
    upper: Floats
    p_value: Floats
    by_employee: NDArray[np.bool_]
    others: NDArray[np.object_]

    @property
    def evidence(self) -> Floats:
        """How far the gap is from none, in half-widths of its interval."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.nan_to_num(np.abs(self.change) / ((self.upper - self.lower) / 2), posinf=0.0)

    def replaced(self, anew: Looks, where: NDArray[np.bool_]) -> Looks:
        return Looks(*(np.where(where, one, other) for one, other in zip(anew, self, strict=True)))


def look(
    kind: Kind,
    cuts: Sequence[Cut],
    left: Sequence[NDArray[np.bool_]],
    good_direction: Direction,
    policy: Policy,
    still_open: bool,
) -> Looks:
    """Each segment that is left against the others that are; what is said of those that are not means nothing."""
    others = [moments for cut, mine in zip(cuts, left, strict=True) for moments in _without_each(cut.moments, mine)]
    each = [moments for cut in cuts for moments in cut.moments]
    parts = [_clusters(kind, cut, mine, policy) for cut, mine in zip(cuts, left, strict=True)]
    clusters = Clusters(*(np.concatenate(column) for column in zip(*(found for found, _ in parts), strict=True)))
    two = grid([others, each])
    found = judge_cells(kind, two, 0.0, good_direction, policy, clusters, still_open=still_open)
    p_value = np.fmax(found.p_value, _guard(kind, two))
    gated = np.isnan(found.adjusted_p_value) & ~_only_rare(kind, found, clusters, policy)
    held = np.empty(len(others), dtype=np.object_)
    held[:] = others
    return Looks(
        found.change,
        found.lower,
        found.upper,
        np.where(gated | still_open, np.nan, p_value),
        np.concatenate([mine for _, mine in parts]),
        held,
    )


def _guard(kind: Kind, two: Cells) -> Floats:
    """The p-value of a second test, where that of the kind fails far out in the tail, which is where many looks look.

    Few of rare cases are tested exactly. A small sample of a skewed scale that happens to be alike is tested with the
    variance of both sides together.
    """
    if kind is Kind.PROPORTION:
        few = (two.positive.sum(axis=0) * two.n.min(axis=0) < _MANY * two.n.sum(axis=0)) | (
            (two.n - two.positive).sum(axis=0) * two.n.min(axis=0) < _MANY * two.n.sum(axis=0)
        )
        guard = np.zeros(few.shape)
        guard[few] = exact.p_value(two.positive[:, few], two.n[:, few])
        return guard
    if kind is Kind.MEAN or kind.relative:
        value, variance, n = sampling.sample(kind, two)
        pooled = ((n - 1) * variance).sum(axis=0) / (n - 1).sum(axis=0)
        return mean.difference(value, pooled / n, n, USUAL.level).p_value
    return np.zeros(two.n.shape[1:])


def _only_rare(kind: Kind, found: Judged, clusters: Clusters, policy: Policy) -> NDArray[np.bool_]:
    """Whether nothing but too few expected cases could forbid a verdict: the exact test takes care of these."""
    enough = ~too_few(kind, found.n, policy.minimum_n).any(axis=0) & ~too_few_keys(clusters.groups, clusters.df)
    allowed: NDArray[np.bool_] = enough & ~np.isnan(found.p_value)
    return allowed if kind is Kind.PROPORTION else np.zeros_like(allowed)


def standing_out(cuts: Sequence[Cut], looks: Looks, left: NDArray[np.bool_], policy: Policy) -> NDArray[np.bool_]:
    """Of each cut those that stand out on the side of its strongest: they cannot owe it to the strongest."""
    found = left & (benjamini_hochberg(looks.p_value) <= 1 - policy.level) & excludes_zero(looks.lower, looks.upper)
    evidence = np.where(found, looks.evidence * np.sign(looks.change), 0.0)
    leaving = np.zeros_like(found)
    first = 0
    for cut in cuts:
        mine = slice(first, first := first + len(cut.values))
        strongest = evidence[mine][np.argmax(np.abs(evidence[mine]))]
        leaving[mine] = found[mine] & (evidence[mine] * np.sign(strongest) >= abs(strongest) / 2)
    return leaving


def _clusters(kind: Kind, cut: Cut, left: NDArray[np.bool_], policy: Policy) -> tuple[Clusters, NDArray[np.bool_]]:
    """What repeated customers, or if that is wider the employees, make of each value's error; and where it is they.

    Fewer employees than a verdict takes say nothing about others there might be: then they are taken as they are.
    """
    none, endless = np.zeros(len(cut.values)), np.full(len(cut.values), np.inf)
    apart = Clusters(none, none, endless, endless, none)
    customers = _of_keys(kind, cut.customers, left) if cut.customers else apart
    if not cut.employees:
        return customers, np.zeros(len(cut.values), dtype=np.bool_)
    employees = _of_keys(kind, cut.employees, left)
    enough = ~too_few_keys(employees.groups, employees.df)
    wider = enough & (_half(employees, policy) > _half(customers, policy))
    return Clusters(*(np.where(wider, one, other) for one, other in zip(employees, customers, strict=True))), wider


def _of_keys(kind: Kind, keys: Keys, left: NDArray[np.bool_]) -> Clusters:
    """Of each value against the others; never narrower than answers that have nothing in common."""
    n, total = (
        np.stack([np.where(left, sums[:, left].sum(axis=1, keepdims=True) - sums, 0.0), sums])
        for sums in (keys.n, keys.total)
    )
    found = of_sums(n, total)
    unit = squared_unit(kind)
    return found._replace(
        variance=floats(found.variance) * unit,
        corrected=np.nan_to_num(floats(found.corrected)) * unit,
        shared=np.zeros_like(floats(found.df)),
    )


def _half(clusters: Clusters, policy: Policy) -> Floats:
    """Half the width of an interval; none where the degrees of freedom are."""
    df = floats(clusters.df)
    return np.sqrt(floats(clusters.corrected)) * np.where(df > 0, critical_value(policy.level, np.fmax(df, 1)), 0.0)


def _without_each(cells: Sequence[Moments], left: NDArray[np.bool_]) -> list[Moments]:
    """Those that are left but one, for each: sums from both ends, so that nothing is subtracted and no digit lost."""
    there = [moments if stays else Moments() for moments, stays in zip(cells, left, strict=True)]
    before = list(itertools.accumulate(there, initial=Moments()))
    behind = list(itertools.accumulate(reversed(there), initial=Moments()))[::-1]
    return [one + other for one, other in zip(before[:-1], behind[1:], strict=True)]
