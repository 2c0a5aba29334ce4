"""The charts of every page as they are saved: told in words, named apart, and with no text cut off."""

from __future__ import annotations

import pytest

from cxmetrics.report import pictures, sheets
from cxmetrics.report.pictures import Picture
from cxmetrics.ui import picture
from tests.report.drawings import out_of_sight
from tests.ui.conftest import Open
from tests.ui.test_pages import PAGES

DRAWN = ("scorecard", "plan", "over_time", "what_moved_it", "spread")
"""Pages that show a chart on the example as it opens."""


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Picture]:
    """The pictures that a page draws."""
    found: list[Picture] = []
    monkeypatch.setattr(picture, "draw", found.append)
    return found


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_draws_can_be_saved_whole(open_page: Open, drawn: list[Picture], page: str) -> None:
    test = open_page(page)
    assert not test.exception
    assert drawn or page not in DRAWN
    assert len({one.name for one in drawn}) == len(drawn)
    for one in drawn:
        assert len(one.words.split()) > 5
        assert not out_of_sight(pictures.saved_svg(one))
        assert sheets.csv(one.data if one.table is None else one.table).count(b"\r\n") > 1
