"""Difference in differences, its error from keys, and how often it sees what is not there."""

from __future__ import annotations

import numpy as np
import pytest

from cxmetrics.stats.gap import gap
from cxmetrics.stats.quantiles import two_sided_p

KEYS = 20


def drawn(rng: np.random.Generator, effect: float = 0.0, shared: float = 0.5) -> tuple[np.ndarray, np.ndarray]:
    """20 answers of each key in both periods, half of the keys here; what a key does in a period moves all of them."""
    n, total = np.zeros((2, 2, KEYS)), np.zeros((2, 2, KEYS))
    for key in range(KEYS):
        side = key % 2
        for period in (0, 1):
            mood = rng.normal(0, shared)
            answers = 5 + 0.3 * period + effect * (period == 1 and side == 0) + mood + rng.normal(0, 1, 20)
            n[period, side, key], total[period, side, key] = answers.size, answers.sum()
    return n, total


def test_it_is_the_change_here_less_the_change_elsewhere() -> None:
    n, total = drawn(np.random.default_rng(1))
    found = gap(n, total)
    assert found is not None
    mean = total.sum(axis=-1) / n.sum(axis=-1)
    assert found.here == pytest.approx(mean[1, 0] - mean[0, 0])
    assert found.elsewhere == pytest.approx(mean[1, 1] - mean[0, 1])
    assert found.difference == pytest.approx(found.here - found.elsewhere)
    assert found.groups == (KEYS // 2, KEYS // 2)
    assert 9 < found.df < 2 * (KEYS // 2 - 1) + 1e-9


def test_swapping_the_sides_negates_it_and_keeps_its_error() -> None:
    n, total = drawn(np.random.default_rng(2))
    one, other = gap(n, total), gap(n[:, ::-1], total[:, ::-1])
    assert one is not None
    assert other is not None
    assert one.difference == pytest.approx(-other.difference)
    assert one.squared_error == pytest.approx(other.squared_error)


def test_false_alarms_stay_at_the_level_though_answers_of_a_key_are_alike_and_an_effect_is_seen() -> None:
    alarms: list[bool] = []
    seen: list[bool] = []
    for seed in range(600):
        for effect, found in ((0.0, alarms), (1.0, seen)):
            one = gap(*drawn(np.random.default_rng(seed), effect))
            assert one is not None
            found.append(bool(two_sided_p(one.difference / np.sqrt(one.squared_error), one.df) < 0.05))
    # a key's change has the variance 2 (1/4 + 1/20), so that an effect of 1 is 2.89 errors: t with 18 degrees sees 79 %
    assert 0.03 < np.mean(alarms) < 0.07
    assert 0.74 < np.mean(seen) < 0.84


def test_nothing_is_known_where_one_of_the_four_is_empty() -> None:
    n, total = drawn(np.random.default_rng(1))
    n[0, 1] = total[0, 1] = 0
    assert gap(n, total) is None
