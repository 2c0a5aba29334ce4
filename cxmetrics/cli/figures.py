"""Commands that answer with figures: two periods of any kind, and the questions of the pages."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from cxmetrics import answers
from cxmetrics.cli.common import EXISTING, as_json, demand_metric, named_segment, named_selection, say
from cxmetrics.errors import BadInput, NotFound
from cxmetrics.judge.course import Asked
from cxmetrics.judge.given import parse
from cxmetrics.model import Policy
from cxmetrics.period import Period
from cxmetrics.report import course_words, losses_words, spread_words, wording
from cxmetrics.workspace.losses import WINDOW, Question
from cxmetrics.workspace.workspace import Workspace


@click.command()
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
    say(answer, as_json, "\n".join(lines))


def _standard_input() -> object:
    try:
        return json.loads(sys.stdin.buffer.read())
    except (ValueError, RecursionError) as error:
        raise BadInput("Standard input is not one JSON object.") from error


@click.command()
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
        selection = named_selection(outline, metric, before, after, segment)
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
    say(answer, as_json, "\n".join(lines))


@click.command()
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
        demand_metric(outline, metric)
        part = named_segment(segment, outline, metric)
        charted = workspace.course(outline, metric, part, Asked(weekly=weeks, baseline=baseline))
        years = workspace.years(outline, part)
    answer = answers.of_course(outline.metrics[metric], charted, years, outline.metrics)
    elsewhere = course_words.elsewhere(outline.metrics, years, metric)
    signals = [f"  {when}: {what}" for when, what in course_words.signals(charted)]
    say(answer, as_json, "\n".join([answer["sentence"], *([elsewhere] if elsewhere else []), *signals]))


@click.command()
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
        selection = named_selection(outline, metric, str(after.previous()), period, segment)
        found = workspace.spread(outline, selection)
    shown = outline.metrics[metric]
    answer = answers.of_spread(shown, found, still_open=not outline.covers(metric, after))
    rows = spread_words.rows(shown, found.judged)
    lines = [answer["sentence"], *(f"  {row.name} {row.figure}, {row.gap}: {row.word}" for row in rows)]
    say(answer, as_json, "\n".join(lines))


@click.command()
@click.argument("path", metavar="WORKSPACE", type=EXISTING)
@click.option("--metric", default="csat", help="Key of the answers, such as nps.")
@click.option("--window", default=WINDOW, type=click.IntRange(1, 730), help="Days before leaving.")
@as_json
def left(path: Path, metric: str, window: int, as_json: bool) -> None:
    """Say how satisfied those who left had sounded, against those who stayed, and why they say they left."""
    with Workspace(path, read_only=True) as workspace:
        outline = workspace.outline()
        demand_metric(outline, metric)
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
    say(answer, as_json, "\n".join(line for line in lines if line))
