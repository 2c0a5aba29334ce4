"""The choices of a page that a link keeps: honoured when it is shown, bounded, and checked again each time."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from cxmetrics.errors import BadInput
from cxmetrics.judge.compare import USUAL
from cxmetrics.model import EVERYBODY
from cxmetrics.plain import dump, load
from cxmetrics.report import shared
from cxmetrics.workspace.comparisons import Choice
from cxmetrics.workspace.saved import SavedView, Shown
from cxmetrics.workspace.views import gather
from cxmetrics.workspace.workspace import Workspace


def view(page: str, metric: str = "nps", **fields: str) -> SavedView:
    return SavedView(page, metric, Choice.MONTH, EVERYBODY, USUAL, fields=fields)


def page_of(workspace: Workspace, asked: SavedView) -> str:
    found = gather(workspace, load(dump(asked), SavedView), Shown())  # as a live link does
    return shared.PAGES[type(found)](found)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (view("plan", change="10"), "A change of 10 points"),
        (view("gaming", "handle_time", target="300"), "below 5\u202fmin 00\u202fs"),
        (view("satisfied_but_left", "csat", window="180"), "within 180 days before leaving"),
        (view("spread", also="location:Leeds"), "location: Leeds"),
        (view("what_moved_it", by="location"), "Leeds"),
        (view("over_time", by="week"), "week"),
    ],
)
def test_a_kept_choice_is_honoured(example: Workspace, asked: SavedView, said: str) -> None:
    plain = page_of(example, replace(asked, fields={}))
    chosen = page_of(example, asked)
    assert said in chosen
    assert chosen != plain or asked.page == "what_moved_it"  # whose first split may be that one


@pytest.mark.parametrize("by", ["location", "channel"])
def test_the_steps_shown_are_those_of_the_kept_split(example: Workspace, by: str) -> None:
    found = gather(example, view("what_moved_it", by=by), Shown())
    assert found.split.dimension == by  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "asked",
    [
        view("plan", change="-1"),
        view("plan", by="week"),
        view("gaming", "handle_time", target="abc"),
        view("satisfied_but_left", left="yesterday"),
        view("satisfied_but_left", window="9999"),
        view("spread", also="location:Atlantis"),
        view("spread", important="x" * 1001),
        view("what_moved_it", "handle_time", by="employee"),
        view("over_time", by="hour"),
        view("over_time", baseline="١"),
        view("scorecard", target="300"),
    ],
)
def test_what_cannot_be_honoured_is_refused_each_time(example: Workspace, asked: SavedView) -> None:
    with pytest.raises(BadInput):
        gather(example, load(dump(asked), SavedView), Shown())


def test_a_second_filter_on_an_employee_is_one_employee(example: Workspace) -> None:
    with pytest.raises(BadInput, match="of one employee"):
        gather(example, view("spread", "handle_time", also="employee:E-014"), Shown())


def test_a_link_made_before_the_choices_were_kept_still_opens(example: Workspace) -> None:
    older = json.loads(dump(view("spread")))
    del older["fields"]
    assert load(json.dumps(older), SavedView) == view("spread")
