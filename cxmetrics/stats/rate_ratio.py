"""How many times one Poisson rate is another, exactly.

Sources: given their sum, two Poisson counts are binomial, Przyborowski & Wilenski (1940), Biometrika 31, 313-323, with
the limits of Clopper & Pearson (1934), Biometrika 26, 404-413. R calls it poisson.test. Exact, and so somewhat wide.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv

from cxmetrics.stats.arrays import Limits, floats


@dataclass(frozen=True, slots=True, eq=False)
class RateRatio:
    """ratio: after over before, infinite where only the later period has events. limits: shape (levels,)."""

    ratio: float
    limits: Limits
    p_value: float


def compare(count: tuple[int, int], exposure: tuple[float, float], levels: ArrayLike) -> RateRatio | None:
    """Counts and exposures as (before, after); None without any event, and without any exposure in either period.

    The two-sided p-value adds up all splits of the events that are no likelier than the one seen.
    """
    from scipy.stats import binomtest

    (before, after), (time_before, time_after) = count, exposure
    if before + after == 0 or min(exposure) <= 0:
        return None
    tail = (1 - floats(levels)) / 2
    lower = betaincinv(after, before + 1, tail) if after else np.zeros_like(tail)
    upper = betaincinv(after + 1, before, 1 - tail) if before else np.ones_like(tail)
    times = time_before / time_after
    with np.errstate(divide="ignore"):
        return RateRatio(
            ratio=times * after / before if before else np.inf,
            limits=Limits(times * lower / (1 - lower), times * upper / (1 - upper)),
            p_value=float(binomtest(after, before + after, 1 / (1 + times)).pvalue),
        )
