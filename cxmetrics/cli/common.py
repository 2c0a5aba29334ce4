"""What the commands share: how metrics, periods and segments are named, and how an answer is given."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from cxmetrics.errors import BadInput, NotFound
from cxmetrics.model import EVERYBODY, Segment, Selection
from cxmetrics.period import Period
from cxmetrics.workspace.outline import Outline

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
as_json = click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")


def demand_metric(outline: Outline, metric: str) -> None:
    if metric not in outline.metrics:
        raise NotFound(f"This workspace has no metric '{metric}'. It has {', '.join(outline.metrics) or 'none'}.")


def named_selection(outline: Outline, metric: str, before: str, after: str, segment: str) -> Selection:
    """Raises NotFound, BadInput for what cannot be compared."""
    demand_metric(outline, metric)
    selection = Selection(metric, Period.parse(before), Period.parse(after), named_segment(segment, outline, metric))
    if selection.before.overlaps(selection.after):
        raise BadInput("The two periods overlap, so they cannot be compared. Choose two that do not.")
    return selection


def named_segment(text: str, outline: Outline, metric: str) -> Segment:
    if not text:
        return EVERYBODY
    if segment := outline.segment(metric, text):
        return segment
    known = ", ".join(outline.segments[metric]) or "nothing"
    raise NotFound(
        f"'{metric}' has no segment '{text}'. It can be split by {known}; write a dimension and its value, such as "
        "location:Leeds."
    )


def say(answer: dict[str, Any], as_json: bool, words: str) -> None:
    click.echo(json.dumps(answer, allow_nan=False) if as_json else words)
