"""Tests that other programs know by name: rate ratios, tables and strata of tables, and finite populations."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.proportion import proportions_ztest

from cxmetrics.stats import population, rate_ratio, tables


def test_swapping_the_periods_inverts_the_rate_ratio() -> None:
    one, other = (
        rate_ratio.compare((30, 60), (540.0, 515.0), [0.95]),
        rate_ratio.compare((60, 30), (515.0, 540.0), [0.95]),
    )
    assert one is not None
    assert other is not None
    assert one.ratio == pytest.approx(1 / other.ratio)
    assert one.limits.lower == pytest.approx(1 / other.limits.upper)
    assert one.p_value == pytest.approx(other.p_value)


def test_a_rate_from_nothing_is_infinitely_many_times_it() -> None:
    found = rate_ratio.compare((0, 9), (10.0, 10.0), [0.95])
    assert found is not None
    assert found.ratio == np.inf
    assert 1 < found.limits.lower[0] < found.limits.upper[0] == np.inf
    none = rate_ratio.compare((9, 0), (10.0, 10.0), [0.95])
    assert none is not None
    assert (none.ratio, none.limits.lower[0]) == (0, 0)


@pytest.mark.parametrize(("count", "exposure"), [((0, 0), (5.0, 5.0)), ((1, 2), (0.0, 5.0)), ((1, 2), (5.0, -1.0))])
def test_nothing_counted_or_nothing_watched_has_no_ratio(count: tuple[int, int], exposure: tuple[float, float]) -> None:
    assert rate_ratio.compare(count, exposure, [0.95]) is None


def test_the_pooled_test_is_statsmodels_z() -> None:
    found = tables.pooled([[312, 5], [340, 9]], [[400, 40], [400, 35]])
    expected = [proportions_ztest([340, 312], [400, 400])[1], proportions_ztest([9, 5], [35, 40])[1]]
    assert found.p_value == pytest.approx(expected)
    assert np.isnan(tables.pooled([0, 0], [30, 30]).p_value)
    assert np.isnan(tables.pooled([0, 3], [0, 30]).p_value)


def test_one_stratum_is_the_pooled_test_but_for_the_hypergeometric_variance() -> None:
    one = tables.cochran_mantel_haenszel([[312], [340]], [[400], [400]])
    assert one is not None
    assert one.chi2 == pytest.approx(float(tables.pooled([312, 340], [400, 400]).chi2) * 799 / 800)
    assert one.odds_ratio == pytest.approx(340 * 88 / (60 * 312))


def test_strata_that_say_nothing_are_left_out() -> None:
    alone = tables.cochran_mantel_haenszel([[20, 30], [35, 33]], [[50, 60], [55, 64]])
    assert alone is not None
    joined = tables.cochran_mantel_haenszel(
        [[20, 30, 0, 7, 0], [35, 33, 4, 8, 0]], [[50, 60, 0, 7, 9], [55, 64, 9, 8, 5]]
    )
    assert joined is not None
    assert joined.chi2 == pytest.approx(alone.chi2)
    assert float(joined.odds_limits.lower) == pytest.approx(float(alone.odds_limits.lower))
    assert tables.cochran_mantel_haenszel([[0], [0]], [[10], [12]]) is None


def test_a_census_has_no_sampling_error_and_an_impossible_one_no_meaning() -> None:
    assert population.correction([0, 75, 150], 150) == pytest.approx([1, 0.5, 0])
    assert np.isnan(population.correction([151, 0], [150, 0])).all()
