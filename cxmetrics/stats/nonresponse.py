"""Those who did not answer, and those who answer more often than before.

Sources: the tipping point of Rubin (1977), Journal of the American Statistical Association 72, 538-543, in its simplest
form; direct standardisation, Fleiss, Levin & Paik (2003), Statistical Methods for Rates and Proportions, chapter 19.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from cxmetrics.stats.arrays import Floats, floats


@dataclass(frozen=True, slots=True)
class Reweighted:
    """The change as it would be had the later period's answers come in the earlier one's segment mix.

    before, after: the two figures in that mix. covered: the share of the earlier period's answers that lie in segments
    which answered in both periods; the others tell nothing and are left out.
    """

    before: float
    after: float
    change: float
    standard_error: float
    covered: float


def tipping_change(change: ArrayLike, response_rate: ArrayLike) -> Floats:
    """The change among those who did not answer that cancels the change among those who did; NaN outside 0 < r < 1."""
    rate = floats(response_rate)
    possible = np.where((rate > 0) & (rate < 1), rate, np.nan)
    return floats(-floats(change) * possible / (1 - possible))


def reweighted(n: ArrayLike, values: ArrayLike, squared_errors: ArrayLike) -> Reweighted | None:
    """All three of shape (2, segments), (before, after) first; None where no segment answered in both periods."""
    size, known, squared = floats(n), floats(values), floats(squared_errors)
    both = (size > 0).all(axis=0)
    if not both.any():
        return None
    weights = size[0, both] / size[0, both].sum()
    before, after = known[:, both] @ weights
    return Reweighted(
        before=float(before),
        after=float(after),
        change=float(weights @ (known[1, both] - known[0, both])),
        standard_error=float(np.sqrt(weights**2 @ squared[:, both].sum(axis=0))),
        covered=float(size[0, both].sum() / size[0].sum()),
    )
