"""What the frame hands to the page it runs."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass

from cxmetrics.ui.selection import View
from cxmetrics.workspace.outline import Outline
from cxmetrics.workspace.rights import Right
from cxmetrics.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Context:
    """The open workspace at its current version; view is None on pages that look at no metric."""

    name: str
    workspace: Workspace
    version: int
    outline: Outline
    view: View | None

    def may(self, right: Right) -> bool:
        """Whether this visitor has a right in this workspace, to leave out what would be refused."""
        return right in self.workspace.actor.rights


_CURRENT: ContextVar[Context] = ContextVar("context")


def enter(context: Context) -> None:
    """Set by the frame, once per run."""
    _CURRENT.set(context)


def current() -> Context:
    """For pages, at their top; fragments take what they need as arguments."""
    return _CURRENT.get()
