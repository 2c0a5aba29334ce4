"""The one-sided test of a rise of a share: a published program's figures, a slow search, and exact chances."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from scipy.stats import norm

from cxmetrics.stats import rare


def test_it_has_the_figures_that_ratesci_prints() -> None:
    """5 of 56 less 0 of 29: scoreci of the R package ratesci, in its own documentation."""
    events, n = [0, 5], [29, 56]
    assert norm.ppf(rare.p_of_less(events, n, 0.0)) == pytest.approx(1.739213, abs=1e-6)
    assert rare.p_of_less(events, n, -0.01861954) == pytest.approx(0.975, abs=2e-5)
    assert rare.p_of_less(events, n, 0.186718) == pytest.approx(0.025, abs=2e-5)


@pytest.mark.parametrize("rise", [-0.02, 0.01, 0.05])
@pytest.mark.parametrize(("events", "n"), [((10, 3), (400, 30)), ((2, 40), (20, 1_000)), ((7, 6), (9, 8))])
def test_it_is_the_score_at_the_most_likely_shares_corrected_for_skewness(
    rise: float, events: tuple[int, int], n: tuple[int, int]
) -> None:
    """The same shares as a search over the likelihood finds, and then the textbook's correction."""

    def unlikely(before: float) -> float:
        shares = np.array([before, before + rise])
        yes, no = np.array(events), np.array(n) - events
        return float(-(yes * np.log(shares) + no * np.log1p(-shares)).sum())

    low, high = max(0.0, -rise), min(1.0, 1 - rise)
    found = minimize_scalar(unlikely, bounds=(low, high), method="bounded", options={"xatol": 1e-13})
    shares, sizes = np.array([found.x, found.x + rise]), np.array(n)
    parts = shares * (1 - shares)
    variance = (parts / sizes).sum() * sizes.sum() / (sizes.sum() - 1)
    third = np.diff(parts * (1 - 2 * shares) / sizes**2)[0]
    score = (events[1] / n[1] - events[0] / n[0] - rise) / np.sqrt(variance)
    z = norm.ppf(rare.p_of_less(events, n, rise))
    assert z + third / (6 * variance**1.5) * (z**2 - 1) == pytest.approx(score, abs=1e-5)


def test_yes_and_no_are_mirror_images() -> None:
    events, n = np.array([[3, 17, 0], [40, 2, 9]]), np.array([[30, 50, 20], [900, 40, 300]])
    for rise in (0.0, 0.03, -0.1):
        assert rare.p_of_less(n - events, n, -rise) == pytest.approx(1 - rare.p_of_less(events, n, rise), abs=1e-9)


def test_every_small_table_has_a_chance_or_none_where_nothing_varies() -> None:
    events, n = np.array([
        ((x1, x2), (n1, n2)) for n1 in range(1, 9) for n2 in range(1, 9) for x1 in range(n1 + 1) for x2 in range(n2 + 1)
    ]).transpose(1, 2, 0)  # fmt: skip
    for rise in (-0.5, -0.01, 0.01, 0.5):
        chances = rare.p_of_less(events, n, rise)
        assert ((chances >= 0) & (chances <= 1)).all()
    alike = (events == 0).all(axis=0) | (events == n).all(axis=0)
    assert (np.isnan(rare.p_of_less(events, n, 0.0)) == alike).all()
