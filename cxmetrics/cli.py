"""The headless face: the same engine as the pages, with --json on each command."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from cxmetrics import __version__, answers
from cxmetrics.errors import BadInput, CxError, NotFound
from cxmetrics.ingest.proposal import corrected
from cxmetrics.judge.compare import USUAL
from cxmetrics.judge.course import Asked
from cxmetrics.judge.given import parse
from cxmetrics.layout import Proposal, Role
from cxmetrics.model import EVERYBODY, Policy, Segment, Selection
from cxmetrics.period import Period
from cxmetrics.report import course_words, intake, losses_words, reports, sheets, spread_words, wording
from cxmetrics.report import trail as trails
from cxmetrics.warehouse.casts import stored
from cxmetrics.workspace import asking, files, registers, restoring, shelf
from cxmetrics.workspace.backups import Backup
from cxmetrics.workspace.comparisons import Choice
from cxmetrics.workspace.losses import WINDOW, Question
from cxmetrics.workspace.memory import Likeness, continued
from cxmetrics.workspace.outline import Outline
from cxmetrics.workspace.register import Register
from cxmetrics.workspace.saved import SavedView, Shown, selection_of
from cxmetrics.workspace.trails import Trail
from cxmetrics.workspace.views import VIEWS, gather
from cxmetrics.workspace.workspace import Workspace

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
_NAMED = [str(choice) for choice in Choice if choice is not Choice.CUSTOM]
as_json = click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")


class _Commands(click.Group):
    """Errors a user can cause end with one sentence on standard error and exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (CxError, click.UsageError) as error:
            click.echo(error.format_message() if isinstance(error, click.UsageError) else str(error), err=True)
            ctx.exit(2)


@click.group(cls=_Commands)
@click.version_option(__version__)
def main() -> None:
    """Which customer-experience numbers really moved, and who paid for it."""


@main.command()
@as_json
def compare(as_json: bool) -> None:
    """Judge two periods given as one JSON object on standard input.

    \b
    {"kind": "nps", "before": {"nps": 67, "n": 400}, "after": {"nps": 68, "n": 400}}

    kind is one of nps, proportion, mean, duration, amount, median, ratio, rate; each takes its periods as single values
    or as a summary. Optional: name, margin, good_direction, paired, baseline, still_open, population, top_box,
    counters, and keys within the periods. All forms: docs/compare.md.
    """
    answer = answers.of_request(parse(_standard_input()))
    lines = [answer["headline"], answer["sentence"]] if "headline" in answer else [answer["sentence"]]
    lines += [f"  {name}: {other['sentence']}" for name, other in answer["beside"].items()]
    lines += [f"  {counter['guard']}: {counter['sentence']}" for counter in answer.get("counters", ())]
    _say(answer, as_json, "\n".join(lines))


@main.command()
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
    _say(answer, as_json, "\n".join(lines))


@main.command("import")
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
    with _unmade_on_error(path, dry_run), Workspace(path) as workspace:
        text, proposal = workspace.examine(file, sheet=sheet)
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
        _say(answer, as_json, "Everything in this file is here already; nothing changed.")
        return
    receipt = intake.would(upload.records, upload.used, upload.unchanged, upload.updated, upload.set_aside)
    known_again = [] if layout.named(Role.ID) else [intake.told_apart(layout)]
    _say(answer, as_json, "\n".join([receipt, *known_again, *intake.notices(upload.restated, upload.findings)]))


def _renamed(likeness: Likeness, same: tuple[str, ...]) -> dict[str, str | None]:
    """What the missing columns are called now, as --same says. Raises BadInput where one is left open."""
    said = dict(pair.split("=", 1) for pair in same if "=" in pair)
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


@main.command()
@click.argument("path", type=EXISTING)
@click.option("--metric", required=True)
@click.option("--before", required=True, help="2026-02, 2026-Q1, 2026 or 2026-02-01..2026-02-14")
@click.option("--after", required=True)
@click.option("--segment", default="", help="A dimension and its value: location:Leeds")
@click.option("--segments", "each", is_flag=True, help="Judge every segment too, corrected for looking at all of them.")
@click.option("--cluster-by", default="", help="A dimension whose values stand for all there might be: employee")
@as_json
def verdict(
    path: Path, metric: str, before: str, after: str, segment: str, each: bool, cluster_by: str, as_json: bool
) -> None:
    """Compare two periods of a metric, with its counter-metrics, the reading, and what the change goes with."""
    with Workspace(path, read_only=True) as workspace:
        outline = workspace.outline()
        selection = _selection(outline, metric, before, after, segment)
        if cluster_by and cluster_by not in outline.segments.get(metric, ()):
            known = ", ".join(outline.segments.get(metric, ())) or "nothing"
            raise NotFound(f"'{metric}' is not known by '{cluster_by}'. It can be clustered by {known}.")
        policy = Policy(clustered_by=cluster_by)
        card = workspace.scorecard(outline, selection, policy)
        why = workspace.explanation(outline, selection, policy)
        found = workspace.segments(outline, selection) if each else ()
    answer = answers.of_scorecard(card, metric, outline.metrics)
    answer["explanation"] = answers.of_explanation(why, outline.metrics[metric])
    if each:
        answer["segments"] = [answers.of_segment(one) for one in found]
    lines = [answer["headline"], answer["sentence"], answer["explanation"]["sentence"]]
    lines += [
        f"  {counter['guard']}: {counter.get('sentence') or wording.no_data(counter['metric'])}"
        for counter in answer["counters"]
    ]
    lines += [f"  {one.segment.dimension} {one.segment.value}: {one.word}" for one in found]
    _say(answer, as_json, "\n".join(lines))


@main.command()
@click.argument("path", type=EXISTING)
@click.option("--metric", required=True)
@click.option("--segment", default="", help="A dimension and its value: location:Leeds")
@click.option("--weeks", is_flag=True, help="Chart weeks instead of months.")
@click.option("--baseline", type=int, help="Freeze the limits from so many first points.")
@as_json
def course(path: Path, metric: str, segment: str, weeks: bool, baseline: int | None, as_json: bool) -> None:
    """Chart a metric over time, and look for a drip in every metric."""
    with Workspace(path, read_only=True) as workspace:
        outline = workspace.outline()
        _demand_metric(outline, metric)
        part = _segment(segment, outline, metric)
        charted = workspace.course(outline, metric, part, Asked(weekly=weeks, baseline=baseline))
        years = workspace.years(outline, part)
    answer = answers.of_course(outline.metrics[metric], charted, years, outline.metrics)
    elsewhere = course_words.elsewhere(outline.metrics, years, metric)
    signals = [f"  {when}: {what}" for when, what in course_words.signals(charted)]
    _say(answer, as_json, "\n".join([answer["sentence"], *([elsewhere] if elsewhere else []), *signals]))


@main.command()
@click.argument("path", metavar="WORKSPACE", type=EXISTING)
@click.option("--metric", required=True, help="Key of the metric, such as csat.")
@click.option("--period", required=True, help="The period, such as 2026-03 or 2026-Q1.")
@click.option("--segment", default="", help="One segment to look within, such as location:Leeds.")
@as_json
def spread(path: Path, metric: str, period: str, segment: str, as_json: bool) -> None:
    """Set every segment of a metric against the others: who is worst served?"""
    with Workspace(path, read_only=True) as workspace:
        outline = workspace.outline()
        after = Period.parse(period)
        selection = _selection(outline, metric, str(after.previous()), period, segment)
        found = workspace.spread(outline, selection)
    shown = outline.metrics[metric]
    answer = answers.of_spread(shown, found, still_open=not outline.covers(metric, after))
    rows = spread_words.rows(shown, found.judged)
    lines = [answer["sentence"], *(f"  {row.name} {row.figure}, {row.gap}: {row.word}" for row in rows)]
    _say(answer, as_json, "\n".join(lines))


@main.command()
@click.argument("path", metavar="WORKSPACE", type=EXISTING)
@click.option("--metric", default="csat", help="Key of the answers, such as nps.")
@click.option("--window", default=WINDOW, type=click.IntRange(1, 730), help="Days before leaving.")
@as_json
def left(path: Path, metric: str, window: int, as_json: bool) -> None:
    """Say how satisfied those who left had sounded, against those who stayed, and why they say they left."""
    with Workspace(path, read_only=True) as workspace:
        outline = workspace.outline()
        _demand_metric(outline, metric)
        found = workspace.left(outline, Question(metric, window))
    answer, customers = answers.of_left(found), found.customers
    lines = [answer["sentence"]]
    if answered := customers.answered:
        lines += [losses_words.people(answered), losses_words.against_stayers(answered)]
        lines.append(losses_words.joined(customers, answered))
    elif customers.lacking:
        lines.append(losses_words.BRING[customers.lacking])
    lines += [f"  {words}: {people}, {share}" for words, people, share in losses_words.reasons(customers)]
    lines.append(losses_words.competitors(customers))
    _say(answer, as_json, "\n".join(line for line in lines if line))


@main.command()
@click.argument("path", type=EXISTING)
@click.option("--format", "suffix", required=True, type=click.Choice(list(reports.FORMATS)))
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="A file to write or renew.")
@click.option("--page", default="scorecard", type=click.Choice(list(VIEWS)), show_default=True)
@click.option("--metric", required=True)
@click.option("--compare", default=str(Choice.MONTH), type=click.Choice(_NAMED), show_default=True)
@click.option("--before", default="", help="A period of your own, with --after: 2026-02 or 2026-02-01..2026-02-14")
@click.option("--after", default="")
@click.option("--segment", default="", help="A dimension and its value: location:Leeds")
@click.option("--employees", is_flag=True, help="Let the report show a view of one employee.")
@click.option("--small-segments", is_flag=True, help="Let it show a segment of few answers.")
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
    employees: bool,
    small_segments: bool,
    as_json: bool,
) -> None:
    """Write a view as a page, a paper, a slide or a table, with the figures and words of the screen."""
    with Workspace(path, read_only=True) as workspace:
        outline = workspace.outline()
        _demand_metric(outline, metric)
        if not before and not after:
            view = SavedView(page, metric, Choice(compare), _segment(segment, outline, metric), USUAL)
        elif before and after:
            own = _selection(outline, metric, before, after, segment)
            view = SavedView(page, metric, Choice.CUSTOM, own.segment, USUAL, own.before, own.after)
        else:
            raise BadInput("Two periods of your own need both --before and --after.")
        figures = gather(workspace, view, Shown(employees, small_segments))
        title = reports.title_of(outline.metrics[metric].label, selection_of(outline, view))
    made = reports.Report(title, figures, date.today())
    _write(out, reports.FORMATS[suffix].make(made))
    _say({"file": str(out), "title": title}, as_json, f"{title}: in {out}.")


@main.command()
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
@as_json
def demo(path: Path, as_json: bool) -> None:
    """Build the example workspace at PATH from the sample exports."""
    if path.exists():
        raise BadInput(f"{path} already exists. Choose another name; nothing was changed.")
    shelf.build_example(path)
    _say({"workspace": str(path)}, as_json, f"The example is in {path}.")


@main.command()
@click.argument("path", metavar="WORKSPACE", type=EXISTING)
@click.argument("to", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@as_json
def backup(path: Path, to: Path, as_json: bool) -> None:
    """Write everything in WORKSPACE to a new FILE, and check it by opening it. A register is one too."""
    done = registers.back_up(Register(path), to) if registers.is_register(path) else asking.back_up(path, to)
    _say(asdict(done), as_json, f"{_checked(done)} Keep it where this computer's disk cannot take it along.")


@main.command()
@click.argument("file", type=EXISTING)
@click.argument("path", metavar="WORKSPACE", type=click.Path(dir_okay=False, path_type=Path))
@as_json
def restore(file: Path, path: Path, as_json: bool) -> None:
    """Bring a backup FILE back as a new WORKSPACE; nothing is overwritten."""
    done = (registers if registers.is_register(file) else restoring).restore(file, path)
    _say(asdict(done), as_json, _checked(done))


def _checked(done: Backup) -> str:
    return f"{done.rows:,} rows, {done.bytes / 1e6:,.1f} MB, checked by opening it. SHA-256 {done.sha256}."


@main.command()
@click.argument("path", metavar="WORKSPACE", type=EXISTING)
@click.option("--csv", "as_csv", is_flag=True, help="Answer with a table for a spreadsheet.")
@as_json
def trail(path: Path, as_csv: bool, as_json: bool) -> None:
    """Tell who did what in WORKSPACE, newest first."""
    beside = shelf.register_beside(path)
    with Workspace(path, read_only=True) as workspace:
        entries = Trail(beside, path.stem, workspace).entries()
    if as_csv:
        click.echo(sheets.csv(trails.table(entries)), nl=False)
        return
    answer = {"entries": [{**asdict(entry), "at": entry.at.isoformat()} for entry in entries]}
    _say(answer, as_json, "\n".join("  ".join(row) for row in trails.table(entries).itertuples(index=False)))


@contextmanager
def _unmade_on_error(path: Path, dry_run: bool) -> Iterator[None]:
    """A workspace that was only made for a rehearsal, or for a file that is then refused, does not stay behind."""
    new, stays = not path.exists(), False
    try:
        yield
        stays = not dry_run
    finally:
        if new and not stays:
            files.remove(path)


def _without_questions(proposal: Proposal) -> Proposal:
    """The proposal without the columns that only its owner could explain."""
    return corrected(proposal, {question.column: None for question in proposal.questions}, {})


def _demand_metric(outline: Outline, metric: str) -> None:
    if metric not in outline.metrics:
        raise NotFound(f"This workspace has no metric '{metric}'. It has {', '.join(outline.metrics) or 'none'}.")


def _selection(outline: Outline, metric: str, before: str, after: str, segment: str) -> Selection:
    """Raises NotFound, BadInput for what cannot be compared."""
    _demand_metric(outline, metric)
    selection = Selection(metric, Period.parse(before), Period.parse(after), _segment(segment, outline, metric))
    if selection.before.overlaps(selection.after):
        raise BadInput("The two periods overlap, so they cannot be compared. Choose two that do not.")
    return selection


def _segment(text: str, outline: Outline, metric: str) -> Segment:
    if not text:
        return EVERYBODY
    if segment := outline.segment(metric, text):
        return segment
    known = ", ".join(outline.segments[metric]) or "nothing"
    raise NotFound(
        f"'{metric}' has no segment '{text}'. It can be split by {known}; write a dimension and its value, such as "
        "location:Leeds."
    )


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


def _standard_input() -> object:
    try:
        return json.loads(sys.stdin.buffer.read())
    except (ValueError, RecursionError) as error:
        raise BadInput("Standard input is not one JSON object.") from error


def _say(answer: dict[str, Any], as_json: bool, words: str) -> None:
    click.echo(json.dumps(answer, allow_nan=False) if as_json else words)
