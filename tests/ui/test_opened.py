"""Figures are kept for everybody who may see them: never changed by a page, never those of a workspace that was."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest

from cxmetrics.judge.compare import USUAL
from cxmetrics.judge.course import BY_MONTH
from cxmetrics.model import EVERYBODY, Segment, Selection
from cxmetrics.period import Period
from cxmetrics.ui import access, opened, pages
from cxmetrics.ui.making import for_a_file
from cxmetrics.workspace.losses import WINDOW, Question
from cxmetrics.workspace.outline import Outline
from cxmetrics.workspace.spread import WHOLE
from tests.ui.conftest import Open
from tests.workspace.exports import answers, days, taken, written

VIEW = Selection("csat", Period.parse("2026-02"), Period.parse("2026-03"), Segment("location", "Leeds"))


def every_figure(name: str, version: int) -> list[object]:
    """What each page asks of the view, as it is kept."""
    at = name, version
    return [
        opened.outline(*at),
        opened.scorecard(*at, VIEW, USUAL),
        opened.verdict(*at, VIEW, USUAL),
        opened.explanation(*at, VIEW, USUAL),
        opened.series(*at, VIEW.metric, VIEW.segment),
        opened.oddities(*at, VIEW),
        opened.gaming(*at, VIEW, None),
        opened.sitting(*at, VIEW, ""),
        opened.course(*at, VIEW.metric, VIEW.segment, BY_MONTH),
        opened.cohorts(*at, "churn", EVERYBODY),
        opened.years(*at, VIEW.segment),
        opened.left(*at, Question(VIEW.metric, WINDOW), USUAL),
        opened.spread(*at, VIEW, WHOLE, USUAL),
    ]


def test_no_page_changes_a_figure_that_is_kept_for_everybody(open_page: Open) -> None:
    version = opened.held("example").version
    kept = every_figure("example", version)
    as_they_were = deepcopy(kept)
    for page in ("scorecard", "plan", "metrics", *pages.WHY):
        assert not open_page(page, metric="csat", segment="location:Leeds").exception
    again = every_figure("example", version)
    assert all(now is then for now, then in zip(again, kept, strict=True)), "kept, and not reckoned anew"
    assert again == as_they_were


@pytest.fixture
def shop(home: Path, tmp_path: Path) -> str:
    with for_a_file("shop", access.visitor()) as workspace:
        taken(workspace, written(tmp_path, answers(days("2026-02") + days("2026-03"))))
    return "shop"


def asked(name: str) -> Outline:
    return opened.outline(name, opened.workspace(name).version)


def bring(name: str, folder: Path) -> None:
    taken(opened.workspace(name), written(folder, answers(days("2026-05")), "may.csv"))


def undo(name: str, _: Path) -> None:
    workspace = opened.workspace(name)
    workspace.undo(workspace.history()[0].id)


def edit(name: str, _: Path) -> None:
    opened.workspace(name).edit(replace(asked(name).metrics["nps"], smallest_change_that_matters=1.0))


def begin_anew(name: str, folder: Path) -> None:
    opened.discard(name)
    with for_a_file(name, access.visitor()) as workspace:
        taken(workspace, written(folder, answers(days("2025-02"))))


@pytest.mark.parametrize("change", [bring, undo, edit, begin_anew])
def test_a_figure_that_is_kept_is_never_an_older_one(
    shop: str, tmp_path: Path, change: Callable[[str, Path], None]
) -> None:
    before = asked(shop)
    change(shop, tmp_path)
    assert asked(shop) != before
    assert asked(shop) == opened.held(shop).outline()
