"""The register of links and roles: nothing half-written, and what is missing or damaged is said before it is used."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from cxmetrics import seal
from cxmetrics.errors import BadInput, Damaged, NoRoom, NotFound
from cxmetrics.workspace import members, registers
from cxmetrics.workspace import register as module
from cxmetrics.workspace.members import Members
from cxmetrics.workspace.register import Register
from cxmetrics.workspace.rights import Role
from cxmetrics.workspace.workspace import Workspace
from tests.small_disk import small_disk

ROOT = Path(__file__).parents[2]
BEN = "ben@shop.example"


def invite(register: Register, workspace: Workspace, *people: str) -> None:
    for email in people:
        Members(register, "w", workspace).invite(email, Role.EDITOR)


def test_a_register_that_is_missing_is_not_made_anew(register: Register, workspace: Workspace) -> None:
    """Whoever had a role would have none, and nobody would know why."""
    invite(register, workspace, BEN)
    register.path.unlink()
    with pytest.raises(Damaged, match="is gone"):
        members.roles(register, BEN)
    with pytest.raises(Damaged, match=r"is missing\. Put back a copy of it\. Without one, remove"):
        Register(register.path)
    assert not register.path.exists()
    seal.path_of(register.path).unlink()  # as the sentence says
    assert members.roles(Register(register.path), BEN) == {}


def test_a_register_without_its_log_is_noticed(tmp_path: Path) -> None:
    """A role that was taken away, or a link that was revoked, would come back."""
    script = f"""
        import os, signal, sqlite3
        from pathlib import Path
        from cxmetrics.workspace.members import Members
        from cxmetrics.workspace.register import Register
        from cxmetrics.workspace.rights import Role
        from cxmetrics.workspace.workspace import Workspace
        register = Register(Path({str(tmp_path / "register.sqlite")!r}))
        holding = sqlite3.connect(register.path)
        holding.execute("SELECT count(*) FROM member").fetchall()
        Members(register, "w", Workspace(None)).invite({BEN!r}, Role.EDITOR)
        os.kill(os.getpid(), signal.SIGKILL)
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(script)], cwd=ROOT, check=False)
    path, log = tmp_path / "register.sqlite", tmp_path / "register.sqlite-wal"
    assert log.stat().st_size
    kept = {file: file.read_bytes() for file in (path, log)}
    assert members.roles(Register(path), BEN) == {"w": Role.EDITOR}
    path.write_bytes(kept[path])
    log.unlink(missing_ok=True)
    with pytest.raises(Damaged, match=r"latest changes of register\.sqlite are missing.*register\.sqlite-wal"):
        Register(path)


@pytest.mark.parametrize("left", [0, 1, 100, 4096, 5000])
def test_a_truncated_register_is_noticed(register: Register, workspace: Workspace, left: int) -> None:
    invite(register, workspace, BEN)
    os.truncate(register.path, left)
    with pytest.raises(Damaged):
        Register(register.path)


def test_pages_that_do_not_fit_together_are_noticed(register: Register, workspace: Workspace) -> None:
    """SQLite has no checksums: a letter that changed within a text stays unnoticed, a broken page does not."""
    invite(register, workspace, BEN)
    size = register.path.stat().st_size
    for page in range(4096, size, 4096):
        content = register.path.read_bytes()
        with register.path.open("r+b") as file:
            file.seek(page)
            file.write(b"\xff" * 16)
        with pytest.raises(Damaged, match="damaged"):
            Register(register.path)
        register.path.write_bytes(content)
    Register(register.path)


def test_a_full_disk_is_said_and_leaves_the_register_as_it_was(workspace: Workspace, tmp_path: Path) -> None:
    """SQLite needs some room even to read, for the memory that its processes share, and says the same then."""
    with small_disk(tmp_path / "disk", 1) as disk:
        if disk is None:
            pytest.skip("may not mount a disk here")
        register = Register(disk.path / "register.sqlite")
        invite(register, workspace, BEN)
        disk.fill()
        many = [f"{number:060}@shop.example" for number in range(200)]
        with pytest.raises(NoRoom):
            invite(register, workspace, *many)
        disk.empty()
        there = len(Members(register, "w", workspace).members())
        assert members.roles(register, BEN) == {"w": Role.EDITOR}
        invite(register, workspace, "one@shop.example")
        assert len(Members(Register(register.path), "w", workspace).members()) == there + 1


def test_a_register_is_copied_while_it_is_in_use_and_brought_back(
    register: Register, workspace: Workspace, tmp_path: Path
) -> None:
    invite(register, workspace, BEN, "anna@shop.example")
    kept = tmp_path / "kept.sqlite"
    with register.reading() as cursor:
        cursor.execute("SELECT * FROM member").fetchone()
        registers.back_up(register, kept)
    assert registers.is_register(kept)
    with pytest.raises(BadInput, match=r"There is a file register\.sqlite already"):
        registers.restore(kept, register.path)
    for file in tmp_path.glob("register.sqlite*"):
        if file.suffix != ".seal":
            file.unlink()
    registers.restore(kept, register.path)
    assert members.roles(Register(register.path), BEN) == {"w": Role.EDITOR}


def test_a_damaged_copy_of_a_register_is_not_brought_back(
    register: Register, workspace: Workspace, tmp_path: Path
) -> None:
    invite(register, workspace, BEN)
    registers.back_up(register, tmp_path / "kept.sqlite")
    os.truncate(tmp_path / "kept.sqlite", 6000)
    with pytest.raises(Damaged):
        registers.restore(tmp_path / "kept.sqlite", tmp_path / "again.sqlite")
    assert not (tmp_path / "again.sqlite").exists()


def test_an_older_register_is_brought_up_to_this_version(tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite"
    for version in range(len(module._FORMATS)):
        path.unlink(missing_ok=True)
        with sqlite3.connect(path) as connection:
            for added in module._FORMATS[:version]:
                connection.executescript(added)
            connection.execute(f"PRAGMA user_version = {version}")
        connection.close()
        with Register(path).reading() as cursor:
            assert cursor.execute("PRAGMA user_version").fetchone()[0] == len(module._FORMATS)
            assert cursor.execute("SELECT number FROM change").fetchone()[0] == 1
        for file in tmp_path.glob("register.sqlite*"):
            file.unlink()


def test_a_register_that_is_damaged_or_newer_is_refused_in_words(tmp_path: Path) -> None:
    damaged, newer = tmp_path / "damaged.sqlite", tmp_path / "newer.sqlite"
    damaged.write_bytes(b"rubbish" * 1000)
    with pytest.raises(Damaged, match="damaged"):
        Register(damaged)
    Register(newer)
    with sqlite3.connect(newer) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(NotFound, match="newer version"):
        Register(newer)


def test_a_register_is_nobody_elses_business(register: Register, tmp_path: Path) -> None:
    assert (tmp_path / "register.sqlite").stat().st_mode & 0o077 == 0
