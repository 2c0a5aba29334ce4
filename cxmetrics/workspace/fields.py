"""Fields: what a page adds to a view, as its address spells it; read alike for the page and for readers of a link."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from types import MappingProxyType

from cxmetrics.errors import BadInput
from cxmetrics.judge.course import Asked
from cxmetrics.model import EVERYBODY, Kind, Segment, Selection
from cxmetrics.period import Period
from cxmetrics.workspace.losses import WINDOW, Question
from cxmetrics.workspace.outline import Outline, spelled
from cxmetrics.workspace.spread import Narrowed, importance

BY, BASELINE, SEASON = "by", "baseline", "season"
TARGET = "target"
ALSO, IMPORTANT = "also", "important"
LEAVING, LEFT, RIVALS = "window", "left", "rivals"
CHANGE = "change"
OF: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "plan": (CHANGE,),
        "what_moved_it": (BY,),
        "over_time": (BY, BASELINE, SEASON),
        "gaming": (TARGET,),
        "spread": (ALSO, IMPORTANT),
        "satisfied_but_left": (LEAVING, LEFT, RIVALS),
    }
)
"""Page -> the fields it adds to the address of a view."""

ALL = "all"
WEEK, LEFT_IN = "week", "in"
EVER, PERIOD = "ever", "period"
SHORTEST_TARGET, LONGEST_TARGET = 5.0, 30 * 24 * 3600.0
LONGEST_WINDOW = 730
SMALLEST_CHANGE, LARGEST = 1e-6, 10**9
_LARGEST_CHANGE = {Kind.NPS: 200.0, Kind.PROPORTION: 100.0, Kind.DURATION: 1000.0}
_LONGEST, _LONGEST_RIVALS = 1000, 200

Fields = Mapping[str, str]


def demand(page: str, fields: Fields) -> None:
    """Raise BadInput for fields that a saved view of this page cannot have."""
    for name, text in fields.items():
        if name not in OF.get(page, ()):
            raise BadInput(f"The page '{page[:40]}' has no choice '{name[:40]}'.")
        if len(text) > _LONGEST:
            raise BadInput(f"The choice '{name}' is longer than {_LONGEST} characters, so no link can keep it.")


def number(text: str, label: str, low: float, high: float, whole: bool) -> float:
    """A number of an address. Raises BadInput for anything that could not be typed there."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not low <= value <= high or (whole and not value.is_integer()):
        raise BadInput(
            f"This view gives '{text[:40]}' for “{label}”. It must be a {'whole ' if whole else ''}number from "
            f"{low:,g} to {high:,g}."
        )
    return value


def largest_change(kind: Kind) -> float:
    """The largest change that can be typed, in the unit of the page."""
    return _LARGEST_CHANGE.get(kind, float(LARGEST))


def change(fields: Fields, kind: Kind) -> float | None:
    """Of Plan: the change worth seeing, in the unit of the page; None for the usual. Raises BadInput."""
    text = fields.get(CHANGE, "")
    return number(text, "a change worth seeing", SMALLEST_CHANGE, largest_change(kind), False) if text else None


def target(fields: Fields) -> float | None:
    """Of Gamed?: seconds, None where nobody named any. Raises BadInput."""
    text = fields.get(TARGET, "")
    return number(text, "a target of agents", SHORTEST_TARGET, LONGEST_TARGET, False) if text else None


def asked(fields: Fields) -> Asked:
    """Of Over time: how it is charted. Raises BadInput."""
    by, season = _one_of(fields, BY, ("month", WEEK)), _one_of(fields, SEASON, ("out", LEFT_IN))
    baseline = fields.get(BASELINE, ALL)
    if baseline != ALL and not (baseline.isascii() and baseline.isdigit() and len(baseline) < 5):
        raise BadInput(f"This view freezes limits from '{baseline[:40]}'. Write a number of points, or {ALL}.")
    return Asked(by == WEEK, None if baseline == ALL else int(baseline), season == "out")


def narrowed(fields: Fields, outline: Outline, selection: Selection) -> Narrowed:
    """Of Spread: what is asked beyond the view. Raises BadInput, naming what the metric does not have."""
    key, also = selection.metric, fields.get(ALSO, ALL)
    return Narrowed(
        EVERYBODY if also == ALL else _of(outline.segments[key], outline, key, also),
        tuple(_of(importance(outline, key), outline, key, text) for text in line(fields.get(IMPORTANT, ""))),
    )


def question(fields: Fields, metric: str, after: Period | None) -> Question:
    """Of Satisfied but left: whose leaving, and which answers. after: the later period. Raises BadInput."""
    window = number(fields.get(LEAVING) or str(WINDOW), "Days before leaving", 1, LONGEST_WINDOW, True)
    left = fields.get(LEFT, EVER)
    if left not in (EVER, PERIOD):
        raise BadInput(f"This view asks for those who left '{left[:40]}'. There are {EVER} and {PERIOD}.")
    rivals = tuple(name.strip() for name in line(fields.get(RIVALS, "")[:_LONGEST_RIVALS]) if name.strip())
    return Question(metric, int(window), after if left == PERIOD else None, rivals)


def line(text: str) -> list[str]:
    """The texts of a field, which are separated as in a CSV. Raises BadInput where no CSV has such a line."""
    try:
        return next(csv.reader([text], skipinitialspace=True), [])
    except csv.Error as error:
        raise BadInput(f"This view lists '{text[:40]}', which is not one line. Separate names with commas.") from error


def _one_of(fields: Fields, name: str, known: tuple[str, ...]) -> str:
    text = fields.get(name, known[0])
    if text not in known:
        raise BadInput(f"This view asks for {name}={text[:40]}. There are {' and '.join(known)}.")
    return text


def _of(known: Mapping[str, tuple[str, ...]], outline: Outline, key: str, text: str) -> Segment:
    """The segment that the address spells so. Raises BadInput where there is none."""
    if segment := spelled(known, text):
        return segment
    raise BadInput(
        f"This view asks for the segment '{text[:80]}', which {outline.metrics[key].label} does not have here."
    )
