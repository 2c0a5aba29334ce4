"""Commands that take files in: look at one, store one, build the example."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from cxmetrics import answers
from cxmetrics.cli.common import EXISTING, as_json, say
from cxmetrics.errors import BadInput
from cxmetrics.ingest.proposal import corrected
from cxmetrics.layout import Proposal, Role
from cxmetrics.report import intake
from cxmetrics.warehouse.casts import stored
from cxmetrics.workspace import files, shelf
from cxmetrics.workspace.memory import Likeness, continued
from cxmetrics.workspace.workspace import Workspace


@click.command()
@click.argument("file", type=EXISTING)
@as_json
def inspect(file: Path, as_json: bool) -> None:
    """Show what the importer sees in a file; nothing is stored."""
    with Workspace(None) as workspace:
        text, proposal = workspace.examine(file)
        layout = _without_questions(proposal).layout
        # a file in which nothing is recognised is shown as it is
        upload = workspace.store(text, layout)[0] if stored(layout) else workspace.rehearse(text, layout).upload
        assert upload
        metrics = workspace.outline().metrics
        dates = workspace.reach(upload.id) if stored(layout) else None
        answer = answers.of_file(proposal, upload, metrics, workspace.whole(list(metrics)), dates)
    receipt = intake.receipt(upload.records, upload.used, upload.unchanged, upload.set_aside)
    lines = [f"{answer['vendor']}, {answer['encoding']}: {receipt}.", *answer["warnings"]]
    lines += [f"Question: {question['text']}" for question in answer["questions"]]
    say(answer, as_json, "\n".join(lines))


@click.command("import")
@click.argument("file", type=EXISTING)
@click.option("--workspace", "path", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--accept", is_flag=True, help="Store without the columns that questions are open about.")
@click.option(
    "--same", "same", multiple=True, metavar="OLD=NEW", help="A column that was renamed; NEW empty: it is gone."
)
@click.option("--new-source", is_flag=True, help="A new kind of file, though it resembles an earlier one.")
@click.option("--sheet", help="The sheet of a workbook; by default the one with most records.")
@click.option("--dry-run", is_flag=True, help="Say what would be stored, and store nothing.")
@as_json
def import_(
    file: Path,
    path: Path,
    accept: bool,
    same: tuple[str, ...],
    new_source: bool,
    sheet: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Store a file in a workspace, whole or not at all."""
    with _opened(path) as workspace:
        text, proposal = workspace.examine(file, sheet=sheet)
        if sheet and not text.sheet:
            raise BadInput(f"{file.name} has no sheets. Nothing was stored. Leave --sheet out.")
        likeness = None if new_source else workspace.likeness(proposal)
        proposal = workspace.remembered(proposal) or (
            continued(proposal, likeness, _renamed(likeness, same)) if likeness else proposal
        )
        if proposal.questions and not accept:
            raise BadInput(
                f"{proposal.questions[0].text} Nothing was stored. Answer it on the Data page, or pass --accept to "
                "leave the columns in question out."
            )
        layout, source = _without_questions(proposal).layout, likeness.source if likeness else None
        if dry_run:
            upload = workspace.rehearse(text, layout, source).upload
            fresh = upload is not None
        else:
            upload, fresh = workspace.store(text, layout, source)
        answer = answers.of_upload(upload, fresh, list(workspace.outline().metrics))
    if upload is None or not fresh:
        say(answer, as_json, "Everything in this file is here already; nothing changed.")
        return
    receipt = intake.would(upload.records, upload.used, upload.unchanged, upload.updated, upload.set_aside)
    known_again = [] if layout.named(Role.ID) else [intake.told_apart(layout)]
    say(answer, as_json, "\n".join([receipt, *known_again, *intake.notices(upload.restated, upload.findings)]))


def _renamed(likeness: Likeness, same: tuple[str, ...]) -> dict[str, str | None]:
    """What the missing columns are called now, as --same says. Raises BadInput where one is left open."""
    for pair in same:
        if "=" not in pair:
            raise BadInput(f"--same takes an old and a new name, OLD=NEW, and '{pair}' is neither. Nothing was stored.")
    said = dict(pair.split("=", 1) for pair in same)
    for missing in likeness.missing:
        if missing.was not in said:
            nearest = f" Is it '{missing.nearest[0]}' now?" if missing.nearest else ""
            new = missing.nearest[0] if missing.nearest else ""
            raise BadInput(
                f"This looks like the next file after {likeness.file_name}, but '{missing.was}' is missing.{nearest} "
                f'Nothing was stored. Pass --same "{missing.was}={new}", --same "{missing.was}=" if it is gone, or '
                "--new-source."
            )
    return {missing.name: said[missing.was] or None for missing in likeness.missing}


@contextmanager
def _opened(path: Path) -> Iterator[Workspace]:
    """The workspace at `path`. One that is made here and stays empty, because its file is refused or only rehearsed,
    does not stay behind; one that another program made meanwhile is not ours to remove.
    """
    new, empty = not path.exists(), False
    try:
        with Workspace(path) as workspace:
            try:
                yield workspace
            finally:
                empty = not workspace.history()
    finally:
        if new and empty:
            files.remove(path)


def _without_questions(proposal: Proposal) -> Proposal:
    """The proposal without the columns that only its owner could explain."""
    return corrected(proposal, {question.column: None for question in proposal.questions}, {})


@click.command()
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
@as_json
def demo(path: Path, as_json: bool) -> None:
    """Build the example workspace at PATH from the sample exports."""
    if path.exists():
        raise BadInput(f"{path} already exists. Choose another name; nothing was changed.")
    shelf.build_example(path)
    say({"workspace": str(path)}, as_json, f"The example is in {path}.")
