"""Two shares of rare cases side by side, tested exactly, where approximations fail for want of expected cases.

Source: Fisher (1935), Journal of the Royal Statistical Society 98, 39-82; two-sided as twice the smaller tail, which
R exact2x2 calls central. scipy.stats.fisher_exact adds up the less likely tables instead, and takes one table a call.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln

from cxmetrics.stats.arrays import Floats, floats


def p_value(events: ArrayLike, n: ArrayLike) -> Floats:
    """Two-sided, of shape (2, tables), (one side, the other) first; 1 where a side is empty or all cases are alike."""
    x, size = floats(events), floats(n)
    return floats([_of_table(*x[:, i], *size[:, i]) for i in range(x.shape[1])])


def _of_table(other_events: float, events: float, others: float, n: float) -> float:
    """The chance of so few, or of so many, events among n of all, given all events there are; twice the smaller."""
    whole, cases = others + n, other_events + events
    possible = np.arange(max(0.0, cases - others), min(cases, n) + 1)
    log = _log_ways(cases, possible) + _log_ways(whole - cases, n - possible) - _log_ways(whole, floats(n))
    chance = np.exp(log)
    return float(min(1.0, 2 * min(chance[possible <= events].sum(), chance[possible >= events].sum())))


def _log_ways(among: float, chosen: Floats) -> Floats:
    return floats(gammaln(among + 1) - gammaln(chosen + 1) - gammaln(among - chosen + 1))
