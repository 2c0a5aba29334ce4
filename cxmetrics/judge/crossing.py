"""Crossed cells: the records of two periods added up wherever all that is known of them is alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from cxmetrics.judge.cells import Cells
from cxmetrics.model import Moments
from cxmetrics.stats.arrays import Floats, floats

Codes = NDArray[np.intp]
Label = tuple[tuple[str, str], ...]
"""Dimensions and their values."""

MOST_CROSSED = 3
"""Dimensions that a candidate is named by at most: one employee in one location in one week."""


@dataclass(frozen=True, slots=True, eq=False)
class Crossed:
    """names: of the dimensions. values: of each dimension, in order; of time the first days of its spans.

    codes: shape (dimensions, cells), the position of each cell's value; -1 where its records have none, or one that is
    not looked at by itself. cells: their moments, shape (2, cells), (before, after) first. time: the dimension that
    holds weeks or months, if any.
    """

    names: tuple[str, ...]
    values: tuple[tuple[str, ...], ...]
    codes: Codes
    cells: Cells
    time: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Sets of cells that might have moved a figure. labels: of each, dimensions and their values.

    cell: the cells of one candidate after the other. ends: where each candidate's end in it.
    """

    labels: tuple[Label, ...]
    cell: Codes
    ends: Codes

    def members(self, i: int) -> Codes:
        """The cells of one candidate."""
        return self.cell[self.ends[i - 1] if i else 0 : self.ends[i]]

    @property
    def candidate(self) -> Codes:
        """The candidate that each entry of `cell` belongs to."""
        return np.repeat(np.arange(len(self.labels)), np.diff(self.ends, prepend=0)).astype(np.intp)


def candidates(crossed: Crossed, minimum_n: int) -> Candidates:
    """Every value of every dimension, and every crossing of two and three, with enough records in one of the periods.

    Of candidates with the very same records only the one that says most about them is kept: an employee of one location
    is named with it.
    """
    labels: list[Label] = []
    cell: list[Codes] = []
    known: set[bytes] = set()
    for dimensions in _combinations(different(crossed)):
        codes = crossed.codes[list(dimensions)]
        sizes = [len(crossed.values[dimension]) for dimension in dimensions]
        inside = np.flatnonzero((codes >= 0).all(axis=0))
        if not inside.size:
            continue
        flat = np.ravel_multi_index(tuple(codes[:, inside]), sizes)
        found, group = np.unique(flat, return_inverse=True)
        n = floats([np.bincount(group, weights=period[inside], minlength=found.size) for period in crossed.cells.n])
        order = inside[np.argsort(group, kind="stable")]
        ends = np.cumsum(np.bincount(group, minlength=found.size))
        for i in np.flatnonzero((n >= minimum_n).any(axis=0)):
            mine = order[ends[i - 1] if i else 0 : ends[i]]
            if (key := mine.tobytes()) in known:
                continue
            known.add(key)
            places = np.unravel_index(found[i], sizes)
            labels.append(
                tuple(
                    (crossed.names[dimension], crossed.values[dimension][place])
                    for dimension, place in zip(dimensions, places, strict=True)
                )
            )
            cell.append(mine)
    return Candidates(
        tuple(labels),
        np.concatenate(cell) if cell else np.array([], dtype=np.intp),
        np.cumsum([mine.size for mine in cell], dtype=np.intp),
    )


def moments(cells: Cells, i: int) -> tuple[Moments, Moments]:
    """One place of the cells, before and after."""

    def one(period: int) -> Moments:
        n, positive, negative, *sums = (float(getattr(cells, field.name)[period, i]) for field in fields(Cells))
        return Moments(round(n), round(positive), round(negative), *sums)

    return one(0), one(1)


def merged(cells: Cells, group: Codes, groups: int) -> Cells:
    """The moments of groups of cells, around each group's own mean; cells of group -1 are left out."""
    kept = group >= 0
    where = group[kept]

    def summed(values: Floats) -> Floats:
        return floats([np.bincount(where, weights=period, minlength=groups) for period in values[:, kept]])

    n, total, x_total = summed(cells.n), summed(cells.total), summed(cells.x_total)
    with np.errstate(divide="ignore", invalid="ignore"):
        y_off, x_off = (
            np.nan_to_num(values / cells.n)[:, kept] - np.nan_to_num(sums / n)[:, where]
            for values, sums in ((cells.total, total), (cells.x_total, x_total))
        )

    def centred(squares: Floats, one: Floats, other: Floats) -> Floats:
        whole = np.zeros_like(cells.n)
        whole[:, kept] = squares[:, kept] + cells.n[:, kept] * one * other
        return summed(whole)

    return Cells(
        n=n,
        positive=summed(cells.positive),
        negative=summed(cells.negative),
        total=total,
        m2=centred(cells.m2, y_off, y_off),
        x_total=x_total,
        x_m2=centred(cells.x_m2, x_off, x_off),
        cross=centred(cells.cross, y_off, x_off),
    )


def different(crossed: Crossed) -> list[int]:
    """The dimensions that have several values, and none that only calls another one's values by other names."""
    kept: list[int] = []
    for i, codes in enumerate(crossed.codes):
        if np.unique(codes).size > 1 and not any(_same(codes, crossed.codes[j]) for j in kept):
            kept.append(i)
    return kept


def _same(one: Codes, other: Codes) -> bool:
    kinds = np.unique(one).size
    return kinds == np.unique(other).size == np.unique(one * (other.max() + 2) + other).size


def _combinations(dimensions: list[int]) -> Iterator[tuple[int, ...]]:
    """The most telling first: crossings of three, then of two, then single ones."""
    for size in range(min(MOST_CROSSED, len(dimensions)), 0, -1):
        yield from combinations(dimensions, size)
