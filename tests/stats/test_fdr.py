"""Benjamini and Hochberg against statsmodels, and against 120 segments in which nothing happened."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from cxmetrics.stats.fdr import benjamini_hochberg


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_it_is_statsmodels_fdr_bh(p_values: list[float]) -> None:
    assert benjamini_hochberg(p_values) == pytest.approx(multipletests(p_values, method="fdr_bh")[1], abs=1e-12)


def test_a_segment_without_a_test_is_not_counted() -> None:
    adjusted = benjamini_hochberg([0.01, np.nan, 0.04])
    assert adjusted[[0, 2]] == pytest.approx([0.02, 0.04])
    assert np.isnan(adjusted[1])
    assert benjamini_hochberg([]).size == 0


def test_120_segments_in_which_nothing_happened_stay_quiet() -> None:
    p = np.random.default_rng(14).uniform(size=(4_000, 120))
    assert (p < 0.05).any(axis=1).mean() > 0.99
    assert np.mean([(benjamini_hochberg(row) < 0.05).any() for row in p]) < 0.06
