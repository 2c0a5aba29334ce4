"""The command that writes a view to a file: a page, a paper, a slide or a table."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from cxmetrics.cli.common import EXISTING, as_json, demand_metric, named_segment, named_selection, say
from cxmetrics.errors import BadInput
from cxmetrics.judge.compare import USUAL
from cxmetrics.report import reports
from cxmetrics.workspace import fields
from cxmetrics.workspace.comparisons import Choice
from cxmetrics.workspace.saved import SavedView, Shown, selection_of
from cxmetrics.workspace.views import VIEWS, gather
from cxmetrics.workspace.workspace import Workspace

_ADDED = " ".join(f"{page}: {', '.join(names)}." for page, names in fields.OF.items())
_NAMED = [str(choice) for choice in Choice if choice is not Choice.CUSTOM]


@click.command()
@click.argument("path", type=EXISTING)
@click.option("--format", "suffix", required=True, type=click.Choice(list(reports.FORMATS)))
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="A file to write or renew.")
@click.option("--page", default="scorecard", type=click.Choice(list(VIEWS)), show_default=True)
@click.option("--metric", required=True)
@click.option("--compare", default=str(Choice.MONTH), type=click.Choice(_NAMED), show_default=True)
@click.option("--before", default="", help="A period of your own, with --after: 2026-02 or 2026-02-01..2026-02-14")
@click.option("--after", default="")
@click.option("--segment", default="", help="A dimension and its value: location:Leeds")
@click.option(
    "--choice", "choices", multiple=True, metavar="NAME=VALUE", help=f"What the page adds to its link. {_ADDED}"
)
@click.option("--employees", is_flag=True, help="Let the report show a view of one employee.")
@click.option("--small-segments", is_flag=True, help="Let it show a segment of few answers.")
@click.option("--reasons", is_flag=True, help="Let it show reasons for leaving as they were written.")
@as_json
def report(
    path: Path,
    suffix: str,
    out: Path,
    page: str,
    metric: str,
    compare: str,
    before: str,
    after: str,
    segment: str,
    choices: tuple[str, ...],
    employees: bool,
    small_segments: bool,
    reasons: bool,
    as_json: bool,
) -> None:
    """Write a view as a page, a paper, a slide or a table, with the figures and words of the screen."""
    if out.is_file() and out.suffix.lower() != f".{suffix}":  # a workspace, perhaps, or an export
        raise BadInput(f"{out} is there already and is not called .{suffix}. Choose another name; nothing was changed.")
    with Workspace(path, read_only=True) as workspace:
        outline = workspace.outline()
        demand_metric(outline, metric)
        if not before and not after:
            view = SavedView(page, metric, Choice(compare), named_segment(segment, outline, metric), USUAL)
        elif before and after:
            own = named_selection(outline, metric, before, after, segment)
            view = SavedView(page, metric, Choice.CUSTOM, own.segment, USUAL, own.before, own.after)
        else:
            raise BadInput("Two periods of your own need both --before and --after.")
        view = replace(view, fields=_named(choices))
        figures = gather(workspace, view, Shown(employees, small_segments, reasons))
        title = reports.title_of(outline.metrics[metric].label, selection_of(outline, view))
    made = reports.Report(title, figures, date.today())
    _write(out, reports.FORMATS[suffix].make(made))
    say({"file": str(out), "title": title}, as_json, f"{title}: in {out}.")


def _named(choices: tuple[str, ...]) -> dict[str, str]:
    """The fields of a view, as --choice gives them. Raises BadInput for what is not a name and a value."""
    for choice in choices:
        if not choice.partition("=")[0] or "=" not in choice:
            raise BadInput(f"--choice takes a name and a value, such as by=week, and '{choice}' is neither.")
    return dict(choice.split("=", 1) for choice in choices)


def _write(out: Path, content: bytes) -> None:
    """A file whole or not at all. Raises BadInput where it cannot be written."""
    half = out.with_name(f".{out.name}.half")
    try:
        half.write_bytes(content)
        half.replace(out)
    except OSError as error:
        with suppress(OSError):
            half.unlink()
        raise BadInput(f"{out} could not be written: {error.strerror}. Choose another place.") from error
