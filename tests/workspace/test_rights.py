"""Every use case with every role: whoever may not, gets a sentence, and nothing happens."""

from __future__ import annotations

import inspect
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from cxmetrics.errors import CxError, Forbidden
from cxmetrics.workspace.members import Members
from cxmetrics.workspace.picks import Picks
from cxmetrics.workspace.register import Register
from cxmetrics.workspace.rights import NOBODY, RIGHTS, Actor, Right, Role
from cxmetrics.workspace.shares import Shares
from cxmetrics.workspace.trails import Trail
from cxmetrics.workspace.workspace import Workspace

DOORS: tuple[type, ...] = (Workspace, Shares, Members, Picks, Trail)
"""The classes that offer use cases."""

NO_USE_CASE = {"close", "entrusted"}
"""Public methods that hand out nothing and change nothing."""

USE_CASES = [
    (door, name, method)
    for door in DOORS
    for name, method in inspect.getmembers(door, inspect.isfunction)
    if not name.startswith("_") and name not in NO_USE_CASE
]

WHO = {**{str(role): Actor(str(role), rights) for role, rights in RIGHTS.items()}, "nobody": NOBODY}

MAY: dict[Right, set[str]] = {
    Right.READ: {"owner", "editor", "viewer"},
    Right.RECORDS: {"owner", "editor"},
    Right.IMPORT: {"owner", "editor"},
    Right.DEFINE: {"owner", "editor"},
    Right.MARK: {"owner", "editor"},
    Right.SHARE: {"owner", "editor"},
    Right.MANAGE: {"owner"},
    Right.KEEP: {"owner"},
}
"""The table as it is promised, written by hand beside the one that is obeyed."""


def door_for(door: type, workspace: Workspace, folder: Path, who: str) -> Any:
    theirs = workspace.entrusted(WHO[who])
    return theirs if door is Workspace else door(Register(folder / "register.sqlite"), "w", theirs)


def test_every_role_has_exactly_the_rights_that_are_promised() -> None:
    assert {right: {role for role in Role if right in RIGHTS[role]} for right in Right} == MAY


@pytest.mark.parametrize(("door", "name", "method"), USE_CASES, ids=lambda value: getattr(value, "__name__", value))
def test_every_use_case_asks_for_a_right(door: type, name: str, method: Any) -> None:
    assert method.__dict__.get("needs") in list(Right), f"{door.__name__}.{name} lets everybody in"


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize(("door", "name", "method"), USE_CASES, ids=lambda value: getattr(value, "__name__", value))
def test_every_use_case_with_every_role(
    door: type, name: str, method: Any, who: str, workspace: Workspace, tmp_path: Path
) -> None:
    theirs = door_for(door, workspace, tmp_path, who)
    nothing = [None] * sum(
        p.default is p.empty and p.name != "self" for p in inspect.signature(method).parameters.values()
    )
    before = workspace.version
    if who in MAY[method.needs]:
        with suppress(CxError, TypeError, AttributeError):  # past the door, where nothing is made of nothing
            getattr(theirs, name)(*nothing)
    else:
        with pytest.raises(Forbidden, match=r"^You may not "):
            getattr(theirs, name)(*nothing)
    assert workspace.version == before


def test_what_is_entrusted_to_one_does_not_change_what_another_may_do(workspace: Workspace) -> None:
    theirs = workspace.entrusted(NOBODY)
    assert workspace.outline().metrics == {}
    with pytest.raises(Forbidden):
        theirs.outline()
    assert workspace.actor.rights == frozenset(Right)
