"""Every table of counts that up to eight answers a period can make: nothing breaks, vanishes or leaves its scale."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from cxmetrics.judge.cells import Cells
from cxmetrics.judge.compare import compare_pairs
from cxmetrics.judge.noise import Noise, Swings, noise
from cxmetrics.judge.pairs import Pairs
from cxmetrics.model import Kind
from cxmetrics.stats.arrays import Floats
from cxmetrics.stats.cluster import Clusters

LEVELS = [0.95, 0.90]
FARTHEST = {Kind.NPS: 200.0, Kind.PROPORTION: 1.0}
TABLES = {
    Kind.NPS: [(n, p, d) for n in range(1, 9) for p in range(n + 1) for d in range(n + 1 - p)],
    Kind.PROPORTION: [(n, x, 0) for n in range(1, 9) for x in range(n + 1)],
}


def every_pair(kind: Kind) -> Cells:
    n, up, down = np.array(list(itertools.product(TABLES[kind], TABLES[kind])), dtype=float).transpose(2, 1, 0)
    return Cells.of_counts(n, up, down)


def layers(variance: float, shape: tuple[int, ...]) -> dict[str, dict[str, object]]:
    keys = np.full(shape, variance), np.full(shape, 1.5 * variance), np.full(shape, 5.0), np.full(shape, 8.0)
    return {
        "independent": {},
        "open": {"still_open": True},
        "clustered": {"clusters": Clusters(*keys, np.full(shape, True))},
        "swinging": {"swings": Swings(variance, 9)},
    }


@pytest.mark.parametrize("layer", ["independent", "open", "clustered", "swinging"])
@pytest.mark.parametrize("kind", [Kind.NPS, Kind.PROPORTION])
def test_every_pair_of_tables_has_a_whole_interval_on_its_scale(kind: Kind, layer: str) -> None:
    cells = every_pair(kind)
    farthest = FARTHEST[kind]
    found: Noise = noise(kind, cells, LEVELS, **layers((farthest / 20) ** 2, cells.n.shape[1:])[layer])  # type: ignore[arg-type]
    _whole(found.change[:, np.newaxis], found.limits.lower, found.limits.upper, farthest)
    _whole(
        found.sample.value[..., np.newaxis],
        found.bars.lower,
        found.bars.upper,
        farthest / (2 if kind is Kind.NPS else 1),
    )
    assert ((found.p_value >= 0) & (found.p_value <= 1)).all()
    assert np.isfinite(found.squared_error).all()
    assert (found.squared_error >= 0).all()
    excludes = (found.limits.lower[:, 0] > 0) | (found.limits.upper[:, 0] < 0)
    assert ((found.p_value < 0.05) == excludes).all()


def _whole(centre: Floats, lower: Floats, upper: Floats, farthest: float) -> None:
    assert (lower >= -farthest).all()
    assert (upper <= farthest).all()
    assert (upper - lower > 1e-3 * farthest).all()
    assert ((lower <= centre) & (centre <= upper)).all()


def test_every_pair_of_tables_swapped_is_negated() -> None:
    for kind in TABLES:
        cells = every_pair(kind)
        back = Cells(
            *(
                getattr(cells, name)[::-1]
                for name in ("n", "positive", "negative", "total", "m2", "x_total", "x_m2", "cross")
            )
        )
        forth, turned = noise(kind, cells, LEVELS), noise(kind, back, LEVELS)
        assert np.abs(forth.limits.lower + turned.limits.upper).max() < 1e-9
        assert np.abs(forth.p_value - turned.p_value).max() < 1e-9


def test_every_table_of_pairs_has_a_whole_interval_on_its_scale() -> None:
    for n in range(1, 9):
        for both, gained, lost in itertools.product(range(n + 1), repeat=3):
            if both + gained + lost > n:
                continue
            found = compare_pairs(Pairs(both, gained, lost, n - both - gained - lost))
            assert found.interval is not None
            assert found.change is not None
            assert -1 <= found.interval[0] < found.interval[1] <= 1
            assert found.interval[0] <= found.change <= found.interval[1]
            assert found.p_value is not None
            assert (found.p_value < 0.05) == (found.interval[0] > 0 or found.interval[1] < 0)
