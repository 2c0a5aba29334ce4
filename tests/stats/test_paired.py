"""The same people twice, against scipy and statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, ttest_rel
from statsmodels.stats.contingency_tables import mcnemar as reference

from cxmetrics.stats.paired import difference, mcnemar

RNG = np.random.default_rng(16)
counts = st.integers(0, 300)


def test_the_difference_is_scipys_paired_t() -> None:
    before, after = RNG.normal(60, 10, 40), RNG.normal(62, 10, 40)
    found, expected = difference(before, after, [0.95]), ttest_rel(after, before)
    assert found is not None
    assert found.p_value == pytest.approx(expected.pvalue)
    assert (found.limits.lower[0], found.limits.upper[0]) == pytest.approx(tuple(expected.confidence_interval(0.95)))


def test_only_complete_pairs_count() -> None:
    found = difference([1.0, np.nan, 3.0, 4.0], [2.0, 5.0, np.nan, 8.0], [0.95])
    assert found is not None
    assert (found.pairs, found.change) == (2, 2.5)


@pytest.mark.parametrize(("before", "after"), [([], []), ([1.0], [2.0]), ([0.1, 0.2, 0.3], [1.1, 1.2, 1.3])])
def test_too_few_pairs_and_pairs_that_all_moved_alike_prove_nothing(before: list[float], after: list[float]) -> None:
    assert difference(before, after, [0.95]) is None


@given(counts, counts)
def test_the_exact_p_value_is_statsmodels_mcnemar(gained: int, lost: int) -> None:
    expected = reference([[0, gained], [lost, 0]], exact=True).pvalue
    assert float(mcnemar(gained, lost, mid=False)) == pytest.approx(min(expected, 1))


@given(counts, counts)
def test_the_mid_p_value_takes_off_the_chance_of_what_was_seen(gained: int, lost: int) -> None:
    mid, exact = float(mcnemar(gained, lost)), float(mcnemar(gained, lost, mid=False))
    assert mid == float(mcnemar(lost, gained))
    if gained != lost:
        assert exact - mid == pytest.approx(binom.pmf(gained, gained + lost, 0.5))
    else:
        assert mid == exact == pytest.approx(1)


@pytest.mark.parametrize("changed", [10, 30, 100])
def test_the_mid_p_value_errs_about_as_often_as_it_says(changed: int) -> None:
    gained = np.arange(changed + 1)
    rate = binom.pmf(gained, changed, 0.5)[mcnemar(gained, changed - gained) < 0.05].sum()
    assert 0.02 < rate < 0.062
