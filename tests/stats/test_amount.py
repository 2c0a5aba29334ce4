"""Amounts that many customers do not have."""

from __future__ import annotations

import numpy as np
import pytest

from cxmetrics.stats import amount, mean, proportion
from cxmetrics.stats.amount import AmountDifference

RNG = np.random.default_rng(19)
LEVELS = [0.95, 0.9]


def of(before: np.ndarray, after: np.ndarray) -> AmountDifference:
    """Of amounts whose last axis is the customers."""
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = [np.where(values > 0, np.log(values), np.nan) for values in (before, after)]
        count = np.array([np.count_nonzero(values > 0, axis=-1) for values in (before, after)])
        centre = np.array([np.nansum(values, axis=-1) for values in logs]) / count
        spread = np.array(
            [np.nansum((values - m[..., np.newaxis]) ** 2, axis=-1) for values, m in zip(logs, centre, strict=True)]
        ) / (count - 1)
    sizes = np.array([before.shape[-1], after.shape[-1]]).reshape(2, *[1] * (count.ndim - 1))
    return amount.difference(count, np.broadcast_to(sizes, count.shape), centre, spread, LEVELS)


def revenue(customers: int, times: int = 1, buying: float = 0.6) -> np.ndarray:
    return RNG.lognormal(3, 1, (times, customers)) * (RNG.random((times, customers)) < buying)


def test_both_parts_are_the_intervals_used_elsewhere() -> None:
    found = amount.difference([40, 55], [60, 70], [3.0, 3.2], [1.1, 0.9], LEVELS)
    assert found.share.limits.lower == pytest.approx(proportion.difference([40, 55], [60, 70], LEVELS).limits.lower)
    logs = mean.difference([3.0, 3.2], [1.1 / 40, 0.9 / 55], [40, 55], LEVELS)
    assert found.ratio_limits.upper == pytest.approx(np.exp(logs.limits.upper))
    assert float(found.ratio) == pytest.approx(np.exp(0.2))


def test_swapping_the_periods_inverts_the_ratio() -> None:
    one = amount.difference([40, 55], [60, 70], [3.0, 3.2], [1.1, 0.9], LEVELS)
    other = amount.difference([55, 40], [70, 60], [3.2, 3.0], [0.9, 1.1], LEVELS)
    assert one.ratio_limits.lower == pytest.approx(1 / other.ratio_limits.upper)
    assert float(one.p_value) == pytest.approx(float(other.p_value))


@pytest.mark.parametrize(("n1", "n2"), [(400, 400), (60, 400)])
def test_false_alarms_of_both_parts_together_come_at_the_promised_rate(n1: int, n2: int) -> None:
    found = of(revenue(n1, 8_000), revenue(n2, 8_000))
    assert 0.04 < float((found.p_value < 0.05).mean()) < 0.062


def test_where_everybody_buys_only_the_amounts_can_tell() -> None:
    found = of(revenue(50, buying=1.1), revenue(60, buying=1.1))
    assert found.p_value == pytest.approx(found.amount.p_value)


def test_where_hardly_anybody_buys_only_the_share_can_tell() -> None:
    found = amount.difference([1, 1], [50, 400], [3.0, 3.5], [np.nan, np.nan], LEVELS)
    assert np.isnan(found.ratio_limits.lower).all()
    assert float(found.p_value) == float(found.share.p_value)
