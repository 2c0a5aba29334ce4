"""Difference in differences: what a figure did in some places from a day on, less what it did elsewhere.

Sources: Card & Krueger (1994), American Economic Review 84, 772-793; clustered, because answers of one key are not
independent, Bertrand, Duflo & Mullainathan (2004), Quarterly Journal of Economics 119, 249-275; for few keys cr2.py.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cxmetrics.stats.arrays import Floats, floats
from cxmetrics.stats.cluster import of_sums


class Gap(NamedTuple):
    """here, elsewhere: after minus before in the places and outside them; difference: here less elsewhere.

    squared_error: of the difference, with df degrees of freedom, clustered; groups: keys in either.
    """

    here: float
    elsewhere: float
    difference: float
    squared_error: float
    df: float
    groups: tuple[int, int]


def gap(n: Floats, total: Floats) -> Gap | None:
    """Of the weights of keys and the sums of their y, shape (2, 2, keys): (before, after), then (here, elsewhere).

    None where one of the four is empty. A key on both sides counts on each as one of its own.
    """
    if not (n.sum(axis=-1) > 0).all():
        return None
    mean = total.sum(axis=-1) / n.sum(axis=-1)
    changes = mean[1] - mean[0]
    sides = [of_sums(*_present(n[:, side], total[:, side])) for side in (0, 1)]
    errors = floats([float(floats(side.corrected)) for side in sides])
    degrees = floats([float(floats(side.df)) for side in sides])
    with np.errstate(divide="ignore", invalid="ignore"):
        df = errors.sum() ** 2 / (errors**2 / degrees).sum()
    return Gap(
        here=float(changes[0]),
        elsewhere=float(changes[1]),
        difference=float(changes[0] - changes[1]),
        squared_error=float(errors.sum()),
        df=float(np.nan_to_num(df)),
        groups=(int(floats(sides[0].groups)), int(floats(sides[1].groups))),
    )


def _present(n: Floats, total: Floats) -> tuple[Floats, Floats]:
    kept = (n > 0).any(axis=0)
    return n[:, kept], total[:, kept]
