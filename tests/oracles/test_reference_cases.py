"""The engine against figures worked out elsewhere; nothing is left out."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.oracles import figures, readings, requests, scores, series
from tests.oracles.cases import CASES, Case

CHECKS = {**scores.CHECKS, **figures.CHECKS, **readings.CHECKS, **requests.CHECKS, **series.CHECKS}


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_case_agrees_with_its_source(case: Case) -> None:
    CHECKS[case["kind"]](case)


def test_there_is_a_case_for_every_check() -> None:
    assert CHECKS.keys() == {case["kind"] for case in CASES}


def test_no_case_has_the_name_of_another() -> None:
    assert [name for name, times in Counter(case["id"] for case in CASES).items() if times > 1] == []
