"""Beside a workspace: what the register keeps of it, for whoever the workspace is entrusted to."""

from __future__ import annotations

from cxmetrics.workspace.register import Register
from cxmetrics.workspace.rights import Actor
from cxmetrics.workspace.workspace import Workspace


class Beside:
    """Use cases over the lines that the register keeps of the workspace called `name`."""

    def __init__(self, register: Register, name: str, workspace: Workspace) -> None:
        self._register = register
        self._name = name
        self._workspace = workspace

    @property
    def actor(self) -> Actor:
        """Whom this acts for."""
        return self._workspace.actor
