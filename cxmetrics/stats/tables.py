"""Two shares side by side: the pooled test of one table, and of many tables that must not be poured together.

Sources: Pearson (1900), without the correction for continuity; Mantel & Haenszel (1959), Journal of the National Cancer
Institute 22, 719-748, after Cochran (1954), Biometrics 10, 417-451.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from cxmetrics.stats.arrays import Floats, Limits, floats


@dataclass(frozen=True, slots=True, eq=False)
class Pooled:
    """chi2: the squared z of two shares under a common one; NaN where there is nothing to compare."""

    chi2: Floats
    p_value: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Stratified:
    """chi2 with 1 degree of freedom; odds_ratio: after over before, the same in all strata, with its limits."""

    chi2: float
    p_value: float
    odds_ratio: float
    odds_limits: Limits


def pooled(events: ArrayLike, n: ArrayLike) -> Pooled:
    """Of shape (2, ...), (before, after) first. A test for comparison with other programs; verdicts use Newcombe's."""
    x, size = floats(events), floats(n)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = x.sum(axis=0) / size.sum(axis=0)
        variance = share * (1 - share) * (1 / size).sum(axis=0)
        change = x[1] / size[1] - x[0] / size[0]
        chi2 = change**2 / np.where(variance > 0, variance, np.nan)
    return Pooled(chi2, floats(chdtrc(1, chi2)))


def cochran_mantel_haenszel(events: ArrayLike, n: ArrayLike, level: float = 0.95) -> Stratified | None:
    """Of shape (2, strata), (before, after) first; strata with one period only say nothing and are left out.

    No correction for continuity. None where nothing varies within any stratum.
    """
    from statsmodels.stats.contingency_tables import StratifiedTable

    x, size = floats(events), floats(n)
    fails = size - x
    telling = (size > 0).all(axis=0) & (x.sum(axis=0) > 0) & (fails.sum(axis=0) > 0)
    if not telling.any():
        return None
    table = StratifiedTable(np.array([[x[1], fails[1]], [x[0], fails[0]]])[..., telling])
    chi2 = float(table.test_null_odds(correction=False).statistic)
    lower, upper = table.oddsratio_pooled_confint(alpha=1 - level)
    return Stratified(
        chi2=chi2,
        p_value=float(chdtrc(1, chi2)),
        odds_ratio=float(table.oddsratio_pooled),
        odds_limits=Limits(floats(lower), floats(upper)),
    )
