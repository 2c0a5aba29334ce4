"""Fisher's exact test, against scipy's hypergeometric distribution and by what it must keep."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import hypergeom

from cxmetrics.stats import exact


@pytest.mark.parametrize(
    ("events", "n"), [((0, 31), (2549, 83)), ((2, 0), (40, 25)), ((5, 5), (30, 30)), ((17, 40), (900, 200))]
)
def test_it_is_twice_the_smaller_tail(events: tuple[int, int], n: tuple[int, int]) -> None:
    chance = hypergeom(sum(n), sum(events), n[1])
    expected = min(1.0, 2 * min(chance.cdf(events[1]), chance.sf(events[1] - 1)))
    (found,) = exact.p_value([[events[0]], [events[1]]], [[n[0]], [n[1]]])
    assert found == pytest.approx(expected, rel=1e-6)


def test_sides_may_be_swapped() -> None:
    events, n = np.array([[3.0], [9.0]]), np.array([[200.0], [90.0]])
    assert exact.p_value(events, n) == pytest.approx(exact.p_value(events[::-1], n[::-1]))


@pytest.mark.parametrize(("events", "n"), [((0, 0), (10, 10)), ((10, 10), (10, 10)), ((4, 0), (10, 0))])
def test_nothing_to_compare_is_no_evidence(events: tuple[int, int], n: tuple[int, int]) -> None:
    (found,) = exact.p_value([[events[0]], [events[1]]], [[n[0]], [n[1]]])
    assert found == pytest.approx(1.0)


def test_false_alarms_stay_below_the_level_by_enumeration() -> None:
    n = (400, 25)
    x = np.arange(26)
    for cases in range(1, 30):
        chance = hypergeom(sum(n), cases, n[1]).pmf(x[: min(cases, 25) + 1])
        mine = x[: chance.size]
        p = exact.p_value(np.stack([cases - mine, mine]), np.tile(np.array(n)[:, None], mine.size))
        assert chance[p <= 0.05].sum() <= 0.05, cases
