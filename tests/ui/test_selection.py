"""The selection: what a link asks for is honoured or named, and written back whole."""

from __future__ import annotations

from datetime import date

import pytest

from cxmetrics.errors import BadInput
from cxmetrics.measure import NpsOf
from cxmetrics.model import EVERYBODY, Direction, Kind, Metric, Segment, Selection
from cxmetrics.period import Period
from cxmetrics.ui.selection import View, default_metric, read, write
from cxmetrics.workspace.comparisons import Choice
from cxmetrics.workspace.outline import Outline


def _metric(key: str) -> Metric:
    return Metric(key, key.upper(), Kind.NPS, "points", Direction.UP, NpsOf("score"), (), 5, "")


OUTLINE = Outline(
    metrics={"undated": _metric("undated"), "nps": _metric("nps")},
    extents={"nps": Period(date(2025, 1, 3), date(2026, 4, 8))},
    complete_through={"nps": date(2026, 4, 8)},
    segments={"undated": {}, "nps": {"location": ("Leeds", "Bath: Spa")}},
    repeats={},
    margins_changed={},
    findings={},
)
MARCH, FEBRUARY = Period.parse("2026-03"), Period.parse("2026-02")


def test_an_empty_link_is_the_last_full_month_of_the_first_dated_metric_for_everybody() -> None:
    assert default_metric(OUTLINE) == "nps"
    assert read({}, OUTLINE) == View("nps", Choice.MONTH, EVERYBODY, Selection("nps", FEBRUARY, MARCH))


@pytest.mark.parametrize(
    ("compare", "before", "after"),
    [("month", "2026-02", "2026-03"), ("quarter", "2025-Q4", "2026-Q1"), ("year", "2025-03", "2026-03")],
)
def test_a_named_comparison_is_resolved_by_how_far_the_data_reaches(compare: str, before: str, after: str) -> None:
    selection = read({"compare": compare}, OUTLINE).selection
    assert selection is not None
    assert (str(selection.before), str(selection.after)) == (before, after)


@pytest.mark.parametrize(
    ("link", "named"),
    [
        ({"metric": "moon_phase"}, "moon_phase"),
        ({"compare": "fortnight"}, "fortnight"),
        ({"segment": "location:Atlantis"}, "location:Atlantis"),
        ({"segment": "planet:Leeds"}, "planet:Leeds"),
        ({"segment": "Leeds"}, "Leeds"),
        ({"metric": "undated", "segment": "location:Leeds"}, "location:Leeds"),
        ({"compare": "custom", "before": "2026-02"}, "after"),
        ({"compare": "custom", "before": "last spring", "after": "2026-03"}, "last spring"),
        ({"compare": "custom", "before": "2026-13", "after": "2026-03"}, "2026-13"),
        ({"compare": "custom", "before": "2026-02-09..2026-02-01", "after": "2026-03"}, "2026-02-09"),
    ],
)
def test_a_value_that_cannot_be_honoured_is_named(link: dict[str, str], named: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(link, OUTLINE)
    assert named in str(refused.value)


def test_overlapping_periods_are_refused() -> None:
    with pytest.raises(BadInput, match="overlap"):
        read({"compare": "custom", "before": "2026-Q1", "after": "2026-03"}, OUTLINE)


def test_a_very_long_value_is_named_in_short() -> None:
    with pytest.raises(BadInput) as refused:
        read({"metric": "x" * 10_000}, OUTLINE)
    assert len(str(refused.value)) < 200


def test_a_metric_without_dates_has_nothing_to_compare() -> None:
    assert read({"metric": "undated"}, OUTLINE).selection is None


@pytest.mark.parametrize(
    "link",
    [
        {},
        {"metric": "undated"},
        {"compare": "quarter", "segment": "location:Leeds"},
        {"segment": "location:Bath: Spa"},
        {"compare": "custom", "before": "2025", "after": "2026-Q1"},
        {"compare": "custom", "before": "2026-02-02..2026-02-06", "after": "2026-03-09"},
    ],
)
def test_a_view_written_to_a_link_reads_back_as_the_same_view(link: dict[str, str]) -> None:
    view = read(link, OUTLINE)
    assert read(write(view), OUTLINE) == view


def test_a_segment_is_kept_apart_from_its_dimension() -> None:
    assert read({"segment": "location:Bath: Spa"}, OUTLINE).segment == Segment("location", "Bath: Spa")
