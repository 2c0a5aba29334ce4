"""A change over one dimension: parts that add up, and refits without each of them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from cxmetrics.judge.compare import compare
from cxmetrics.judge.explain import Cell, split, tipping_point
from cxmetrics.judge.scale import change_on_scale
from cxmetrics.judge.shapes import moments_of
from cxmetrics.model import Kind, Moments
from tests.judge.examples import WITH_MOMENTS, nps, share
from tests.judge.test_compare import durations, per_customer

PLACES = [f"Place {i}" for i in range(8)]


def period(kind: Kind, seed: int) -> Moments:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(30, 300))
    match kind:
        case Kind.NPS:
            promoters, passives, detractors = rng.multinomial(n, [0.6, 0.25, 0.15])
            return nps(int(promoters), int(passives), int(detractors))
        case Kind.PROPORTION:
            return share(int(rng.binomial(n, 0.3)), n)
        case Kind.RATE:
            counts, exposures = rng.poisson(3, n).astype(float), rng.uniform(0.5, 2, n)
            return moments_of(counts, exposures)
        case Kind.RATIO:
            return per_customer(0.3, n, seed)
        case Kind.MEAN:
            return moments_of(rng.integers(1, 8, n).astype(float))
        case _:
            return durations(float(rng.uniform(0.9, 1.2)), n, seed)


def cells(kind: Kind) -> dict[str, Cell]:
    return {place: (period(kind, 2 * i), period(kind, 2 * i + 1)) for i, place in enumerate(PLACES)}


def whole(parts: dict[str, Cell], without: str = "") -> Cell:
    kept = [cell for name, cell in parts.items() if name != without]
    before, after = (sum((cell[i] for cell in kept), Moments()) for i in (0, 1))
    return before, after


@pytest.mark.parametrize("kind", WITH_MOMENTS)
def test_mix_and_rate_and_their_parts_add_up_to_the_change(kind: Kind) -> None:
    found = split(kind, "place", cells(kind))
    assert found is not None
    change = compare(kind, *whole(cells(kind))).change
    assert change is not None
    assert found.change == pytest.approx(change_on_scale(kind, change), abs=1e-9)
    assert found.mix + found.rate == pytest.approx(found.change, abs=1e-9)
    assert sum(part.mix + part.rate for part in found.parts) == pytest.approx(found.change, abs=1e-9)
    assert math.isfinite(found.rate_error)
    assert math.hypot(*(part.error or 0.0 for part in found.parts)) == pytest.approx(found.rate_error)


@pytest.mark.parametrize("kind", WITH_MOMENTS)
def test_leaving_one_out_is_a_refit_without_it(kind: Kind) -> None:
    parts = cells(kind)
    found = split(kind, "place", parts)
    assert found is not None
    for part in found.parts:
        refit = compare(kind, *whole(parts, without=part.name))
        assert refit.change is not None
        assert part.without == pytest.approx(change_on_scale(kind, refit.change), abs=1e-9)


def test_simpson_every_place_improves_and_the_whole_falls() -> None:
    found = split(
        Kind.PROPORTION,
        "case",
        {"easy": (share(900, 1000), share(92, 100)), "hard": (share(30, 100), share(350, 1000))},
    )
    assert found is not None
    assert not found.simpson  # 2 points up among 100 answers, and 5 among 100, are no more than luck
    found = split(
        Kind.PROPORTION,
        "case",
        {"easy": (share(9_000, 10_000), share(920, 1_000)), "hard": (share(300, 1_000), share(3_500, 10_000))},
    )
    assert found is not None
    assert found.simpson
    assert found.mix_is_sure
    assert found.change < 0 < found.rate
    assert all(part.rate > 0 for part in found.parts)
    assert found.reweighted is not None
    assert found.reweighted.change > 0
    assert found.reweighted.interval[0] < found.reweighted.change < found.reweighted.interval[1]


def test_a_new_place_is_mix_alone_and_nobody_is_left_without_the_only_one() -> None:
    found = split(
        Kind.PROPORTION,
        "place",
        {"old": (share(50, 100), share(50, 100)), "new": (Moments(), share(90, 100))},
    )
    assert found is not None
    old, new = found.parts
    assert (new.before, new.rate, new.error) == (None, 0, None)
    assert old.mix + new.mix == pytest.approx(found.change)
    assert old.without is None
    assert split(Kind.NPS, "place", {"a": (Moments(), nps(9, 3, 1))}) is None
    assert split(Kind.NPS, "place", {}) is None


def test_those_who_do_not_answer_can_cancel_a_change() -> None:
    flagship = compare(Kind.NPS, nps(288, 92, 20), nps(292, 88, 20))
    assert tipping_point(flagship, 0.2) == pytest.approx(-0.25)
    assert tipping_point(flagship, 1.0) is None
    assert tipping_point(compare(Kind.NPS, Moments(), Moments()), 0.2) is None
    slower = compare(Kind.DURATION, durations(1.0, 80, 1), durations(2.0, 80, 1))
    assert tipping_point(slower, 0.5) == pytest.approx(-0.5)
