"""The search for where a falling function crosses zero."""

from __future__ import annotations

import numpy as np
import pytest

from cxmetrics.stats.arrays import Floats, floats
from cxmetrics.stats.roots import falling_root


@pytest.mark.parametrize("root", [-0.999, -0.2, 0.0, 0.4, 0.999])
@pytest.mark.parametrize("bend", [1, 3, 9])
def test_straight_and_bent_functions_are_solved_from_any_start(root: float, bend: int) -> None:
    def function(x: Floats) -> Floats:
        return floats(np.sign(root - x) * np.abs(root - x) ** (1 / bend))

    starts = np.linspace(-0.99, 0.99, 25)
    assert falling_root(function, -1.0, 1.0, starts) == pytest.approx(np.full(25, root), abs=1e-9)


def test_each_of_many_finds_its_own() -> None:
    roots = np.linspace(0.1, 30, 500)
    found = falling_root(lambda x: np.log(roots) - x, -40.0, 40.0, np.zeros(500))
    assert np.exp(found) == pytest.approx(roots, rel=1e-12)


def test_what_is_undefined_stays_where_it_started_and_holds_nobody_up() -> None:
    target = np.array([0.5, np.nan])
    found = falling_root(lambda x: target - x, 0.0, 1.0, np.array([0.1, 0.1]))
    assert found == pytest.approx([0.5, 0.1])
