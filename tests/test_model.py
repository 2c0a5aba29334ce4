"""Moments merge exactly, in any order."""

from __future__ import annotations

from functools import reduce
from operator import add
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxmetrics.judge.shapes import moments_of
from cxmetrics.model import Moments

numbers = st.floats(-1e6, 1e6, allow_subnormal=False)
parts = st.lists(st.lists(st.tuples(numbers, numbers), max_size=6), min_size=1, max_size=6)


def moments(rows: list[tuple[float, float]]) -> Moments:
    table = np.array(rows, dtype=float).reshape(-1, 2)
    return moments_of(table[:, 0], table[:, 1])


def assert_same(one: Moments, other: Moments, scale: float) -> None:
    assert (one.n, one.positive, one.negative) == (other.n, other.positive, other.negative)
    assert (one.total, one.x_total) == pytest.approx((other.total, other.x_total), rel=1e-9, abs=1e-9 * scale)
    assert (one.m2, one.x_m2, one.cross) == pytest.approx(
        (other.m2, other.x_m2, other.cross), rel=1e-9, abs=1e-9 * scale**2
    )


@given(parts, st.randoms())
def test_moments_merge_in_any_order(parts: list[list[tuple[float, float]]], random: Random) -> None:
    whole = moments([row for part in parts for row in part])
    scale = max([1.0, *(abs(number) for part in parts for row in part for number in row)])
    shuffled = [moments(part) for part in parts]
    random.shuffle(shuffled)
    assert_same(reduce(add, shuffled), whole, scale)
    assert_same(reduce(lambda right, left: left + right, shuffled), whole, scale)


def test_the_moments_of_nothing_change_nothing() -> None:
    some = moments([(1.0, 2.0), (3.0, 5.0)])
    assert some + Moments() == some
    assert Moments() + some == some


def test_equal_answers_have_a_spread_of_exactly_zero() -> None:
    assert moments_of(np.full(7, 0.1)).m2 == 0
