"""Share links: read-only links to one saved view, made, listed and revoked by those who may share a workspace."""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cxmetrics.errors import BadInput, NotFound
from cxmetrics.plain import dump, load
from cxmetrics.trail import Deed
from cxmetrics.workspace.beside import Beside
from cxmetrics.workspace.deeds import note_beside
from cxmetrics.workspace.rights import Right, needs
from cxmetrics.workspace.saved import NOTHING_MORE, SavedView, Shown
from cxmetrics.workspace.views import gather

USUAL_DAYS = 30
SHORTEST_PASSWORD = 8
LONGEST_TITLE, LONGEST_NOTE, LONGEST_NAME = 120, 1000, 80
_LONGEST_DAYS = 3650


@dataclass(frozen=True, slots=True)
class Terms:
    """What a link promises its readers. days: until it expires, None for never. password: empty for none."""

    title: str
    shared_by: str
    note: str = ""
    frozen: bool = True
    days: int | None = USUAL_DAYS
    password: str = ""
    shown: Shown = NOTHING_MORE


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it stands in the register, without its token, which nobody keeps. Times are in UTC."""

    id: str
    workspace: str
    title: str
    note: str
    shared_by: str
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    view: SavedView
    shown: Shown
    frozen: bool
    has_password: bool
    openings: int
    opened_at: datetime | None

    def is_open(self, now: datetime) -> bool:
        """Whether readers are let in."""
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > now)


class Shares(Beside):
    """The links of one workspace."""

    @needs(Right.SHARE)
    def share(self, view: SavedView, terms: Terms) -> tuple[Link, str]:
        """Make a link: (the link, its token, which is never to be had again). Raises BadInput, NotFound."""
        title, shared_by = terms.title.strip(), self.actor.name or terms.shared_by.strip()
        _demand(terms, title, shared_by)
        figures = gather(self._workspace, view, terms.shown)  # also for a live link: what cannot be shown is said now
        token, salt = secrets.token_urlsafe(32), secrets.token_bytes(16)
        identity, now = secrets.token_hex(8), utc_now()
        with self._register.writing() as cursor:
            cursor.execute(
                "INSERT INTO link (id, token_hash, workspace, title, note, shared_by, created_at, expires_at, view, "
                "shown, frozen, figures, salt, password) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    identity, hash_of(token), self._name, title, terms.note.strip(), shared_by,
                    now.isoformat(),
                    (now + timedelta(terms.days)).isoformat() if terms.days else None,
                    dump(view), dump(terms.shown), terms.frozen, dump(figures) if terms.frozen else None,
                    salt, scrambled(terms.password, salt) if terms.password else None,
                ],
            )  # fmt: skip
            note_beside(cursor, self._name, shared_by, Deed.SHARED, identity)
        return self.link(identity), token

    @needs(Right.SHARE)
    def links(self) -> tuple[Link, ...]:
        """Every link of this workspace, newest first, ended ones included."""
        with self._register.reading() as cursor:
            rows = cursor.execute("SELECT * FROM link WHERE workspace = ? ORDER BY created_at DESC", [self._name])
            return tuple(link_of(row) for row in rows.fetchall())

    @needs(Right.SHARE)
    def link(self, identity: str) -> Link:
        """One link of this workspace. Raises NotFound."""
        with self._register.reading() as cursor:
            row = cursor.execute("SELECT * FROM link WHERE workspace = ? AND id = ?", [self._name, identity]).fetchone()
        if row is None:
            raise NotFound("This link is not there any more.")
        return link_of(row)

    @needs(Right.SHARE)
    def revoke(self, identity: str) -> None:
        """End a link for good; its stored figures go, its line in the list stays. Raises NotFound."""
        with self._register.writing() as cursor:
            ended = cursor.execute(
                "UPDATE link SET revoked_at = ?, figures = NULL, salt = NULL, password = NULL "
                "WHERE workspace = ? AND id = ?",
                [utc_now().isoformat(), self._name, identity],
            )
            _demand_found(ended)
            note_beside(cursor, self._name, self.actor.name, Deed.REVOKED, identity)

    @needs(Right.SHARE)
    def delete(self, identity: str) -> None:
        """Remove a link and every trace of it. Raises NotFound."""
        with self._register.writing() as cursor:
            gone = cursor.execute("DELETE FROM link WHERE workspace = ? AND id = ?", [self._name, identity])
            _demand_found(gone)
            note_beside(cursor, self._name, self.actor.name, Deed.UNLISTED, identity)


def hash_of(token: str) -> bytes:
    """What is kept of a token: 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode(errors="replace")).digest()


def scrambled(password: str, salt: bytes) -> bytes:
    """What is kept of a password: scrypt with the parameters of RFC 7914's interactive use, 16 MB a try."""
    return hashlib.scrypt(password.encode(errors="replace"), salt=salt, n=2**14, r=8, p=1)


def utc_now() -> datetime:
    """Now, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def link_of(row: sqlite3.Row) -> Link:
    """A link out of its row."""
    return Link(
        id=row["id"],
        workspace=row["workspace"],
        title=row["title"],
        note=row["note"],
        shared_by=row["shared_by"],
        created_at=datetime.fromisoformat(row["created_at"]),
        expires_at=_moment(row["expires_at"]),
        revoked_at=_moment(row["revoked_at"]),
        view=load(row["view"], SavedView),
        shown=load(row["shown"], Shown),
        frozen=bool(row["frozen"]),
        has_password=row["password"] is not None,
        openings=row["openings"],
        opened_at=_moment(row["opened_at"]),
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _demand(terms: Terms, title: str, shared_by: str) -> None:
    """Raise BadInput for terms that cannot be kept."""
    if not title or len(title) > LONGEST_TITLE:
        raise BadInput(f"Give the link a title of up to {LONGEST_TITLE} characters, so that its readers know it.")
    if not shared_by or len(shared_by) > LONGEST_NAME:
        raise BadInput("Say who shares this; readers see that name.")
    if len(terms.note) > LONGEST_NOTE:
        raise BadInput(f"The note is longer than {LONGEST_NOTE} characters. Shorten it.")
    if terms.days is not None and not 1 <= terms.days <= _LONGEST_DAYS:
        raise BadInput(f"A link lasts from 1 to {_LONGEST_DAYS} days, or until it is revoked.")
    if terms.password and len(terms.password) < SHORTEST_PASSWORD:
        raise BadInput(f"A password needs at least {SHORTEST_PASSWORD} characters.")


def _demand_found(changed: sqlite3.Cursor) -> None:
    if changed.rowcount == 0:
        raise NotFound("This link is not there any more.")
