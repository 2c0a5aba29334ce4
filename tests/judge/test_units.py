"""Counts by unit that scatter more than Poisson's, in units of very different size."""

from __future__ import annotations

import numpy as np
import pytest

from cxmetrics.judge.cells import Cells
from cxmetrics.model import Kind
from cxmetrics.stats.cluster import of_sums
from tests.calibration.worlds import alarms, verdicts

PAIRS = 6_000


@pytest.mark.parametrize(
    ("units", "mean", "shape", "spread"), [(8, 30, 12, 0.5), (20, 5, 2, 0.0), (30, 1, 1, 0.5), (24, 20, 5, 1.0)]
)
def test_false_alarms_keep_the_promise_that_poisson_breaks(
    units: int, mean: float, shape: float, spread: float
) -> None:
    """Gamma-Poisson counts; exposures are lognormal with this spread."""
    rng = np.random.default_rng([81, units])
    exposure = np.exp(rng.normal(0, spread, (2, units, 1)))
    counts = rng.poisson(mean * exposure * rng.gamma(shape, 1 / shape, (2, units, PAIRS))).astype(float)
    n, total = np.zeros((2, 2, 2 * units, PAIRS))
    for period in (0, 1):
        own = slice(period * units, (period + 1) * units)
        n[period, own], total[period, own] = exposure[period], counts[period]
    nothing = np.zeros((2, PAIRS))
    cells = Cells(
        nothing + 1, nothing, nothing, counts.sum(axis=1), nothing, nothing + exposure.sum(axis=1), nothing, nothing
    )
    assert 0.03 <= alarms(verdicts(Kind.RATE, cells, clusters=of_sums(n, total))).mean() <= 0.065
    assert alarms(verdicts(Kind.RATE, cells)).mean() > 0.15
