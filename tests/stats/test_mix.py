"""Mix and rate, which together are the change."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cxmetrics.stats.mix import Mix, decompose

sizes = st.integers(0, 5_000)
values = st.floats(-100, 100)
segments = st.lists(st.tuples(sizes, sizes, values, values), min_size=1, max_size=30)
Rows = list[tuple[int, int, float, float]]


def decomposed(rows: Rows) -> Mix:
    n1, n2, before, after = zip(*rows, strict=True)
    assume(sum(n1) > 0 and sum(n2) > 0)
    found = decompose([n1, n2], [before, after], np.ones((2, len(rows))))
    assert found is not None
    return found


@given(segments)
def test_mix_and_rate_are_the_change(rows: Rows) -> None:
    found = decomposed(rows)
    n1, n2, before, after = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    change = (n2 @ after) / n2.sum() - (n1 @ before) / n1.sum()
    assert found.mix + found.rate == pytest.approx(change, abs=1e-9)
    assert found.after - found.before == pytest.approx(change, abs=1e-9)
    assert found.mix_parts.sum() + found.rate_parts.sum() == pytest.approx(change, abs=1e-9)


@given(segments)
def test_swapping_the_periods_negates_both_parts(rows: Rows) -> None:
    forth, back = decomposed(rows), decomposed([(n2, n1, after, before) for n1, n2, before, after in rows])
    assert (forth.mix, forth.rate) == pytest.approx((-back.mix, -back.rate), abs=1e-9)
    assert forth.rate_error == pytest.approx(back.rate_error)


@given(segments, st.randoms())
def test_the_order_of_the_segments_does_not_matter(rows: Rows, random: st.DataObject) -> None:
    shuffled = sorted(rows, key=lambda _: random.random())  # type: ignore[attr-defined]
    one, other = decomposed(rows), decomposed(shuffled)
    assert (one.mix, one.rate, one.rate_error) == pytest.approx((other.mix, other.rate, other.rate_error), abs=1e-9)


def test_segments_that_all_improve_while_the_total_falls_are_simpsons_paradox() -> None:
    found = decompose([[200, 150, 50], [120, 180, 100]], [[70, 62, 30], [73, 65, 34]], np.ones((2, 3)))
    assert found is not None
    assert found.simpson
    assert (found.rate_parts > 0).all()


def test_a_mix_that_only_weakens_the_rate_is_no_paradox() -> None:
    found = decompose([[100, 100], [90, 110]], [[80, 60], [85, 65]], np.ones((2, 2)))
    assert found is not None
    assert found.mix < 0 < found.rate
    assert not found.simpson


def test_a_new_segment_changes_the_mix_alone() -> None:
    found = decompose([[100, 0], [100, 100]], [[60.0, np.nan], [60.0, 20.0]], [[4.0, np.nan], [4.0, 4.0]])
    assert found is not None
    assert found.rate == 0
    assert found.mix == pytest.approx(-20)
    assert found.rate_error == pytest.approx(np.sqrt(0.75**2 * 8))


def test_segments_that_stood_still_have_no_rate_even_by_rounding() -> None:
    still = [0.1, 0.2, 0.7]
    found = decompose([[10, 20, 30], [30, 20, 11]], [still, still], np.ones((2, 3)))
    assert found is not None
    assert found.rate == 0
    assert not found.simpson


def test_a_period_without_answers_has_no_parts() -> None:
    assert decompose([[0, 0], [5, 5]], np.ones((2, 2)), np.ones((2, 2))) is None


def test_the_rate_error_is_the_spread_of_the_rate_over_repeated_samples() -> None:
    rng = np.random.default_rng(12)
    n = np.array([[200, 80, 40], [150, 90, 120]])
    sd = np.array([[30.0, 40, 50], [35, 45, 20]])
    rates, errors = [], []
    for _ in range(3_000):
        found = decompose(n, rng.normal(60, sd / np.sqrt(n)), sd**2 / n)
        assert found is not None
        rates.append(found.rate)
        errors.append(found.rate_error)
    assert np.std(rates) == pytest.approx(np.mean(errors), rel=0.04)
