"""Worked cases and what every check of them needs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cxmetrics.judge.shapes import moments_of
from cxmetrics.model import Moments
from cxmetrics.stats.arrays import Floats

Case = dict[str, Any]

_HERE = Path(__file__).parent
CASES: list[Case] = [
    case
    for name in ("reference_cases.json", "more_cases.json", "request_cases.json")
    for case in json.loads((_HERE / name).read_text())
]


def close(case: Case, actual: Any, expected: Any) -> None:
    assert actual == pytest.approx(expected, rel=case["tol"].get("rel", 0), abs=case["tol"].get("abs", 0))


def nps_moments(counts: dict[str, int]) -> Moments:
    n = counts["promoters"] + counts["passives"] + counts["detractors"]
    return Moments(n=n, positive=counts["promoters"], negative=counts["detractors"])


def share(counts: dict[str, int]) -> Moments:
    return Moments(n=counts["n"], positive=counts["x"])


def histogram(counts: list[int]) -> Moments:
    return moments_of(np.repeat(np.arange(1.0, len(counts) + 1), counts))


def points_of(detractors: int, passives: int, promoters: int) -> Floats:
    return np.repeat([-100.0, 0.0, 100.0], [detractors, passives, promoters])
