"""Poisson rates against statsmodels, and counts that scatter more than Poisson's."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.rates import confint_poisson, confint_poisson_2indep

from cxmetrics.stats import rate, ratio
from cxmetrics.stats.quantiles import critical_value

PAIRS = [((30, 54308.8), (60, 51477.5)), ((0, 10.0), (4, 12.0)), ((3, 1.0), (0, 100.0)), ((0, 5.0), (0, 7.0))]


@pytest.mark.parametrize("one", [(30, 54308.8), (0, 10.0), (1, 0.5)])
def test_the_interval_is_statsmodels_score(one: tuple[int, float]) -> None:
    expected = confint_poisson(*one, method="score", alpha=0.05)
    assert rate.interval(one[0], one[1], critical_value(0.95)) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_the_difference_is_statsmodels_mover_of_scores(before: tuple[int, float], after: tuple[int, float]) -> None:
    counts, exposures = np.array([before, after]).T
    found = rate.difference(counts, exposures, [0.95])
    expected = confint_poisson_2indep(*after, *before, method="mover", compare="diff", method_mover="score", alpha=0.05)
    assert (found.limits.lower[0], found.limits.upper[0]) == pytest.approx(expected, rel=1e-9)
    assert (found.p_value < 0.05) == (expected[0] > 0 or expected[1] < 0)


def test_scatter_beyond_poisson_widens_and_scatter_below_it_does_not_narrow() -> None:
    counts, exposures = np.array([[90.0, 10, 95, 5], [80, 12, 99, 9]]), np.ones((2, 4))
    rates, records = counts.mean(axis=1), [4, 4]
    residual = ratio.residual_m2(rates, counts.var(axis=1) * 4, 0, 0)
    scatter, df = rate.dispersion(residual, rates, exposures.sum(axis=1), records)
    pearson = ((counts - rates[:, np.newaxis]) ** 2 / rates[:, np.newaxis]).sum() / 6
    assert float(scatter) == pytest.approx(pearson)
    assert float(df) == 6
    calm, unlimited = rate.dispersion([0.0, 0.0], rates, [4.0, 4.0], records)
    assert (float(calm), float(unlimited)) == (1, np.inf)
    totals = counts.sum(axis=1)
    wide = rate.difference(totals, [4, 4], [0.95], scatter, df).limits
    usual = rate.difference(totals, [4, 4], [0.95]).limits
    assert wide.upper[0] - wide.lower[0] > 3 * (usual.upper[0] - usual.lower[0])


def test_a_single_count_has_no_scatter_to_estimate() -> None:
    assert float(rate.dispersion([0.0, 0.0], [1.0, 2.0], [30.0, 30.0], [1, 1])[0]) == 1
