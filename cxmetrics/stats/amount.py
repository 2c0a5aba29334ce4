"""Amounts that many customers do not have at all: the share above zero, and how large the amounts above zero are.

Sources: the two-part model of Duan et al. (1983), Journal of Business & Economic Statistics 1, 115-126; the two tests
taken together as in Lachenbruch (2001), Statistics in Medicine 20, 1215-1234.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from cxmetrics.stats import mean, proportion
from cxmetrics.stats.arrays import Difference, Floats, Limits, floats


@dataclass(frozen=True, slots=True, eq=False)
class AmountDifference:
    """share: Newcombe's difference of the shares above zero. amount: Welch's difference of mean logarithms above it.

    ratio and ratio_limits: of the geometric means above zero, after over before; the limits have shape (..., levels).
    p_value: that nothing changed, neither the share nor the amounts.
    """

    share: Difference
    amount: Difference
    ratio: Floats
    ratio_limits: Limits
    p_value: Floats


def difference(
    positive: ArrayLike, n: ArrayLike, log_mean: ArrayLike, log_variance: ArrayLike, levels: ArrayLike
) -> AmountDifference:
    """All of shape (2, ...), (before, after) first.

    positive: customers above zero, of n. log_mean, log_variance: of the natural logarithms of their amounts. The ratio
    is NaN where either period has fewer than two amounts; the p-value is then that of the share alone.
    """
    count = floats(positive)
    share = proportion.difference(count, n, levels)
    with np.errstate(divide="ignore", invalid="ignore"):
        amount = mean.difference(log_mean, floats(log_variance) / count, count, levels)
    return AmountDifference(
        share=share,
        amount=amount,
        ratio=np.exp(amount.change),
        ratio_limits=Limits(*np.exp(amount.limits)),
        p_value=_together(share.p_value, amount.p_value, informative=(count != floats(n)).any(axis=0)),
    )


def _together(share: Floats, amount: Floats, informative: NDArray[np.bool_]) -> Floats:
    """The chance of two independent normal statistics at least this far from 0 taken together, chi-squared with 2 df.

    Where there are no zeros, or too few amounts, only the other part can tell anything, and its own p-value stands.
    """
    with np.errstate(divide="ignore"):
        both = np.exp(-(ndtri(share / 2) ** 2 + ndtri(amount / 2) ** 2) / 2)
    return np.where(np.isnan(amount), share, np.where(informative, both, amount))
