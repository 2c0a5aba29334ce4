"""An open period looked at every day."""

from __future__ import annotations

import numpy as np
import pytest

from cxmetrics.stats.sequence import look

RNG = np.random.default_rng(15)
SHARES = [0.05, 0.23, 0.72]


def days(per_day: int, series: int = 4_000) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Answers so far, mean so far, and its squared standard error, after each of 30 days."""
    counts = RNG.multinomial(per_day, SHARES, size=(series, 30)).cumsum(axis=1)
    n = counts.sum(axis=-1)
    mean = (counts[..., 2] - counts[..., 0]) / n
    return n, mean, ((counts[..., 2] + counts[..., 0]) / n - mean**2) / (n - 1)


@pytest.mark.parametrize("per_day", [20, 100, 1_000])
@pytest.mark.parametrize("closed_before", [False, True])
def test_looking_every_day_for_a_month_raises_few_false_alarms(per_day: int, closed_before: bool) -> None:
    (n1, mean1, squared1), (n2, mean2, squared2) = days(per_day), days(per_day)
    if closed_before:
        n1, mean1, squared1 = n1[:, -1:], mean1[:, -1:], squared1[:, -1:]
    change, squared = mean2 - mean1, squared1 + squared2
    found = look(change, squared, n1 + n2)
    assert (found.p_value < 0.05).any(axis=1).mean() <= 0.06
    assert (np.abs(change) > 1.96 * np.sqrt(squared)).any(axis=1).mean() > 0.2


def test_it_is_about_one_and_a_half_times_as_wide_as_an_ordinary_interval() -> None:
    n = np.array([1_000, 5_000, 20_000])
    found = look(0.0, 1 / n, n)
    assert found.limits.upper / (1.96 / np.sqrt(n)) == pytest.approx([1.8, 1.55, 1.6], abs=0.15)


def test_the_p_value_is_small_exactly_where_the_limits_exclude_0() -> None:
    change = np.linspace(-0.4, 0.4, 801)
    for level in (0.9, 0.95, 0.99):
        found = look(change, 0.004, 700, level)
        assert ((found.p_value < 1 - level) == ((found.limits.lower > 0) | (found.limits.upper < 0))).all()


def test_nothing_that_varies_is_no_evidence() -> None:
    assert np.isnan(look(1.0, 0.0, 100).p_value)
    assert np.isnan(look(1.0, 1.0, 0).limits.upper)
