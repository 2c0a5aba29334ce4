"""Picks: which panel of a line-up each visitor took for the real one, kept in the register and naming nobody."""

from __future__ import annotations

from dataclasses import dataclass

from cxmetrics.errors import BadInput
from cxmetrics.judge.lineup import PANELS
from cxmetrics.stats.lineup import p_of_hits
from cxmetrics.workspace.beside import Beside
from cxmetrics.workspace.rights import Right, needs
from cxmetrics.workspace.shares import utc_now
from cxmetrics.workspace.sittings import Sitting

MOST = 5_000
"""Picks of one workspace, so that visitors of a demonstration cannot fill the disk; the oldest go."""


@dataclass(frozen=True, slots=True)
class Pick:
    """panel: its position. hit: whether it was the real one. fresh: whether the chart was new to the visitor."""

    panel: int
    hit: bool
    fresh: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """picks: of visitors to whom the chart was new, of which so many hits. known: picks of the others.

    p_value: the chance of so many hits by guessing, every visitor on their own; None where nobody has picked afresh.
    """

    picks: int
    hits: int
    known: int

    @property
    def p_value(self) -> float | None:
        """P(X >= hits), X binomial; approximate, because the real panel is the same for all."""
        return p_of_hits(self.hits, self.picks, PANELS) if self.picks else None


class Picks(Beside):
    """The picks of one workspace."""

    @needs(Right.READ)
    def pick(self, sitting: Sitting, panel: int, fresh: bool) -> None:
        """Keep a visitor's first pick; a second one changes nothing. Raises BadInput for a panel that is not there."""
        if not 0 <= panel < PANELS:
            raise BadInput(f"There are {PANELS} charts to choose from.")
        with self._register.writing() as cursor:
            cursor.execute(
                "INSERT OR IGNORE INTO pick VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    *self._key(sitting),
                    panel,
                    panel == sitting.lineup.real,
                    fresh,
                    utc_now().isoformat(),
                ],
            )
            cursor.execute(
                "DELETE FROM pick WHERE rowid IN (SELECT rowid FROM pick WHERE workspace = ? "
                "ORDER BY picked_at DESC LIMIT -1 OFFSET ?)",
                [self._name, MOST],
            )

    @needs(Right.READ)
    def mine(self, sitting: Sitting) -> Pick | None:
        """What this visitor picked, None where they have not."""
        with self._register.reading() as cursor:
            row = cursor.execute(
                "SELECT * FROM pick WHERE workspace = ? AND view = ? AND visitor = ?", self._key(sitting)
            ).fetchone()
        return Pick(row["panel"], bool(row["hit"]), bool(row["fresh"])) if row else None

    @needs(Right.READ)
    def tally(self, sitting: Sitting) -> Tally:
        """The picks of everybody who sat before the line-up of this view."""
        with self._register.reading() as cursor:
            row = cursor.execute(
                "SELECT coalesce(sum(fresh), 0) AS picks, coalesce(sum(fresh AND hit), 0) AS hits, "
                "coalesce(sum(NOT fresh), 0) AS known FROM pick WHERE workspace = ? AND view = ?",
                self._key(sitting)[:2],
            ).fetchone()
        return Tally(row["picks"], row["hits"], row["known"])

    def _key(self, sitting: Sitting) -> list[str]:
        return [self._name, sitting.view, sitting.visitor]
