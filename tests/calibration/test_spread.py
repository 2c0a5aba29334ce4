"""How often a spread, or leavers against stayers, names somebody where nobody differs: answers that belong together."""

from __future__ import annotations

import numpy as np
import pytest

from cxmetrics.judge.looks import Cut, Keys
from cxmetrics.judge.losses import against_stayers
from cxmetrics.judge.spread import Standing, against_others
from cxmetrics.model import Direction, Kind, Moments
from cxmetrics.stats.arrays import Floats

WORLDS = 600
MOST = 0.05 + 2.6 * (0.05 * 0.95 / WORLDS) ** 0.5
"""What luck leaves of 5 % in so many worlds, in all but one of two hundred runs."""


def cut(name: str, value: Floats, y: Floats, keys: dict[str, Floats]) -> Cut:
    """One dimension of a world, as the warehouse adds it up."""
    values = np.unique(value)
    column = np.searchsorted(values, value)

    def held(key: Floats) -> Keys:
        known, row = np.unique(key, return_inverse=True)
        n, total = (np.zeros((known.size, values.size)) for _ in range(2))
        np.add.at(n, (row, column), 1.0)
        np.add.at(total, (row, column), y)
        return Keys(n, total)

    parts = [y[column == i] for i in range(values.size)]
    moments = tuple(
        Moments(p.size, int((p > 0).sum()), int((p < 0).sum()), float(p.sum()), float(((p - p.mean()) ** 2).sum()))
        for p in parts
    )
    return Cut(name, tuple(map(str, values)), moments, **{who: held(key) for who, key in keys.items()})


def spread_of(rng: np.random.Generator, kind: Kind) -> list[Cut]:
    """A month of a company in which employees and customers differ as people do, and places and channels do not."""
    n = 1_500
    employee = rng.integers(0, 30, n).astype(float)
    customer = rng.integers(0, 500, n).astype(float)
    leaning = rng.normal(0, 0.25, 500)[customer.astype(int)] + rng.normal(0, 0.25, 30)[employee.astype(int)]
    answer = leaning + rng.normal(0, 1, n)
    y = {
        Kind.PROPORTION: (answer > -1).astype(float),
        Kind.NPS: (answer > -0.5).astype(float) - (answer < -1.5),
        Kind.MEAN: np.clip(np.round(4.4 + answer), 1, 5),
    }[kind]
    both = {"customers": customer, "employees": employee}
    return [
        cut("location", employee % 5, y, both),
        cut("channel", rng.integers(0, 3, n).astype(float), y, both),
        cut("product", rng.integers(0, 12, n).astype(float), y, both),
    ]


@pytest.mark.parametrize("kind", [Kind.PROPORTION, Kind.NPS, Kind.MEAN])
def test_a_spread_without_differences_names_anybody_in_at_most_one_world_of_twenty(kind: Kind) -> None:
    rng = np.random.default_rng(41)
    named = sum(
        any(row.standing in (Standing.WORSE, Standing.BETTER) for row in against_others(kind, cuts, Direction.UP))
        for cuts in (spread_of(rng, kind) for _ in range(WORLDS))
    )
    assert named / WORLDS <= MOST


def test_leaving_that_has_nothing_to_do_with_answers_is_told_apart_in_one_world_of_twenty() -> None:
    rng = np.random.default_rng(43)
    told = 0
    for _ in range(WORLDS):
        n, content = np.zeros((2, 12, 2, 256))
        customers = 1_200
        group = rng.integers(0, 256, customers)
        satisfied = rng.random(customers) < rng.beta(6, 2, customers)
        there = np.ones(customers, dtype=bool)
        for month in range(12):
            heard = there & (rng.random(customers) < 0.4)
            satisfied = np.where(rng.random(customers) < 0.2, rng.random(customers) < 0.75, satisfied)
            leaves = there & (rng.random(customers) < 0.02 * (1 + (month == 5)))
            for side, who in enumerate((heard & leaves, heard & ~leaves)):
                np.add.at(n, (month, side, group[who]), 1.0)
                np.add.at(content, (month, side, group[who]), satisfied[who].astype(float))
            there &= ~leaves
        found = against_stayers(n, content)
        assert found is not None
        told += found.standing in (Standing.WORSE, Standing.BETTER)
    assert 0.01 <= told / WORLDS <= MOST
