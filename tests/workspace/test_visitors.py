"""Visitors: what each mode lets them do, whom a workspace is shared with, and how long a visit lasts."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cxmetrics.errors import BadInput, Forbidden, NotFound
from cxmetrics.settings import Mode, Settings
from cxmetrics.workspace import members, shelf, visits
from cxmetrics.workspace.members import Members
from cxmetrics.workspace.rights import EVERYTHING, RIGHTS, Right, Role
from cxmetrics.workspace.visitors import Visitor
from cxmetrics.workspace.workspace import Workspace

Meet = Callable[..., Visitor]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with the example, two workspaces, and nothing in any of them."""
    monkeypatch.setenv("CXMETRICS_HOME", str(tmp_path))
    for name in (shelf.EXAMPLE, "ours", "theirs"):
        Workspace(tmp_path / f"{name}.duckdb").close()
    return tmp_path


@pytest.fixture
def meet(home: Path) -> Meet:
    def meeting(mode: Mode, **who: str) -> Visitor:
        return Visitor(Settings(home, mode, owners=frozenset({"ann@example.com"})), **who)

    return meeting


@pytest.fixture
def ours(workspace: Workspace, home: Path) -> Members:
    return Members(shelf.register(), "ours", workspace)


def test_local_mode_allows_everything(meet: Meet) -> None:
    somebody = meet(Mode.LOCAL)
    assert somebody.names() == ("example", "ours", "theirs")
    assert somebody.actor("anything").rights == EVERYTHING
    somebody.demand_may_make("anything")


@pytest.mark.parametrize("role", Role)
def test_a_role_holds_in_its_workspace_and_nowhere_else(meet: Meet, ours: Members, role: Role) -> None:
    ours.invite(" Bob@Example.com ", role)
    bob = meet(Mode.TEAM, email="bob@example.com")
    assert bob.names() == ("ours",)
    assert bob.actor("ours").rights == RIGHTS[role]
    assert bob.actor("ours").name == "bob@example.com"
    for other in ("theirs", "example", "nowhere"):
        assert bob.actor(other).rights == frozenset()
    with pytest.raises(Forbidden, match="Ask an owner"):
        bob.demand_may_make("nowhere")


def test_whoever_is_not_logged_in_or_not_invited_has_nothing(meet: Meet, ours: Members) -> None:
    ours.invite("bob@example.com", Role.OWNER)
    for stranger in (meet(Mode.TEAM), meet(Mode.TEAM, email="eve@example.com"), meet(Mode.TEAM, visit="secret")):
        assert stranger.names() == ()
        assert stranger.actor("ours").rights == frozenset()
        assert not stranger.owns_all


def test_owners_by_configuration_own_every_workspace_and_make_new_ones(meet: Meet) -> None:
    ann = meet(Mode.TEAM, email="ann@example.com")
    assert ann.names() == ("example", "ours", "theirs")
    assert ann.actor("theirs").rights == EVERYTHING
    ann.demand_may_make("new")


def test_a_role_can_be_changed_and_taken_away(meet: Meet, ours: Members) -> None:
    bob = meet(Mode.TEAM, email="bob@example.com")
    ours.invite("bob@example.com", Role.VIEWER)
    ours.invite("bob@example.com", Role.EDITOR)
    assert [(member.email, member.role) for member in ours.members()] == [("bob@example.com", Role.EDITOR)]
    assert Right.IMPORT in bob.actor("ours").rights
    ours.remove("BOB@example.com")
    assert bob.actor("ours").rights == frozenset()
    with pytest.raises(NotFound):
        ours.remove("bob@example.com")


@pytest.mark.parametrize("text", ["", "bob", "bob@", "@example.com", "bob@example", "a b@example.com", "x" * 400])
def test_what_is_no_address_is_not_invited(ours: Members, text: str) -> None:
    with pytest.raises(BadInput, match="not an e-mail address"):
        ours.invite(text, Role.VIEWER)
    assert ours.members() == ()


def test_the_members_of_one_workspace_are_not_those_of_another(ours: Members, workspace: Workspace) -> None:
    ours.invite("bob@example.com", Role.VIEWER)
    theirs = Members(shelf.register(), "theirs", workspace)
    assert theirs.members() == ()
    with pytest.raises(NotFound):
        theirs.remove("bob@example.com")
    assert members.roles(shelf.register(), "bob@example.com") == {"ours": Role.VIEWER}


def test_a_demonstration_shows_the_example_and_changes_nothing_in_it(meet: Meet) -> None:
    guest = meet(Mode.DEMO, visit="secret")
    assert guest.names() == ("example",)
    assert guest.actor("example").rights == {Right.READ, Right.RECORDS}
    assert guest.actor("ours").rights == frozenset()


def test_each_visitor_of_a_demonstration_has_one_workspace_that_no_other_can_open(meet: Meet) -> None:
    one, two = meet(Mode.DEMO, visit="one"), meet(Mode.DEMO, visit="two")
    assert one.own is not None
    assert one.own != two.own
    one.demand_may_make(one.own)
    with pytest.raises(Forbidden):
        two.demand_may_make(one.own)
    Workspace(shelf.path_of(one.own)).close()
    assert one.names() == ("example", one.own)
    assert two.names() == ("example",)
    assert {Right.IMPORT, Right.DEFINE, Right.MARK} < one.actor(one.own).rights
    assert not {Right.SHARE, Right.MANAGE} & one.actor(one.own).rights
    assert two.actor(one.own).rights == frozenset()
    assert meet(Mode.DEMO).actor(one.own).rights == frozenset()


def test_visitors_workspaces_are_nobody_elses_in_any_mode(meet: Meet) -> None:
    own = meet(Mode.DEMO, visit="one").own
    assert own is not None
    Workspace(shelf.path_of(own)).close()
    assert own not in meet(Mode.LOCAL).names()
    assert own not in shelf.names()
    with pytest.raises(BadInput, match="Choose another name"):
        meet(Mode.LOCAL).demand_may_make(own)


def test_a_visit_ends_some_time_after_the_last_look(home: Path) -> None:
    old, fresh = (shelf.path_of(visits.name_of(secret)) for secret in ("old", "fresh"))
    for path in (old, fresh):
        Workspace(path).close()
        os.utime(path, (0, time.time() - 3 * 3600))
    visits.touch(fresh)
    gone: list[str] = []
    visits.sweep(home, 2, gone.append)
    assert gone == [old.stem]


def test_there_is_room_for_so_many_visits_only(meet: Meet, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visits, "MOST", 1)
    guest = meet(Mode.DEMO, visit="one")
    assert guest.own is not None
    guest.demand_may_make(guest.own)
    Workspace(shelf.path_of(guest.own)).close()
    late = meet(Mode.DEMO, visit="two")
    assert late.own is not None
    with pytest.raises(BadInput, match="Too many visitors"):
        late.demand_may_make(late.own)
