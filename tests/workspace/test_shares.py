"""Share links: frozen stays frozen, live follows, and nothing is made that cannot be kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cxmetrics.errors import BadInput, CxError, NotFound
from cxmetrics.model import Segment
from cxmetrics.period import Period
from cxmetrics.plain import dump, load_kept
from cxmetrics.shared import SharedScorecard
from cxmetrics.workspace import readers
from cxmetrics.workspace.comparisons import Choice
from cxmetrics.workspace.register import Register
from cxmetrics.workspace.rights import RIGHTS, Actor, Role
from cxmetrics.workspace.saved import SavedView, Shown
from cxmetrics.workspace.shares import Shares, Terms
from cxmetrics.workspace.views import gather
from cxmetrics.workspace.workspace import Workspace
from tests.workspace.exports import answers, days, taken, written
from tests.workspace.sharing import TERMS, VIEW


def test_a_frozen_link_shows_the_same_figures_whatever_happens_to_the_workspace(
    ours: Shares, filled: Workspace, tmp_path: Path, seen: Callable[[str], SharedScorecard]
) -> None:
    expected = gather(filled, VIEW, Shown())
    _, token = ours.share(VIEW, TERMS)
    assert seen(token) == expected
    assert (expected.selection.before, expected.selection.after) == (Period.parse("2026-02"), Period.parse("2026-03"))

    april = [line.replace("R", "S", 1) for line in answers(days("2026-04"), (0, 1, 2), a_day=40)]
    later = taken(filled, written(tmp_path, april, "april.csv"))
    filled.edit(replace(filled.outline().metrics["nps"], label="Another name", smallest_change_that_matters=40))
    assert seen(token) == expected
    filled.undo(later.id)
    assert seen(token) == expected


def test_a_live_link_follows_the_data_and_says_how_far_it_reaches(
    ours: Shares, filled: Workspace, tmp_path: Path, seen: Callable[[str], SharedScorecard]
) -> None:
    _, token = ours.share(VIEW, replace(TERMS, frozen=False))
    assert seen(token).data_through == date(2026, 3, 31)
    april = [line.replace("R", "S", 1) for line in answers(days("2026-04"), (0, 1, 2), a_day=40)]
    taken(filled, written(tmp_path, april, "april.csv"))
    now = seen(token)
    assert now == gather(filled, VIEW, Shown())
    assert now.data_through == date(2026, 4, 30)
    assert now.selection.after == Period.parse("2026-04")
    assert now.scorecard.headline.comparison.after.value == -100


def test_a_live_link_to_periods_of_ones_own_keeps_them(
    ours: Shares, filled: Workspace, seen: Callable[[str], SharedScorecard]
) -> None:
    before, after = Period.parse("2026-02-02..2026-02-08"), Period.parse("2026-03-02..2026-03-08")
    _, token = ours.share(replace(VIEW, choice=Choice.CUSTOM, before=before, after=after), replace(TERMS, frozen=False))
    assert (seen(token).selection.before, seen(token).selection.after) == (before, after)


def test_neither_token_nor_password_is_kept_anywhere(ours: Shares, tmp_path: Path) -> None:
    _, token = ours.share(VIEW, replace(TERMS, password="open sesame"))
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.name.startswith("register.sqlite") for path in files)
    for path in files:
        content = path.read_bytes()
        assert token.encode() not in content
        assert b"open sesame" not in content


def test_a_revoked_link_stays_in_the_list_without_its_figures(ours: Shares, tmp_path: Path) -> None:
    link, _ = ours.share(VIEW, TERMS)
    ours.revoke(link.id)
    (listed,) = ours.links()
    assert listed.revoked_at is not None
    with sqlite3.connect(tmp_path / "register.sqlite") as connection:
        assert connection.execute("SELECT figures FROM link").fetchall() == [(None,)]


@pytest.mark.parametrize(
    "terms",
    [
        replace(TERMS, title="  "),
        replace(TERMS, title="x" * 121),
        replace(TERMS, shared_by=""),
        replace(TERMS, shared_by="x" * 81),
        replace(TERMS, note="x" * 1001),
        replace(TERMS, days=0),
        replace(TERMS, days=-1),
        replace(TERMS, days=4000),
        replace(TERMS, password="short"),
    ],
)
def test_terms_that_cannot_be_kept_are_refused_and_nothing_is_made(ours: Shares, terms: Terms) -> None:
    with pytest.raises(BadInput):
        ours.share(VIEW, terms)
    assert ours.links() == ()


def test_whoever_is_logged_in_shares_under_their_own_name(register: Register, filled: Workspace) -> None:
    theirs = filled.entrusted(Actor("ann@example.com", RIGHTS[Role.EDITOR]))
    link, _ = Shares(register, "ours", theirs).share(VIEW, TERMS)
    assert link.shared_by == "ann@example.com"


def test_the_links_of_another_workspace_are_neither_seen_nor_ended(
    ours: Shares, register: Register, filled: Workspace
) -> None:
    link, token = ours.share(VIEW, TERMS)
    others = Shares(register, "others", filled)
    assert others.links() == ()
    for act in (others.link, others.revoke, others.delete):
        with pytest.raises(NotFound):
            act(link.id)
    assert readers.door(register, token)


@pytest.mark.parametrize(
    "view",
    [
        replace(VIEW, page="data"),
        replace(VIEW, metric="moon_phase"),
        replace(VIEW, segment=Segment("location", "Atlantis")),
    ],
)
def test_a_view_that_is_not_there_cannot_be_shared(ours: Shares, view: SavedView) -> None:
    with pytest.raises(CxError):
        ours.share(view, TERMS)
    assert ours.links() == ()


def test_a_live_link_whose_metric_is_gone_says_so(
    ours: Shares, filled: Workspace, seen: Callable[[str], SharedScorecard]
) -> None:
    _, token = ours.share(VIEW, replace(TERMS, frozen=False))
    filled.undo(filled.history()[0].id)
    with pytest.raises(NotFound, match="no metric 'nps' any more"):
        seen(token)


def test_figures_kept_by_another_version_are_read_as_far_as_they_go(filled: Workspace) -> None:
    figures = gather(filled, VIEW, Shown())
    older = dump(figures).replace('"data_through":', '"forgotten": 1, "data_through":')
    assert load_kept(older, SharedScorecard) == figures
    with pytest.raises(BadInput, match="another version"):
        load_kept('{"metrics": {}}', SharedScorecard)
