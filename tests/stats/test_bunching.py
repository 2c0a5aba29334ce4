"""Bunching: smooth durations do not pile up, moved ones do, and clocks of any unit are read."""

from __future__ import annotations

import numpy as np
import pytest

from cxmetrics.stats.bunching import bunching, width_of


def lengths(
    seed: int, n: int = 6_000, moved: float = 0.0, target: float = 300.0, unit: int = 1
) -> tuple[list[int], list[int]]:
    """Lognormal whole seconds; a share of those within a minute above the target end in the ten seconds below it."""
    rng = np.random.default_rng(seed)
    seconds = rng.lognormal(np.log(280), 0.65, n)
    above = (seconds >= target) & (seconds < target + 60) & (rng.random(n) < moved)
    seconds[above] = target - rng.uniform(0, 0.02 * target, above.sum())
    values, counts = np.unique(np.maximum(np.floor(seconds / unit), 1).astype(int) * unit, return_counts=True)
    return values.tolist(), counts.tolist()


def test_smooth_durations_pile_up_at_most_once_in_twenty() -> None:
    found = [bunching(*lengths(seed), 300.0) for seed in range(400)]
    p = np.array([each.p_value for each in found if each])
    assert p.size == 400
    assert 0.01 < np.mean(p < 0.05) <= 0.05
    assert 0.35 < np.median(p) < 0.65


def test_the_expected_count_is_without_bias() -> None:
    found = [bunching(*lengths(seed), 300.0) for seed in range(400)]
    excess = np.array([each.observed - each.expected for each in found if each])
    assert abs(excess.mean()) < 4 * excess.std() / np.sqrt(excess.size)


def test_contacts_moved_below_the_target_are_counted_and_seen() -> None:
    seconds, n = lengths(1, moved=0.3)
    found = bunching(seconds, n, 300.0)
    assert found
    assert (found.width, found.observed) == (6.0, sum(c for s, c in zip(seconds, n, strict=True) if 294 <= s < 300))
    assert found.interval[0] > 0
    assert found.p_value < 0.001


@pytest.mark.parametrize(("target", "unit", "width"), [(300, 1, 6), (300, 10, 10), (3_600, 60, 120), (20, 1, 1)])
def test_a_step_is_a_fiftieth_of_the_target_in_whole_units_of_the_clock(target: float, unit: int, width: float) -> None:
    assert width_of(target, np.arange(1, 400) * unit) == width


def test_too_few_contacts_near_a_target_say_nothing() -> None:
    assert bunching(*lengths(1, n=150), 300.0) is None
    assert bunching(*lengths(1), 100_000.0) is None
    assert bunching([], [], 300.0) is None
