"""Members: who is what to a workspace, by e-mail address; whoever is not in the list has no data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from cxmetrics.errors import BadInput, NotFound
from cxmetrics.trail import Deed
from cxmetrics.workspace.beside import Beside
from cxmetrics.workspace.deeds import note_beside
from cxmetrics.workspace.register import Register
from cxmetrics.workspace.rights import Right, Role, needs
from cxmetrics.workspace.shares import utc_now

_ADDRESS = re.compile(r"[^@\s<>\"',;]{1,64}@[^@\s<>\"',;]{1,190}\.[^@\s<>\"',;]{2,63}")


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with a role in a workspace. invited_at in UTC."""

    email: str
    role: Role
    invited_by: str
    invited_at: datetime


class Members(Beside):
    """The members of one workspace."""

    @needs(Right.MANAGE)
    def members(self) -> tuple[Member, ...]:
        """Everybody invited, by address."""
        with self._register.reading() as cursor:
            rows = cursor.execute("SELECT * FROM member WHERE workspace = ? ORDER BY email", [self._name]).fetchall()
        return tuple(
            Member(row["email"], Role(row["role"]), row["invited_by"], datetime.fromisoformat(row["invited_at"]))
            for row in rows
        )

    @needs(Right.MANAGE)
    def invite(self, email: str, role: Role) -> None:
        """Give an address a role, or another one than it had. Raises BadInput for what is no address."""
        address = tidy(email)
        if not _ADDRESS.fullmatch(address):
            raise BadInput(f"'{email.strip()[:80]}' is not an e-mail address.")
        with self._register.writing() as cursor:
            cursor.execute(
                "INSERT INTO member VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET role = excluded.role, "
                "invited_by = excluded.invited_by, invited_at = excluded.invited_at",
                [self._name, address, role, self.actor.name, utc_now().isoformat()],
            )
            note_beside(cursor, self._name, self.actor.name, Deed.INVITED, role)

    @needs(Right.MANAGE)
    def remove(self, email: str) -> None:
        """Take an address's role away; from its next click on it has no data. Raises NotFound."""
        with self._register.writing() as cursor:
            gone = cursor.execute("DELETE FROM member WHERE workspace = ? AND email = ?", [self._name, tidy(email)])
            if gone.rowcount == 0:
                raise NotFound(f"{email[:80]} is not a member.")
            note_beside(cursor, self._name, self.actor.name, Deed.REMOVED, "")


def roles(register: Register, email: str) -> dict[str, Role]:
    """Workspace -> the role that an address has in it."""
    with register.reading() as cursor:
        rows = cursor.execute("SELECT workspace, role FROM member WHERE email = ?", [tidy(email)]).fetchall()
    return {row["workspace"]: Role(row["role"]) for row in rows}


def tidy(email: str) -> str:
    """An address as it is compared: providers differ in how they write capitals."""
    return email.strip().casefold()
