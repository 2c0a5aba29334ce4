"""The shelf: the folder that holds the workspaces of this installation, the example among them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from cxmetrics.errors import BadInput
from cxmetrics.settings import settings
from cxmetrics.watch import Watch
from cxmetrics.workspace import files, visits
from cxmetrics.workspace.register import Register
from cxmetrics.workspace.workspace import Workspace

EXAMPLE = "example"
REGISTER = "register.sqlite"
EXPORTS = Path(__file__).parents[2] / "sample_data" / "exports"
EXAMPLE_FILES = (
    "qualtrics_survey.csv",
    "zendesk_tickets.csv.gz",
    "call_log.csv.gz",
    "subscriptions.csv",
    "hr_roster.csv",
)


def folder() -> Path:
    """Where workspaces live: CXMETRICS_HOME, else `workspaces` in the current folder; made when missing."""
    path = settings().home
    path.mkdir(parents=True, exist_ok=True)
    return path


def names() -> tuple[str, ...]:
    """The workspaces there are, the example first."""
    found = sorted(path.stem for path in folder().glob("*.duckdb"))
    return tuple(sorted(found, key=lambda name: name != EXAMPLE))


def path_of(name: str) -> Path:
    """The file of a workspace. Raises BadInput for a name that is not plain letters, digits, spaces, - and _."""
    if visits.is_visit(name):
        return visits.folder(folder()) / f"{name}.duckdb"
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9 _-]{0,59}", name):
        raise BadInput(
            f"'{name[:60]}' cannot name a workspace. Use up to 60 letters from A to Z, digits, spaces, - and _."
        )
    return folder() / f"{name}.duckdb"


def register() -> Register:
    """The register of this installation."""
    return _register(folder() / REGISTER)


def register_beside(path: Path) -> Register | None:
    """The register of the installation that a workspace file belongs to; None where it belongs to none."""
    file = path.parent / REGISTER
    return _register(file) if file.exists() else None


@cache
def _register(path: Path) -> Register:
    return Register(path)


def build_example(path: Path, watch: Watch | None = None) -> None:
    """Build the example workspace from the sample exports, whole or not at all."""
    build(path, EXPORTS, watch)


def build(path: Path, exports: Path, watch: Watch | None = None) -> None:
    """Build a workspace from the exports of a company of the sample's generator through the ordinary import."""
    draft = path.with_suffix(".building")
    files.remove(draft)
    with Workspace(draft) as workspace:
        for i, name in enumerate(EXAMPLE_FILES):
            if watch:
                watch.say(i / len(EXAMPLE_FILES), name)
            text, proposal = workspace.examine(exports / name)
            workspace.store(text, proposal.layout)
    files.place(draft, path)
