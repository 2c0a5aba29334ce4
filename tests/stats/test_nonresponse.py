"""The silent, and the mix of those who are not."""

from __future__ import annotations

import numpy as np
import pytest

from cxmetrics.stats.nonresponse import reweighted, tipping_change


def test_the_silent_need_not_fall_far_where_they_are_many() -> None:
    assert tipping_change([1.0, 1.0, -2.0], [0.2, 0.8, 0.5]) == pytest.approx([-0.25, -4.0, 2.0])


@pytest.mark.parametrize("rate", [0.0, 1.0, 1.2, -0.1, np.nan])
def test_a_response_rate_that_leaves_nobody_out_or_in_tips_nothing(rate: float) -> None:
    assert np.isnan(tipping_change(1.0, rate))


def test_answers_in_the_same_mix_need_no_weights() -> None:
    found = reweighted([[100, 300], [50, 150]], [[60, 20], [64, 22]], [[4, 2], [8, 4]])
    assert found is not None
    assert found.change == pytest.approx(2.5)
    assert (found.before, found.after) == pytest.approx((30, 32.5))
    assert found.standard_error == pytest.approx(np.sqrt(0.25**2 * 12 + 0.75**2 * 6))
    assert found.covered == 1


def test_a_change_of_mix_alone_vanishes() -> None:
    found = reweighted([[100, 300], [300, 100]], [[60, 20], [60, 20]], np.ones((2, 2)))
    assert found is not None
    assert found.change == 0


def test_segments_that_are_silent_in_one_period_are_left_out_and_counted() -> None:
    found = reweighted([[100, 300, 100], [300, 0, 100]], [[60.0, 20.0, 50.0], [61.0, np.nan, 53.0]], np.ones((2, 3)))
    assert found is not None
    assert found.change == pytest.approx(2)
    assert found.covered == pytest.approx(0.4)
    assert reweighted([[5, 0], [0, 5]], np.ones((2, 2)), np.ones((2, 2))) is None
