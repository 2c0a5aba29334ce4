"""Swapping the periods negates what is said of every kind, and another unit scales it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from cxmetrics.judge.given import parse
from cxmetrics.judge.request import verdict_of
from cxmetrics.model import Comparison, Kind
from tests.judge.requests import FORMS, SPENT

RNG = np.random.default_rng(61)


def other(values: list[Any]) -> list[Any]:
    """Another sample of the same answers."""
    return [values[i] for i in RNG.integers(0, len(values), len(values))]


def raw(kind: str) -> dict[str, Any]:
    if kind == "median":
        return {"values": SPENT}
    return next(form for form in FORMS[kind] if all(isinstance(values, list) for values in form.values()))


def compared(kind: str, before: dict[str, Any], after: dict[str, Any], **more: Any) -> Comparison:
    return verdict_of(parse({"kind": kind, "before": before, "after": after, "margin": 0.5} | more)).comparison


REQUESTS: list[tuple[str, dict[str, Any]]] = [
    *((str(kind), {}) for kind in Kind),
    *((kind, {"paired": True}) for kind in ("nps", "proportion", "mean", "duration", "ratio")),
    *((kind, {"still_open": True}) for kind in ("nps", "median", "rate")),
    *((kind, {"population": 900}) for kind in ("nps", "proportion", "mean", "duration")),
]


@pytest.mark.parametrize(("kind", "more"), REQUESTS, ids=[f"{kind} {' '.join(more)}" for kind, more in REQUESTS])
def test_swapping_the_periods_negates(kind: str, more: dict[str, Any]) -> None:
    before = raw(kind)
    order = RNG.integers(0, len(next(iter(before.values()))), len(next(iter(before.values()))))
    after = {name: [values[i] for i in order] for name, values in before.items()}
    forth, back = compared(kind, before, after, **more), compared(kind, after, before, **more)
    assert forth.change is not None
    assert back.change is not None
    assert forth.change == pytest.approx(_turned(kind, back.change))
    for name in ("interval", "interval_90"):
        (low, high), (least, most) = getattr(forth, name), getattr(back, name)
        assert (low, high) == pytest.approx((_turned(kind, most), _turned(kind, least)))
    assert forth.p_value == pytest.approx(back.p_value, rel=1e-6)
    assert forth.standard_error == pytest.approx(back.standard_error)
    assert (forth.before, forth.after) == (back.after, back.before)


def _turned(kind: str, change: float) -> float:
    return math.expm1(-math.log1p(change)) if Kind(kind).relative else -change


@pytest.mark.parametrize("kind", ["mean", "median", "duration", "amount"])
def test_another_unit_scales_differences_and_leaves_ratios(kind: str) -> None:
    before, after = RNG.lognormal(5, 0.8, 60), RNG.lognormal(5.2, 0.8, 70)
    small, large = (
        compared(kind, {"values": (unit * before).tolist()}, {"values": (unit * after).tolist()}) for unit in (1, 60)
    )
    factor = 1 if Kind(kind).relative else 60
    assert large.change == pytest.approx(factor * (small.change or math.nan))
    assert large.interval is not None
    assert small.interval is not None
    assert large.interval == pytest.approx(tuple(factor * end for end in small.interval))
    assert large.p_value == pytest.approx(small.p_value)
    assert large.n_needed == pytest.approx(small.n_needed, abs=1)


@pytest.mark.parametrize(
    ("kind", "numerators", "denominators"), [("ratio", "numerators", "denominators"), ("rate", "counts", "exposures")]
)
def test_another_unit_of_the_denominator_divides(kind: str, numerators: str, denominators: str) -> None:
    y, x = RNG.poisson(4, 60).tolist(), RNG.uniform(1, 9, 60).tolist()
    later = {numerators: RNG.poisson(6, 60).tolist(), denominators: x}
    small = compared(kind, {numerators: y, denominators: x}, later)
    hours = [60 * each for each in x]
    large = compared(kind, {numerators: y, denominators: hours}, later | {denominators: hours})
    assert small.change is not None
    assert small.interval is not None
    assert large.change == pytest.approx(small.change / 60)
    assert large.interval == pytest.approx(tuple(end / 60 for end in small.interval))
    assert large.p_value == pytest.approx(small.p_value)
