"""Asking: a running application backs up a workspace that it has open, for whoever keeps its folder.

While one process writes to a DuckDB file no other can open it, in any way. So the one that has it open listens on a
socket in the folder of the workspaces, which only the user it runs as can reach, and a nightly backup asks there.
"""

from __future__ import annotations

import json
import logging
import os
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cxmetrics.errors import BadInput, CxError, NotFound, WorkspaceBusy
from cxmetrics.workspace.backups import Backup
from cxmetrics.workspace.workspace import Workspace

SOCKET = "backup.sock"
_LOG = logging.getLogger("cxmetrics")
_LONGEST_QUESTION = 16_384


def back_up(path: Path, to: Path) -> Backup:
    """Back up the workspace at `path`, also while an application has it open. Raises what Workspace.back_up does."""
    try:
        with Workspace(path) as workspace:
            return workspace.back_up(to)
    except WorkspaceBusy:
        answer = _asked(path.parent / SOCKET, {"workspace": path.stem, "to": str(to.resolve())})
        if answer is None:
            raise
    if "refused" in answer:
        raise BadInput(answer["refused"])
    return Backup(**answer)


def _asked(there: Path, question: dict[str, str]) -> dict[str, Any] | None:
    """The answer of the application that listens; None where none does."""
    if not hasattr(socket, "AF_UNIX"):
        return None
    with socket.socket(socket.AF_UNIX) as line:
        try:
            line.connect(str(there))
        except OSError:
            return None
        line.sendall(json.dumps(question).encode() + b"\n")
        with line.makefile("r", encoding="utf-8") as answers:
            said = answers.readline()
    if not said:
        raise WorkspaceBusy("The application ended before the backup was done. Try again.")
    answer: dict[str, Any] = json.loads(said)
    return answer


@contextmanager
def listening(home: Path, opened: Callable[[str], Workspace]) -> Iterator[None]:
    """Answer those who ask, until the block ends; a backup under way is finished. opened: a workspace by its name.

    Where no socket can be had (Windows, a very long path, another application in the same folder), nobody is answered.
    """
    there = home / SOCKET
    try:
        server = _Server(there, opened)
    except OSError as error:
        _LOG.warning("Backups cannot be asked for from outside: %s", type(error).__name__)
        yield
        return
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        there.unlink(missing_ok=True)


class _Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """One thread for each question; a socket of this kind has a path for an address."""

    address_family = getattr(socket, "AF_UNIX", -1)  # Windows has none

    def __init__(self, there: Path, opened: Callable[[str], Workspace]) -> None:
        super().__init__(str(there), _Answering, bind_and_activate=False)  # type: ignore[arg-type]
        self.home, self.opened = there.parent, opened
        if there.exists() and not _is_answered(there):
            there.unlink()  # of an application that was killed
        try:
            self.server_bind()
            os.chmod(there, 0o600)
            self.server_activate()
        except BaseException:
            self.server_close()
            raise


class _Answering(socketserver.StreamRequestHandler):
    """One question: {"workspace", "to"} in a line of JSON, and its answer."""

    server: _Server

    def handle(self) -> None:
        with suppress(BrokenPipeError):
            said = self.rfile.readline(_LONGEST_QUESTION)
            if said:  # a look whether anybody listens says nothing
                self.wfile.write(json.dumps(self._answer(said)).encode() + b"\n")

    def _answer(self, said: bytes) -> dict[str, object]:
        try:
            question = json.loads(said)
            name, to = str(question["workspace"]), Path(question["to"])
            if not (self.server.home / f"{name}.duckdb").exists():
                raise NotFound(f"There is no workspace called '{name}'.")
            return asdict(self.server.opened(name).back_up(to))
        except CxError as refusal:
            return {"refused": str(refusal)}
        except Exception:
            _LOG.exception("A backup that was asked for failed")
            return {"refused": "The backup failed; the log of the application says why."}


def _is_answered(there: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as line:
        try:
            line.connect(str(there))
        except OSError:
            return False
    return True
