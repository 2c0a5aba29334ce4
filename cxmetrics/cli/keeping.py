"""Commands that keep a workspace: back it up, bring it back, tell who did what in it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from cxmetrics.cli.common import EXISTING, as_json, say
from cxmetrics.report import sheets
from cxmetrics.report import trail as trails
from cxmetrics.workspace import asking, registers, restoring, shelf
from cxmetrics.workspace.backups import Backup
from cxmetrics.workspace.register import Register
from cxmetrics.workspace.trails import Trail
from cxmetrics.workspace.workspace import Workspace


@click.command()
@click.argument("path", metavar="WORKSPACE", type=EXISTING)
@click.argument("to", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@as_json
def backup(path: Path, to: Path, as_json: bool) -> None:
    """Write everything in WORKSPACE to a new FILE, and check it by opening it. A register is one too."""
    done = registers.back_up(Register(path), to) if registers.is_register(path) else asking.back_up(path, to)
    say(asdict(done), as_json, f"{_checked(done)} Keep it where this computer's disk cannot take it along.")


@click.command()
@click.argument("file", type=EXISTING)
@click.argument("path", metavar="WORKSPACE", type=click.Path(dir_okay=False, path_type=Path))
@as_json
def restore(file: Path, path: Path, as_json: bool) -> None:
    """Bring a backup FILE back as a new WORKSPACE; nothing is overwritten."""
    done = (registers if registers.is_register(file) else restoring).restore(file, path)
    say(asdict(done), as_json, _checked(done))


def _checked(done: Backup) -> str:
    return f"{done.rows:,} rows, {done.bytes / 1e6:,.1f} MB, checked by opening it. SHA-256 {done.sha256}."


@click.command()
@click.argument("path", metavar="WORKSPACE", type=EXISTING)
@click.option("--csv", "as_csv", is_flag=True, help="Answer with a table for a spreadsheet.")
@as_json
def trail(path: Path, as_csv: bool, as_json: bool) -> None:
    """Tell who did what in WORKSPACE, newest first."""
    beside = shelf.register_beside(path)
    with Workspace(path, read_only=True) as workspace:
        entries = Trail(beside, path.stem, workspace).entries() if beside else workspace.deeds()
    if as_csv:
        click.echo(sheets.csv(trails.table(entries)), nl=False)
        return
    answer = {"entries": [{**asdict(entry), "at": entry.at.isoformat()} for entry in entries]}
    say(answer, as_json, "\n".join("  ".join(row) for row in trails.table(entries).itertuples(index=False)))
