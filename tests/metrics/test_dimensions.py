"""A column that people are split by has one name, however an export spells its header."""

from __future__ import annotations

import pytest

from cxmetrics.layout import Column, Layout, Role, Type
from cxmetrics.metrics.dimensions import dimensions


@pytest.mark.parametrize(
    ("header", "dimension"),
    [
        ("Location", "location"),
        ("Location [list]", "location"),
        ("DistributionChannel", "distribution channel"),
        ("plan_tier", "plan tier"),
        ("IVR menu", "ivr menu"),
        ("Téam (2026)", "téam"),
    ],
)
def test_a_header_is_read_as_words(header: str, dimension: str) -> None:
    column = Column(header, header, 0, Role.SEGMENT, Type.TEXT)
    layout = Layout("a", "generic", "utf-8", ",", 0, 1, 0, None, (column,))
    assert dimensions(layout) == {header: dimension}
