"""What values always have is taken off; what happened in one of their weeks is not."""

from __future__ import annotations

import numpy as np
import pytest

from cxmetrics.judge.cells import Cells
from cxmetrics.judge.crossing import Crossed
from cxmetrics.judge.levels import levelled

CHANNELS, WEEKS = 3, 8
SPREAD = np.array([1.0, 1.0])


def table(levels: np.ndarray, n: np.ndarray) -> tuple[Crossed, np.ndarray, np.ndarray]:
    """Channels by weeks, four weeks a period; levels and n: of every cell, shape (channels, weeks)."""
    codes = np.array(np.unravel_index(np.arange(CHANNELS * WEEKS), (CHANNELS, WEEKS)), dtype=np.intp)
    weight = np.zeros((2, CHANNELS * WEEKS))
    weight[(codes[1] >= WEEKS // 2).astype(int), np.arange(CHANNELS * WEEKS)] = n.ravel()
    nothing = np.zeros_like(weight)
    cells = Cells(weight, nothing, nothing, weight * levels.ravel(), nothing, nothing, nothing, nothing)
    values = tuple(f"channel {i}" for i in range(CHANNELS)), tuple(f"2026-0{1 + i}-05" for i in range(WEEKS))
    return Crossed(("channel", "week"), values, codes, cells, "week"), weight, weight * levels.ravel()


def test_levels_that_always_differ_are_taken_off_nearly_whole() -> None:
    levels = np.repeat([[5.0], [4.0], [6.0]], WEEKS, axis=1)
    crossed, weight, total = table(levels, np.full((CHANNELS, WEEKS), 100.0))
    left = levelled(crossed, weight, total, SPREAD).sum(axis=0) / weight.sum(axis=0)
    assert left == pytest.approx(5.0, abs=0.01)


def test_levels_that_differ_by_chance_are_left_as_they_are() -> None:
    levels = np.repeat([[5.0], [5.02], [4.99]], WEEKS, axis=1)
    crossed, weight, total = table(levels, np.full((CHANNELS, WEEKS), 100.0))
    assert levelled(crossed, weight, total, SPREAD) == pytest.approx(total)


def test_a_week_of_begged_answers_does_not_pass_for_the_level_of_its_channel() -> None:
    levels, n = np.full((CHANNELS, WEEKS), 5.0), np.full((CHANNELS, WEEKS), 20.0)
    levels[1, 6], n[1, 6] = 7.0, 500.0
    crossed, weight, total = table(levels, n)
    left = levelled(crossed, weight, total, SPREAD)[1, WEEKS + 6] / 500
    assert left >= 7.0  # nothing of its height is taken off; if all of its answers counted, a third of a point would be


def test_nothing_is_taken_off_where_there_is_nothing() -> None:
    crossed, weight, total = table(np.zeros((CHANNELS, WEEKS)), np.zeros((CHANNELS, WEEKS)))
    assert levelled(crossed, weight, total, SPREAD) == pytest.approx(total)
