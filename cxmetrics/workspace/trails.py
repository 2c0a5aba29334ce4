"""Trails: who did what in a workspace, for its owners."""

from __future__ import annotations

from cxmetrics.trail import Entry
from cxmetrics.workspace import deeds
from cxmetrics.workspace.register import Register
from cxmetrics.workspace.rights import Actor, Right, needs
from cxmetrics.workspace.workspace import Workspace


class Trail:
    """The trail of one workspace, for whoever the workspace is entrusted to. register: None where there is none."""

    def __init__(self, register: Register | None, name: str, workspace: Workspace) -> None:
        self._register = register
        self._name = name
        self._workspace = workspace

    @property
    def actor(self) -> Actor:
        """Whom this acts for."""
        return self._workspace.actor

    @needs(Right.KEEP)
    def entries(self) -> tuple[Entry, ...]:
        """What was done to the file, its links and its roles, newest first."""
        found = list(self._workspace.deeds())
        if self._register:
            with self._register.reading() as cursor:
                found += deeds.noted_beside(cursor, self._name)
        return tuple(sorted(found, key=lambda entry: entry.at, reverse=True))
