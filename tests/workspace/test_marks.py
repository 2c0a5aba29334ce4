"""Marks: what people know of a day is kept beside the records, with who said it, and can be taken away."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from cxmetrics.errors import BadInput, Forbidden, NotFound
from cxmetrics.judge.marks import Mark, MarkKind
from cxmetrics.model import EVERYBODY, Segment
from cxmetrics.workspace.rights import RIGHTS, Actor, Role
from cxmetrics.workspace.workspace import Workspace
from tests.workspace.exports import answers, days, taken, written

DAY = date(2026, 2, 9)
LEEDS, YORK = Segment("location", "Leeds"), Segment("location", "York")


@pytest.fixture
def surveyed(workspace: Workspace, tmp_path: Path) -> Workspace:
    """A workspace with answers from Leeds and York."""
    taken(workspace, written(tmp_path, answers(days("2026-02"))))
    return workspace


def test_a_mark_is_kept_with_its_author_and_its_time(surveyed: Workspace) -> None:
    version = surveyed.version
    number = surveyed.entrusted(Actor("ann@example.com", RIGHTS[Role.EDITOR])).mark(
        DAY, MarkKind.EVENT, "  Callback instead\nof queueing ", "nps", "location", ["York", "Leeds", "York"]
    )
    (mark,) = surveyed.marks()
    assert mark == Mark(
        number, DAY, MarkKind.EVENT, "Callback instead of queueing", "nps", "location", ("Leeds", "York"),
        "ann@example.com", mark.made_at,
    )  # fmt: skip
    assert abs(datetime.now(UTC).replace(tzinfo=None) - mark.made_at) < timedelta(minutes=5)
    assert surveyed.version > version


def test_marks_come_in_the_order_of_their_days_and_outlive_the_program(tmp_path: Path) -> None:
    path = tmp_path / "kept.duckdb"
    with Workspace(path) as workspace:
        workspace.mark(DAY, MarkKind.REBASE, "New telephone system")
        workspace.mark(DAY - timedelta(1), MarkKind.COMMENT, "Snow")
    with Workspace(path) as workspace:
        assert [(mark.text, mark.metric, mark.values) for mark in workspace.marks()] == [
            ("Snow", None, ()),
            ("New telephone system", None, ()),
        ]


def test_a_mark_that_is_taken_away_is_gone_and_the_others_stay(surveyed: Workspace) -> None:
    first, second = (surveyed.mark(DAY, MarkKind.COMMENT, text) for text in ("Snow", "Strike"))
    surveyed.unmark(first)
    assert [mark.id for mark in surveyed.marks()] == [second]
    with pytest.raises(NotFound, match="not there any more"):
        surveyed.unmark(first)


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 201, "bell\x07"])
def test_a_mark_says_something_short(surveyed: Workspace, text: str) -> None:
    with pytest.raises(BadInput, match="1 to 200 characters"):
        surveyed.mark(DAY, MarkKind.COMMENT, text)
    assert surveyed.marks() == ()


def test_a_mark_is_about_what_the_workspace_has(surveyed: Workspace) -> None:
    with pytest.raises(NotFound, match="no metric 'smiles'"):
        surveyed.mark(DAY, MarkKind.COMMENT, "Snow", "smiles")
    with pytest.raises(BadInput, match="has the location 'Rome'"):
        surveyed.mark(DAY, MarkKind.EVENT, "Snow", None, "location", ["Leeds", "Rome"])
    assert surveyed.marks() == ()


def test_whoever_may_only_look_marks_nothing(surveyed: Workspace) -> None:
    reader = surveyed.entrusted(Actor("bob@example.com", RIGHTS[Role.VIEWER]))
    with pytest.raises(Forbidden, match=r"^You may not mark"):
        reader.mark(DAY, MarkKind.COMMENT, "Snow")
    assert reader.marks() == ()


@pytest.mark.parametrize(
    ("metric", "values", "beside", "whole"),
    [
        (None, (), {EVERYBODY, LEEDS, YORK}, {EVERYBODY, LEEDS, YORK}),
        ("nps", ("Leeds",), {EVERYBODY, LEEDS}, {LEEDS}),
        ("csat", (), set(), {EVERYBODY, LEEDS, YORK}),
    ],
)
def test_a_mark_belongs_beside_the_figures_of_its_metric_and_places(
    metric: str | None, values: tuple[str, ...], beside: set[Segment], whole: set[Segment]
) -> None:
    mark = Mark(1, DAY, MarkKind.EVENT, "x", metric, "location" if values else "", values, "", datetime(2026, 3, 1))
    segments = (EVERYBODY, LEEDS, YORK)
    assert {segment for segment in segments if mark.concerns("nps", segment)} == beside
    assert {segment for segment in segments if mark.covers(segment)} == whole
