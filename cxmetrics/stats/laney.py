"""Charts whose limits follow denominators that swing: p' and u' for counts, I' for anything averaged.

Sources: Laney (2002), Improved control charts for attributes, Quality Engineering 14, 531-537; for I' Taylor (2018),
Normalized Individuals control chart, as in qicharts2. Each value is allowed the noise of its own denominator, times
what the series itself shows beyond or below that noise; plain p and u charts assume there is nothing beyond it, and
plain XmR charts that all denominators are alike.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from cxmetrics.stats import chart as charts
from cxmetrics.stats.arrays import Floats, floats
from cxmetrics.stats.chart import D2, Chart, typical_range


def p_prime(
    events: ArrayLike,
    n: ArrayLike,
    *,
    screened: bool = True,
    baseline: int | None = None,
    rebased_at: Sequence[int] = (),
) -> Chart:
    """Shares of (..., points), limits within [0, 1]; no answers are no point. The rest is as in xmr.chart."""
    return _laney(events, n, lambda share: share * (1 - share), screened, baseline, rebased_at, (0.0, 1.0))


def u_prime(
    count: ArrayLike,
    exposure: ArrayLike,
    *,
    screened: bool = True,
    baseline: int | None = None,
    rebased_at: Sequence[int] = (),
) -> Chart:
    """Counts per unit of exposure of (..., points), limits never below 0. The rest is as in xmr.chart."""
    return _laney(count, exposure, lambda rate: rate, screened, baseline, rebased_at, (0.0, np.inf))


def i_prime(
    total: ArrayLike,
    n: ArrayLike,
    *,
    screened: bool = True,
    baseline: int | None = None,
    rebased_at: Sequence[int] = (),
) -> Chart:
    """Means of n answers (Net Promoter Scores among them) of (..., points); only the variation of one is estimated.

    total: their sums. The rest is as in xmr.chart.
    """
    sums, size = floats(total), floats(n)
    values = _per(sums, size)

    def process(stretch: slice, base: slice) -> tuple[Floats, Floats]:
        known, behind = values[..., base], size[..., base]
        with np.errstate(divide="ignore", invalid="ignore"):
            ranges = np.abs(np.diff(known)) / np.sqrt(1 / behind[..., 1:] + 1 / behind[..., :-1])
            sigma = np.sqrt(np.pi / 2) * typical_range(ranges, screened) / np.sqrt(size[..., stretch])
        return _overall(sums, size, base), sigma

    return charts.chart(values, process, baseline, rebased_at)


def _laney(
    events: ArrayLike,
    n: ArrayLike,
    variance: Callable[[Floats], Floats],
    screened: bool,
    baseline: int | None,
    rebased_at: Sequence[int],
    within: tuple[float, float],
) -> Chart:
    """variance: of one unit of the denominator, by the model of the chart, at a share or rate."""
    x, size = floats(events), floats(n)
    values = _per(x, size)

    def process(stretch: slice, base: slice) -> tuple[Floats, Floats]:
        centre = _overall(x, size, base)
        with np.errstate(divide="ignore", invalid="ignore"):
            expected = np.sqrt(variance(centre) / size)
            z = (values[..., base] - centre) / expected[..., base]
        return centre, expected[..., stretch] * typical_range(np.abs(np.diff(z)), screened) / D2

    return charts.chart(values, process, baseline, rebased_at, within)


def _per(total: Floats, n: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(n > 0, total / n, np.nan)


def _overall(total: Floats, n: Floats, base: slice) -> Floats:
    return _per(total[..., base].sum(axis=-1, keepdims=True), n[..., base].sum(axis=-1, keepdims=True))
