"""Cases of whole requests: what the command answers, end to end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cxmetrics import answers
from cxmetrics.judge.given import parse
from tests.oracles.cases import Case, close


def request(case: Case) -> None:
    """Every figure that the case expects, however deep in the answer; others are not looked at."""
    _agree(case, answers.of_request(parse(case["input"])), case["expected"])


def _agree(case: Case, found: Any, expected: Any) -> None:
    if isinstance(expected, dict):
        for name, value in expected.items():
            _agree(case, found[name], value)
    elif isinstance(expected, list):
        assert len(found) == len(expected)
        for one, value in zip(found, expected, strict=True):
            _agree(case, one, value)
    elif isinstance(expected, str | bool):
        assert found == expected
    else:
        close(case, found, expected)


CHECKS: Mapping[str, Callable[[Case], None]] = {"request": request}
