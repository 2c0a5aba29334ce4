"""The four rules of the control charts, one at a time and together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cxmetrics.stats.signals import Signal, signals

MIRROR = {
    Signal.NONE: Signal.NONE,
    Signal.ABOVE: Signal.BELOW,
    Signal.RISING: Signal.FALLING,
    Signal.TWO_HIGH: Signal.TWO_LOW,
    Signal.RUN_ABOVE: Signal.RUN_BELOW,
}
MIRROR |= {low: high for high, low in MIRROR.items()}


def words(*values: float) -> list[str]:
    return list(signals(values, 0.0, 1.0))


@pytest.mark.parametrize(
    ("values", "word", "times"),
    [
        ((0.1, 3.1, -0.2), Signal.ABOVE, 1),
        ((0.1, 3.0, -0.2), Signal.NONE, 3),
        ((0.2, -3.2), Signal.BELOW, 1),
        ((-0.4, -0.3, -0.2, 0, 0.1, 0.2, 0.3), Signal.RISING, 7),
        ((-0.4, -0.3, -0.2, 0, 0.1, 0.2), Signal.NONE, 6),
        ((-0.4, -0.3, -0.2, -0.2, 0.1, 0.2, 0.3), Signal.NONE, 7),
        ((2.5, 0.1, 2.6), Signal.TWO_HIGH, 2),
        ((-2.5, -2.6, -0.1), Signal.TWO_LOW, 2),
        ((2.5, -0.1, 2.6), Signal.NONE, 3),
        ((2.5, 0.1, 0.2, 2.6), Signal.NONE, 4),
        ((0.1, 0.4, 0.2, 0.3, 0.1, 0.6, 0.2), Signal.RUN_ABOVE, 7),
        ((-0.1, -0.4, -0.2, -0.3, -0.1, -0.6, -0.2), Signal.RUN_BELOW, 7),
        ((0.1, 0.4, 0.2, 0, 0.1, 0.6, 0.2), Signal.NONE, 7),
    ],
)
def test_each_rule_speaks_where_it_should_and_nowhere_else(values: tuple[float, ...], word: Signal, times: int) -> None:
    assert words(*values).count(word) == times


def test_a_missing_value_interrupts_runs_and_trends() -> None:
    rising = [-0.4, -0.3, -0.2, np.nan, 0.1, 0.2, 0.3, 0.4]
    assert set(words(*rising)) == {Signal.NONE}


def test_the_turning_point_belongs_to_the_trend_that_follows() -> None:
    peak = words(-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3, 0.2, 0.1, 0, -0.1, -0.2, -0.3)
    assert peak[:6] == [Signal.RISING] * 6
    assert peak[6:] == [Signal.FALLING] * 7


def test_without_a_sigma_only_runs_and_trends_are_seen() -> None:
    assert set(signals([1.0] * 7, 0.0, np.nan)) == {Signal.RUN_ABOVE}
    assert set(signals([9.0, 0.0, -9.0], 0.0, np.nan)) == {Signal.NONE}


@given(arrays(float, st.integers(0, 40), elements=st.integers(-35, 35).map(lambda z: z / 10)))
def test_turning_the_series_over_turns_every_word_over(values: np.ndarray) -> None:
    upright, turned = signals(values, 0.0, 1.0), signals(-values, 0.0, 1.0)
    assert [MIRROR[Signal(word)] for word in upright] == list(turned)
