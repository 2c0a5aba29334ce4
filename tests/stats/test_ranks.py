"""The rank check against scipy and statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu
from statsmodels.stats.nonparametric import rank_compare_2ordinal

from cxmetrics.stats import ranks

histograms = st.lists(st.integers(0, 40), min_size=5, max_size=5)


@given(histograms, histograms)
def test_it_is_scipys_mann_whitney_with_ties(before: list[int], after: list[int]) -> None:
    assume(sum(before) and sum(after) and np.count_nonzero(np.add(before, after)) > 1)
    one, other = (np.repeat(np.arange(5), counts) for counts in (before, after))
    found = ranks.compare([before, after])
    expected = mannwhitneyu(other, one, use_continuity=False, method="asymptotic")
    assert float(found.u) == expected.statistic
    assert float(found.p_value_alike) == pytest.approx(expected.pvalue, abs=1e-12)


@given(histograms, histograms)
def test_the_share_of_pairs_with_its_interval_is_that_of_statsmodels(before: list[int], after: list[int]) -> None:
    assume(min(sum(before), sum(after)) > 1)
    found = ranks.compare([before, after])
    expected = rank_compare_2ordinal(after, before)
    assert float(found.higher) == pytest.approx(expected.prob1)
    if expected.var_prob > 1e-12:
        assert [float(end) for end in found.limits] == pytest.approx(np.clip(expected.conf_int(), 0, 1))
        assert float(found.p_value) == pytest.approx(expected.test_prob_superior().pvalue)


def test_swapping_the_periods_mirrors_it() -> None:
    counts = np.random.default_rng(17).integers(0, 30, (2, 50, 7))
    one, other = ranks.compare(counts), ranks.compare(counts[::-1])
    assert one.higher == pytest.approx(1 - other.higher)
    assert one.p_value == pytest.approx(other.p_value)


def test_nobody_and_everybody_alike_have_no_p_value() -> None:
    assert np.isnan(ranks.compare([[0, 0], [3, 4]]).u)
    alike = ranks.compare([[0, 9], [0, 8]])
    assert float(alike.higher) == 0.5
    assert np.isnan(alike.p_value)
    assert np.isnan(alike.p_value_alike)
