"""Visitors: whoever sits before the application, and what the mode lets them do in each workspace."""

from __future__ import annotations

from dataclasses import dataclass

from cxmetrics.errors import BadInput, Forbidden
from cxmetrics.settings import Mode, Settings
from cxmetrics.workspace import members, shelf, visits
from cxmetrics.workspace.rights import EVERYTHING, NOBODY, OPERATOR, RIGHTS, Actor, Right

LOOKING = frozenset({Right.READ, Right.RECORDS})
"""What visitors of a demonstration may do with the example."""

TRYING = LOOKING | {Right.IMPORT, Right.DEFINE, Right.MARK}
"""What they may do with a workspace of their own."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who it is, as far as it is known. email: verified by the provider, team mode only. visit: demo mode only."""

    settings: Settings
    email: str | None = None
    visit: str | None = None

    def actor(self, workspace: str) -> Actor:
        """What this visitor may do in a workspace, whether or not it exists yet."""
        match self.settings.mode:
            case Mode.LOCAL:
                return OPERATOR
            case Mode.TEAM if self.email:
                return Actor(self.email, EVERYTHING if self.owns_all else self._by_role(workspace))
            case Mode.DEMO if workspace == shelf.EXAMPLE:
                return Actor("", LOOKING)
            case Mode.DEMO if self.visit and workspace == visits.name_of(self.visit):
                return Actor("", TRYING)
            case _:
                return NOBODY

    @property
    def owns_all(self) -> bool:
        """Whether every workspace is theirs, and they may make new ones under any name."""
        return self.settings.mode is Mode.LOCAL or (self.email is not None and self.email in self.settings.owners)

    @property
    def own(self) -> str | None:
        """The one workspace that is made for this visitor, in demo mode."""
        return visits.name_of(self.visit) if self.settings.mode is Mode.DEMO and self.visit else None

    @property
    def who(self) -> str:
        """What tells this visitor from others, empty where nothing does."""
        return self.email or self.own or ""

    def demand_may_make(self, workspace: str) -> None:
        """Raise Forbidden, or BadInput where there is no room, for a new workspace of that name."""
        if not self.owns_all and workspace != self.own:
            raise Forbidden("You may not make a workspace here. Ask an owner to make it and to invite you.")
        if visits.is_visit(workspace) and not self.own:
            raise BadInput(f"'{workspace}' is how a visitor's workspace is called in demo mode. Choose another name.")
        if self.own:
            visits.demand_room(self.settings.home)

    def names(self) -> tuple[str, ...]:
        """The workspaces that this visitor may see, the example first."""
        found = [name for name in shelf.names() if Right.READ in self.actor(name).rights]
        if self.own and shelf.path_of(self.own).exists():
            found.append(self.own)
        return tuple(found)

    def _by_role(self, workspace: str) -> frozenset[Right]:
        role = members.roles(shelf.register(), self.email or "").get(workspace)
        return RIGHTS[role] if role else frozenset()
