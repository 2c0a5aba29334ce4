"""Sample sizes, the bounds of published scores, and Holm's correction."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from cxmetrics.stats import nps, published
from cxmetrics.stats.holm import holm
from cxmetrics.stats.power import answers_per_period, detectable_change


def test_the_change_that_n_answers_detect_needs_n_answers() -> None:
    variance, n = 0.3211, 400
    change = detectable_change(np.sqrt(2 * variance / n))
    assert float(answers_per_period(2 * variance, change)) == pytest.approx(n)


def test_the_promised_power_is_kept() -> None:
    rng = np.random.default_rng(5)
    before, after = ([0.72, 0.05, 0.23], [0.77, 0.05, 0.18])
    variances = sum(float(nps.variance(p, d, 1)) for p, d, _ in (before, after))
    n = round(float(answers_per_period(variances, 0.05)))
    counts = np.stack([rng.multinomial(n, shares, size=20_000) for shares in (before, after)])
    found = nps.difference(counts[..., 0], counts[..., 1], counts.sum(axis=-1), [0.95])
    assert 0.785 < (found.p_value < 0.05).mean() < 0.815


@given(st.floats(-1, 1), st.integers(1, 10_000))
def test_published_scores_bound_the_variance(score: float, n: int) -> None:
    most = nps.variance(*published.most_varied(score, n), n)
    least = nps.variance(*published.least_varied(score, n), n)
    assert float(most) == pytest.approx(1 - score**2, abs=1e-9)
    assert float(least) == pytest.approx(abs(score) - score**2, abs=1e-9)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holm_is_statsmodels_holm(p_values: list[float]) -> None:
    assert holm(p_values) == pytest.approx(multipletests(p_values, method="holm")[1])


def test_holm_of_nothing_is_nothing() -> None:
    assert holm([]).size == 0
