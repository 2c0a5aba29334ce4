"""Trails: who did what in a workspace, for its owners."""

from __future__ import annotations

from cxmetrics.trail import Entry
from cxmetrics.workspace import deeds
from cxmetrics.workspace.beside import Beside
from cxmetrics.workspace.rights import Right, needs


class Trail(Beside):
    """The trail of one workspace."""

    @needs(Right.KEEP)
    def entries(self) -> tuple[Entry, ...]:
        """What was done to the file, its links and its roles, newest first."""
        found = list(self._workspace.deeds())
        with self._register.reading() as cursor:
            found += deeds.noted_beside(cursor, self._name)
        return tuple(sorted(found, key=lambda entry: entry.at, reverse=True))
