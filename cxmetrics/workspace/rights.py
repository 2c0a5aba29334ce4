"""Who may do what: the rights, the roles that bundle them, and the check at the door of every use case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from cxmetrics.errors import Forbidden


class Right(StrEnum):
    """What somebody may do in a workspace, worded to follow "may not"."""

    READ = "see the figures of this workspace"
    RECORDS = "see the records of this workspace"
    IMPORT = "bring files or take them back"
    DEFINE = "change definitions"
    MARK = "mark or comment what happened"
    SHARE = "share its views or see its links"
    MANAGE = "decide who may do what"
    KEEP = "make backups or see who did what"


class Role(StrEnum):
    """What somebody is to a workspace."""

    OWNER = "owner"
    EDITOR = "editor"
    VIEWER = "viewer"


EVERYTHING = frozenset(Right)

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.OWNER: EVERYTHING,
    Role.EDITOR: EVERYTHING - {Right.MANAGE, Right.KEEP},
    Role.VIEWER: frozenset({Right.READ}),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever asks something of a workspace. name: what others know them by, empty where nobody logs in."""

    name: str
    rights: frozenset[Right]


NOBODY = Actor("", frozenset())
OPERATOR = Actor("", EVERYTHING)
"""Whoever runs the program on files of their own."""


class Entrusted(Protocol):
    """An object that acts for somebody."""

    @property
    def actor(self) -> Actor: ...


S = TypeVar("S", bound=Entrusted)
P = ParamSpec("P")
R = TypeVar("R")


def needs(right: Right) -> Callable[[Callable[Concatenate[S, P], R]], Callable[Concatenate[S, P], R]]:
    """Marks a use case: it raises Forbidden before anything else where its actor lacks the right."""

    def mark(use_case: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
        @wraps(use_case)
        def checked(self: S, /, *args: P.args, **kwargs: P.kwargs) -> R:
            demand(self.actor, right)
            return use_case(self, *args, **kwargs)

        vars(checked)["needs"] = right
        return checked

    return mark


def demand(actor: Actor, right: Right) -> None:
    """Raise Forbidden where the actor lacks the right."""
    if right not in actor.rights:
        raise Forbidden(f"You may not {right}. Ask one of its owners.")
