"""What goes with the mean of a scale of answers: its top box, and a check that takes no two steps as equal."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from cxmetrics.model import Check, Moments
from cxmetrics.stats import ranks

Levels = Mapping[float, int]
"""How often each answer was given."""

_BOXES = 2
_SCALES = (5, 7)
_MOST_LEVELS = 11


def levels_of(values: Sequence[float]) -> Levels | None:
    """Of single answers; None where they are not on a scale of a few whole steps."""
    levels: dict[float, int] = {}
    for value in values:
        levels[value] = levels.get(value, 0) + 1
        if len(levels) > _MOST_LEVELS or not float(value).is_integer():
            return None
    return levels


def top_box_of(before: Levels, after: Levels) -> float | None:
    """The lower of the top two answers of a scale from 1 to 5 or 1 to 7; None where it cannot be told to be one.

    A scale is told by its named or chosen answers: one that reaches 5 ends there, one that reaches 6 or 7 ends at 7.
    """
    seen = before.keys() | after.keys()
    if not seen or min(seen) < 1:
        return None
    highest = next((scale for scale in _SCALES if max(seen) <= scale), None)
    if highest is None or max(seen) < _SCALES[0]:
        return None
    return highest - _BOXES + 1


def share_from(level: float, levels: Levels) -> Moments:
    """The share of answers at a level or above."""
    return Moments(n=sum(levels.values()), positive=sum(count for answer, count in levels.items() if answer >= level))


def rank_check(before: Levels, after: Levels, level: float) -> Check | None:
    """How often a later answer is higher than an earlier one, ties counting half; None where it cannot be tested."""
    answers = sorted(before.keys() | after.keys())
    if not answers:
        return None
    found = ranks.compare([[period.get(answer, 0) for answer in answers] for period in (before, after)], level)
    lower, upper, p_value = float(found.limits.lower), float(found.limits.upper), float(found.p_value)
    if math.isnan(p_value):
        return None
    return Check(
        "ranks (Brunner-Munzel): share of pairs with a higher later answer",
        float(found.higher),
        (lower, upper),
        p_value,
    )
