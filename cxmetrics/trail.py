"""The trail: who did what in a workspace, as nouns that its keepers and its readers share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Deed(StrEnum):
    """What can be done in a workspace that others may want to know of."""

    IMPORTED = "import"
    UNDONE = "undo"
    DEFINED = "edit"
    ADDED = "metric"
    MARKED = "mark"
    UNMARKED = "unmark"
    SHARED = "share"
    REVOKED = "revoke"
    UNLISTED = "delete"
    INVITED = "invite"
    REMOVED = "remove"
    BACKED_UP = "backup"
    RESTORED = "restore"
    RENEWED = "renew"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. at: in UTC. by: the member's name, empty where nobody logs in. subject: a file, a metric, a link."""

    at: datetime
    by: str
    deed: Deed
    subject: str
