"""The one-sided test of a rise of a share: a published program's figures, a slow search, and every table summed."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from scipy.stats import binom, norm

from cxmetrics.stats import rare


def most_likely_before(events: tuple[int, int], n: tuple[int, int], rise: float) -> float:
    """By a search over the likelihood."""

    def unlikely(before: float) -> float:
        shares = np.array([before, before + rise])
        yes, no = np.array(events), np.array(n) - events
        return float(-(yes * np.log(shares) + no * np.log1p(-shares)).sum())

    bounds = max(0.0, -rise), min(1.0, 1 - rise)
    return float(minimize_scalar(unlikely, bounds=bounds, method="bounded", options={"xatol": 1e-13}).x)


def test_the_score_has_the_figures_that_ratesci_prints() -> None:
    """5 of 56 less 0 of 29: scoreci of the R package ratesci, in its own documentation."""
    events, n = [0, 5], [29, 56]
    assert rare.score(events, n, 0.0) == pytest.approx(1.739213, abs=1e-6)
    assert rare.score(events, n, -0.01861954) == pytest.approx(norm.ppf(0.975), abs=2e-4)
    assert rare.score(events, n, 0.186718) == pytest.approx(norm.ppf(0.025), abs=2e-4)


@pytest.mark.parametrize("rise", [-0.02, 0.01, 0.05])
@pytest.mark.parametrize(("events", "n"), [((10, 3), (400, 30)), ((2, 40), (20, 1_000)), ((7, 6), (9, 8))])
def test_it_is_the_score_at_the_most_likely_shares_corrected_for_skewness(
    rise: float, events: tuple[int, int], n: tuple[int, int]
) -> None:
    """The same shares as a search over the likelihood finds, and then the textbook's correction."""
    before = most_likely_before(events, n, rise)
    shares, sizes = np.array([before, before + rise]), np.array(n)
    parts = shares * (1 - shares)
    variance = (parts / sizes).sum() * sizes.sum() / (sizes.sum() - 1)
    third = np.diff(parts * (1 - 2 * shares) / sizes**2)[0]
    score = (events[1] / n[1] - events[0] / n[0] - rise) / np.sqrt(variance)
    z = rare.score(events, n, rise)
    assert z + third / (6 * variance**1.5) * (z**2 - 1) == pytest.approx(score, abs=1e-5)


@pytest.mark.parametrize("rise", [-0.02, 0.0, 0.03])
@pytest.mark.parametrize(
    ("events", "n"), [((10, 3), (400, 30)), ((2, 40), (20, 1_000)), ((30, 4), (300, 40)), ((55, 25), (60, 30))]
)
def test_its_chance_is_the_largest_of_every_table_whose_score_is_no_higher(
    rise: float, events: tuple[int, int], n: tuple[int, int]
) -> None:
    """Summed over all tables, at the most likely shares and a standard error around them."""
    before = most_likely_before(events, n, rise)
    error = sum(size / (share * (1 - share)) for size, share in zip(n, (before, before + rise), strict=True)) ** -0.5
    first, last = np.meshgrid(*(np.arange(size + 1) for size in n), indexing="ij")
    sizes = np.broadcast_to(np.array(n)[:, np.newaxis, np.newaxis], (2, *first.shape))
    no_higher = np.nan_to_num(rare.score([first, last], sizes, rise)) <= rare.score(events, n, rise) + 1e-9
    chances = [
        binom.pmf(np.arange(n[0] + 1), n[0], one) @ no_higher @ binom.pmf(np.arange(n[1] + 1), n[1], one + rise)
        for one in (before - error, before, before + error)
    ]
    assert rare.p_of_less(events, n, rise) == pytest.approx(max(chances), abs=1e-6)


def test_with_many_cases_it_is_the_chance_of_its_score() -> None:
    """Summed just below the number of cases from which it is not, where both must agree."""
    events, n = (110, 170), (10_000, 10_000)
    assert rare.p_of_less(events, n, 0.01) == pytest.approx(float(norm.cdf(rare.score(events, n, 0.01))), rel=0.02)


def test_yes_and_no_are_mirror_images() -> None:
    for events, n in (((3, 40), (30, 900)), ((17, 2), (50, 40)), ((0, 9), (20, 300))):
        for rise in (0.0, 0.03, -0.1):
            others = n[0] - events[0], n[1] - events[1]
            mirrored = rare.p_of_less(others[::-1], n[::-1], rise)
            assert mirrored == pytest.approx(rare.p_of_less(events, n, rise), abs=1e-7)


def test_every_small_table_has_a_chance_or_none_where_nothing_varies() -> None:
    for n in ((n1, n2) for n1 in range(1, 9) for n2 in range(1, 9)):
        for events in ((x1, x2) for x1 in range(n[0] + 1) for x2 in range(n[1] + 1)):
            for rise in (-0.5, -0.01, 0.0, 0.01, 0.5):
                chance = rare.p_of_less(events, n, rise)
                if rise == 0.0 and events in ((0, 0), n):
                    assert chance is None
                else:
                    assert chance is not None
                    assert 0 <= chance <= 1 + 1e-9
