"""Dimensions: the columns that people are split by, under one name whichever export they come from."""

from __future__ import annotations

import re

from cxmetrics.layout import Layout, Role

EMPLOYEE = "employee"
"""The dimension whose values are people who work for the company."""


def dimensions(layout: Layout) -> dict[str, str]:
    """Column -> dimension: "Location [list]" and "location" are both `location`, and "DistributionChannel" is
    `distribution channel`; whoever served is the `employee`.
    """
    named: dict[str, str] = {}
    for column in layout.columns:
        if column.role is Role.AGENT:
            name = EMPLOYEE
        elif column.role is Role.SEGMENT:
            name = _tidy(column.name)
        else:
            continue
        if name and name not in named.values():
            named[column.name] = name
    return named


def _tidy(name: str) -> str:
    without_type = re.sub(r"\[[^]]*\]|\([^)]*\)", "", name)
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", without_type)
    return re.sub(r"[\s_]+", " ", words).strip().lower()
