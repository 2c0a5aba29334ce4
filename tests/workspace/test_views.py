"""What readers are shown of a view: nobody by name, and no figures of few, unless that is ticked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cxmetrics.errors import BadInput
from cxmetrics.judge.marks import MarkKind
from cxmetrics.model import Guard, Segment
from cxmetrics.plain import dump, load_kept
from cxmetrics.report import shared
from cxmetrics.report.reports import FORMATS, Report
from cxmetrics.shared import SharedScorecard
from cxmetrics.workspace.register import Register
from cxmetrics.workspace.rights import RIGHTS, Actor, Role
from cxmetrics.workspace.saved import Shown
from cxmetrics.workspace.shares import Shares
from cxmetrics.workspace.views import VIEWS, gather, scorecard
from cxmetrics.workspace.workspace import Workspace
from tests.workspace.exports import CALLS, answer, answers, days, taken, written
from tests.workspace.sharing import TERMS, VIEW

LEEDS = replace(VIEW, segment=Segment("location", "Leeds"))
BATH = replace(VIEW, segment=Segment("location", "Bath"))


def test_a_segment_with_few_answers_is_shown_only_when_ticked(
    register: Register, workspace: Workspace, tmp_path: Path
) -> None:
    few = [answer(90_000 + i, day, 10, "Bath") for i, day in enumerate(days("2026-02")[:19] + days("2026-03"))]
    taken(workspace, written(tmp_path, [*answers([*days("2026-02"), *days("2026-03")], a_day=40), *few]))
    ours = Shares(register, "ours", workspace)
    with pytest.raises(BadInput, match="fewer than 20 answers"):
        ours.share(BATH, TERMS)
    assert scorecard(workspace, BATH, Shown(small_segments=True)).scorecard.headline.comparison.before.n == 19
    assert ours.share(BATH, replace(TERMS, shown=Shown(small_segments=True)))
    assert ours.share(LEEDS, TERMS)


def test_months_with_few_answers_are_left_out_of_a_segments_chart(workspace: Workspace, tmp_path: Path) -> None:
    lone = answer(90_000, "2026-01-15", 3, "Leeds")
    taken(workspace, written(tmp_path, [lone, *answers([*days("2026-02"), *days("2026-03")], a_day=40)]))
    assert len(workspace.series(workspace.outline(), "nps", LEEDS.segment)) == 3
    assert [point.period.start.month for point in scorecard(workspace, LEEDS, Shown()).series] == [2, 3]


def calls(agent: str, a_day: int, first: int) -> list[str]:
    every = [day for day in (*days("2026-02"), *days("2026-03")) for _ in range(a_day)]
    return [f"K{first + i},{day} 10:00:00,C{i},{agent},{200 + i % 7 * 10}" for i, day in enumerate(every)]


@pytest.fixture
def call_centre(workspace: Workspace, tmp_path: Path) -> Workspace:
    """Two employees: one on every call, one on a handful."""
    few = [line for i, line in enumerate(calls("E-2", 1, 50_000)) if i % 5 == 0]
    taken(workspace, written(tmp_path, [*calls("E-1", 3, 0), *few], "calls.csv", CALLS))
    return workspace


def test_an_employee_is_shown_only_when_ticked_and_never_below_the_minimum(
    register: Register, call_centre: Workspace
) -> None:
    theirs = Shares(register, "ours", call_centre)
    one = replace(VIEW, metric="handle_time", segment=Segment("employee", "E-1"))
    rare = replace(one, segment=Segment("employee", "E-2"))
    everything = replace(TERMS, shown=Shown(employees=True, small_segments=True))
    with pytest.raises(BadInput, match="of one employee"):
        theirs.share(one, TERMS)
    with pytest.raises(BadInput, match="of one employee"):
        theirs.share(one, replace(TERMS, shown=Shown(small_segments=True)))
    assert theirs.share(one, replace(TERMS, shown=Shown(employees=True)))
    with pytest.raises(BadInput, match="fewer than 20"):
        theirs.share(rare, everything)


def test_a_counter_metric_of_few_answers_comes_without_its_figures(
    ours: Shares, filled: Workspace, tmp_path: Path, seen: Callable[[str], SharedScorecard]
) -> None:
    lines = [f"T{i},{day},{5 - i % 3},Leeds" for i, day in enumerate((*days("2026-02")[:9], *days("2026-03")[:9]))]
    header = "Response ID,Date,How satisfied are you? (1-5),Location"
    taken(filled, written(tmp_path, lines, "satisfied.csv", header))
    outline = filled.outline()
    (few,) = [key for key in outline.metrics if key != "nps"]
    filled.edit(replace(outline.metrics["nps"], counter_metrics=(few,)))
    _, token = ours.share(LEEDS, TERMS)
    (counter,) = seen(token).scorecard.counters
    assert counter.guard is Guard.NOT_PROVEN_SAFE
    assert counter.verdict is not None
    comparison = counter.verdict.comparison
    assert (comparison.before.n, comparison.before.value, comparison.after.value) == (9, None, None)
    assert (comparison.interval, comparison.change) == (None, None)
    assert "n/a" in shared.scorecard(seen(token))


@pytest.mark.parametrize("page", VIEWS)
def test_every_page_that_can_be_shared_has_a_readers_page_and_a_report_in_each_format(
    example: Workspace, page: str
) -> None:
    figures = gather(example, replace(VIEW, page=page), Shown())
    assert shared.PAGES[type(figures)](figures)
    for form in FORMATS.values():
        assert len(form.make(Report("The view", figures, date(2026, 6, 1)))) > 100


@pytest.mark.parametrize("page", ["what_moved_it", "over_time", "spread"])
def test_employees_are_named_to_readers_only_where_they_are_ticked(call_centre: Workspace, page: str) -> None:
    view = replace(VIEW, page=page, metric="handle_time")
    usual, ticked = (gather(call_centre, view, Shown(employees=each)) for each in (False, True))
    for found in (usual, ticked):
        assert load_kept(dump(found), VIEWS[page].noun) == found
    for text in (dump(usual), shared.PAGES[type(usual)](usual)):
        assert "E-1" not in text
        assert "E-2" not in text
    assert VIEWS[page].names_employees is ("E-1" in dump(ticked))
    with pytest.raises(BadInput, match="of one employee"):
        gather(call_centre, replace(view, segment=Segment("employee", "E-1")), Shown())


@pytest.mark.parametrize("page", ["what_moved_it", "over_time", "spread"])
def test_a_segment_of_few_is_on_no_page_for_readers(workspace: Workspace, tmp_path: Path, page: str) -> None:
    few = [answer(90_000 + i, day, 10, "Bath") for i, day in enumerate(days("2026-02")[:19] + days("2026-03")[:19])]
    taken(workspace, written(tmp_path, [*answers([*days("2026-02"), *days("2026-03")], a_day=40), *few]))
    found = gather(workspace, replace(VIEW, page=page), Shown())
    assert "Bath" not in shared.PAGES[type(found)](found)
    with pytest.raises(BadInput, match="fewer than 20 answers"):
        gather(workspace, replace(BATH, page=page), Shown())
    assert gather(workspace, replace(BATH, page=page), Shown(small_segments=True))


def test_who_marked_something_is_not_told_to_readers(filled: Workspace) -> None:
    theirs = filled.entrusted(Actor("ann@example.com", RIGHTS[Role.EDITOR]))
    theirs.mark(date(2026, 3, 1), MarkKind.EVENT, "New greeting")
    for page in ("over_time", "what_moved_it"):
        kept = dump(gather(filled, replace(VIEW, page=page), Shown()))
        assert "New greeting" in kept
        assert "ann@example.com" not in kept
