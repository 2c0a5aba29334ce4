"""Requests for a verdict: the same figures of each kind in every form in which they may be given."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from cxmetrics.errors import BadInput
from cxmetrics.judge.given import parse
from cxmetrics.judge.request import Request

COUNTS = {"promoters": 288, "passives": 92, "detractors": 20}


def request(kind: str, before: dict[str, Any], after: dict[str, Any] | None = None, **more: Any) -> Request:
    return parse({"kind": kind, "before": before, "after": before if after is None else after} | more)


def refusal(*args: Any, **more: Any) -> str:
    with pytest.raises(BadInput) as caught:
        request(*args, **more)
    return str(caught.value)


SECONDS = [float(second) for second in np.random.default_rng(31).lognormal(5, 0.8, 40)]
SPENT = [0.0] * 12 + [round(second, 2) for second in SECONDS]
CONTACTS = [0, 1, 0, 2, 1, 0, 3, 0, 1, 0] * 4
TICKETS = [1, 2, 1, 3, 2, 1, 5, 2, 1, 2] * 4


def logs(values: list[float]) -> dict[str, float]:
    found = np.log([value for value in values if value > 0])
    return {"n": len(values), "mean_log": found.mean(), "sd_log": found.std(ddof=1)}


def sums(y: list[int], x: list[int]) -> dict[str, float]:
    products = {"sum_yy": (y, y), "sum_xx": (x, x), "sum_xy": (x, y)}
    return {"n": len(y), "sum_y": float(sum(y)), "sum_x": float(sum(x))} | {
        name: sum(a * b for a, b in zip(*pair, strict=True)) for name, pair in products.items()
    }


FORMS: dict[str, list[dict[str, Any]]] = {
    "nps": [COUNTS, {"scores": [10] * 288 + [8] * 92 + [3] * 20}, {"levels": {"10": 200, "9": 88, "7": 92, "0": 20}}],
    "proportion": [{"events": 30, "n": 50}, {"values": [True] * 30 + [0] * 20}],
    "mean": [
        {"levels": {"1": 20, "5": 20}},
        {"values": [1, 5] * 20},
        {"n": 40, "mean": 3, "sd": 2.0254787341673333},
    ],
    "duration": [{"values": SECONDS}, logs(SECONDS)],
    "amount": [{"values": SPENT}, logs(SPENT) | {"zeros": 12}],
    "median": [{"values": [3, 1, 2] * 20}, {"levels": {"1": 20, "2": 20, "3": 20}}],
    "ratio": [
        {"numerators": CONTACTS, "denominators": TICKETS},
        sums(CONTACTS, TICKETS),
        {
            "n": 40,
            "mean_y": np.mean(CONTACTS),
            "mean_x": np.mean(TICKETS),
            "var_y": np.var(CONTACTS, ddof=1),
            "var_x": np.var(TICKETS, ddof=1),
            "cov_xy": np.cov(CONTACTS, TICKETS)[0, 1],
        },
    ],
    "rate": [{"count": 40, "exposure": 20.0}, {"counts": [2] * 20, "exposures": [1] * 20}],
}
