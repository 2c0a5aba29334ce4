"""Wilson's and Newcombe's intervals against statsmodels, and over every small table."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from cxmetrics.stats import proportion
from cxmetrics.stats.arrays import Difference
from cxmetrics.stats.quantiles import critical_value

LEVELS = [0.95, 0.90]
SMALL = np.array([(x, n) for n in range(1, 9) for x in range(n + 1)])
Table = tuple[int, int]
tables = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def difference(before: Table, after: Table) -> Difference:
    events, n = np.array([before, after]).T
    return proportion.difference(events, n, LEVELS)


@settings(deadline=None)
@given(tables)
def test_the_interval_is_statsmodels_wilson(table: Table) -> None:
    x, n = table
    expected = proportion_confint(x, n, alpha=0.05, method="wilson")
    assert proportion.interval(x, n, critical_value(0.95)) == pytest.approx(expected, abs=1e-12)


@settings(deadline=None)
@given(tables, tables)
def test_the_difference_is_statsmodels_newcombe(before: Table, after: Table) -> None:
    found = difference(before, after)
    for i, level in enumerate(LEVELS):
        expected = confint_proportions_2indep(*after, *before, compare="diff", method="newcomb", alpha=1 - level)
        assert (found.limits.lower[i], found.limits.upper[i]) == pytest.approx(expected, abs=1e-9)


def test_every_pair_of_small_tables_has_a_difference_inside_the_scale() -> None:
    x, n = np.array(list(itertools.product(SMALL, SMALL))).transpose(2, 1, 0)
    found = proportion.difference(x, n, LEVELS)
    lower, upper = found.limits
    assert (lower >= -1).all()
    assert (upper <= 1).all()
    assert (upper - lower > 0.05).all()
    for i, level in enumerate(LEVELS):
        excluded = (lower[:, i] > 0) | (upper[:, i] < 0)
        assert ((found.p_value < 1 - level) == excluded).all()


@settings(deadline=None)
@given(tables, tables)
def test_swapping_the_periods_negates_the_difference(one: Table, other: Table) -> None:
    forth, back = difference(one, other), difference(other, one)
    assert forth.limits.lower == pytest.approx(-back.limits.upper, abs=1e-12)
    assert forth.p_value == pytest.approx(back.p_value, rel=1e-6, abs=1e-12)


def test_nobody_out_of_twenty_is_not_certainly_nobody() -> None:
    lower, upper = proportion.interval(0, 20, critical_value(0.95))
    assert lower == 0
    assert upper == pytest.approx(0.161, abs=5e-4)
