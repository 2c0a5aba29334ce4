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
    assert float(found.p_value) == pytest.approx(expected.pvalue, abs=1e-12)


def test_the_share_of_pairs_is_that_of_statsmodels() -> None:
    before, after = [4, 6, 9, 20, 31, 28, 22], [2, 5, 8, 15, 30, 33, 27]
    assert float(ranks.compare([before, after]).higher) == pytest.approx(rank_compare_2ordinal(after, before).prob1)


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
