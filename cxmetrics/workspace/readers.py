"""Readers of share links: let in by a token, told nothing where there is no link for them.

A token that was never given out, one that expired, was revoked or deleted take the same way through one statement, so
that neither the answer nor its time tells them apart.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cxmetrics.errors import BadInput
from cxmetrics.plain import load_kept
from cxmetrics.workspace.register import Register
from cxmetrics.workspace.rights import Actor, Right
from cxmetrics.workspace.shares import Link, hash_of, link_of, scrambled, utc_now
from cxmetrics.workspace.views import VIEWS, gather
from cxmetrics.workspace.workspace import Workspace

ATTEMPTS = 10
WINDOW = timedelta(minutes=15)
"""So many wrong passwords in such a time close a link's door until the time is over."""

READER = Actor("", frozenset({Right.READ}))

_OPEN = "token_hash = ? AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)"


@dataclass(frozen=True, slots=True)
class Door:
    """An open link as a reader stands before it. frozen_figures: as stored; secret: what is kept of its password."""

    link: Link
    token: str
    secret: bytes | None
    frozen_figures: str | None

    def proof(self) -> str:
        """What a reader who once knew the password carries; it ends with the token and with the password."""
        return hmac.digest(self.secret or b"", self.token.encode(), "sha256").hex()

    def admits(self, proof: str) -> bool:
        """Whether this reader may see the view."""
        return self.secret is None or hmac.compare_digest(self.proof().encode(), proof.encode())


def door(register: Register, token: str) -> Door | None:
    """The open link of a token, None for every other token alike."""
    with register.reading() as cursor:
        row = cursor.execute(f"SELECT * FROM link WHERE {_OPEN}", [hash_of(token), utc_now().isoformat()]).fetchone()
    return Door(link_of(row), token, row["password"], row["figures"]) if row else None


def try_password(register: Register, token: str, password: str) -> bool:
    """Whether it is the link's password. Raises BadInput after too many wrong ones.

    An attempt is counted before it is looked at, so that many at once are not more than many in a row.
    """
    now = utc_now()
    with register.writing() as cursor:
        row = cursor.execute(f"SELECT * FROM link WHERE {_OPEN}", [hash_of(token), now.isoformat()]).fetchone()
        if row is None or row["password"] is None:
            return False
        since = datetime.fromisoformat(row["attempts_since"] or now.isoformat())
        attempts = row["attempts"] if now - since < WINDOW else 0
        if attempts >= ATTEMPTS:
            minutes = -((now - since - WINDOW) // timedelta(minutes=1))
            raise BadInput(f"Too many wrong passwords. Try again in {minutes} min.")
        cursor.execute(
            "UPDATE link SET attempts = ?, attempts_since = ? WHERE id = ?",
            [attempts + 1, (since if attempts else now).isoformat(), row["id"]],
        )
    right = hmac.compare_digest(scrambled(password, row["salt"]), row["password"])
    if right:
        with register.writing() as cursor:
            cursor.execute("UPDATE link SET attempts = 0 WHERE id = ?", [row["id"]])
    return right


def figures(door: Door, open_workspace: Callable[[str], Workspace]) -> object:
    """What the link shows: as it was frozen, or as the workspace is now. Raises NotFound, BadInput."""
    if door.frozen_figures is not None:
        found: object = load_kept(door.frozen_figures, VIEWS[door.link.view.page].noun)
        return found
    return gather(open_workspace(door.link.workspace).entrusted(READER), door.link.view, door.link.shown)


def count_opening(register: Register, link: Link) -> None:
    """Note that a reader was shown the view."""
    with register.writing() as cursor:
        cursor.execute(
            "UPDATE link SET openings = openings + 1, opened_at = ? WHERE id = ?", [utc_now().isoformat(), link.id]
        )
