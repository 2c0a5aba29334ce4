"""Figures that a person typed or a pipe sent, instead of records: one JSON object read into a request for a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import numpy as np

from cxmetrics.errors import BadInput
from cxmetrics.judge.cells import Figures, cells
from cxmetrics.judge.compare import USUAL, compare, dependence_of
from cxmetrics.judge.fields import Fields, list_at, listed, number, object_at, text_of
from cxmetrics.judge.sampling import sample
from cxmetrics.judge.shapes import SHAPES, Given
from cxmetrics.judge.verdict import judge
from cxmetrics.model import Dependence, Direction, Kind, Policy, Verdict
from cxmetrics.stats.cluster import clustered

Words = TypeVar("Words", bound=StrEnum)

DEFAULT_MARGINS: Mapping[Kind, float] = {
    Kind.NPS: 5.0,
    Kind.PROPORTION: 0.03,
    Kind.MEAN: 0.2,
    Kind.DURATION: 0.05,
    Kind.RATIO: 0.1,
    Kind.RATE: 0.1,
}
"""The suggested smallest change that matters where nobody chose one: in points, as a share, in units of the scale, as
a fraction of the earlier geometric mean. A ratio and a rate have no unit of their own: a fraction of the earlier value.
"""

DEFAULT_DIRECTIONS: Mapping[Kind, Direction] = {
    Kind.NPS: Direction.UP,
    Kind.PROPORTION: Direction.UP,
    Kind.MEAN: Direction.UP,
    Kind.DURATION: Direction.DOWN,
    Kind.RATIO: Direction.DOWN,
    Kind.RATE: Direction.DOWN,
}
"""Which way is good where nobody said: waiting, repeat contacts per ticket and complaints per order should fall."""

_RELATIVE_MARGINS = {Kind.RATIO, Kind.RATE}
_FRACTIONS = {Kind.PROPORTION, Kind.DURATION}
_REPEATS = "respondent"


@dataclass(frozen=True, slots=True)
class Request:
    """Two periods to be compared, and what would matter. margin: in the unit of the comparison's change."""

    kind: Kind
    before: Figures
    after: Figures
    dependence: Dependence | None
    margin: float
    good_direction: Direction


def parse(given: object) -> Request:
    """Read the object of the `compare` command, as parsed from JSON.

    `kind`, `before` and `after` are required; `margin` and `good_direction` have defaults. Raises BadInput with one
    sentence for anything missing, unknown, of the wrong type, impossible, or not finite.
    """
    fields = object_at(given, "The request")
    if unknown := fields.keys() - {"kind", "before", "after", "margin", "good_direction"}:
        raise BadInput(f"The request has {listed(sorted(unknown))}, which means nothing here.")
    if missing := {"kind", "before", "after"} - fields.keys():
        raise BadInput(f"The request lacks {listed(sorted(missing))}.")
    kind = _choice(Kind, fields["kind"], "kind")
    before, after = (object_at(fields[name], f"'{name}'") for name in ("before", "after"))
    earlier, later = _given(kind, before, "before"), _given(kind, after, "after")
    return Request(
        kind=kind,
        before=earlier.figures,
        after=later.figures,
        dependence=_dependence(kind, earlier, _keys(before, earlier, "before"), later, _keys(after, later, "after")),
        margin=_margin(kind, fields["margin"]) if "margin" in fields else default_margin(kind, earlier.figures),
        good_direction=_choice(Direction, fields.get("good_direction", DEFAULT_DIRECTIONS[kind]), "good_direction"),
    )


def read_period(kind: Kind, fields: object, name: str = "period") -> Figures:
    """One period by itself, in any of the forms that `parse` takes. Raises BadInput as it does."""
    return _given(kind, object_at(fields, f"'{name}'"), name).figures


def verdict_of(request: Request, policy: Policy = USUAL) -> Verdict:
    """The verdict on a request; both periods are taken as over."""
    comparison = compare(request.kind, request.before, request.after, policy, request.dependence)
    return judge(comparison, request.margin, request.good_direction, policy)


def default_margin(kind: Kind, before: Figures) -> float:
    """The suggested smallest change that matters; raises BadInput where it would be a fraction of nothing."""
    if kind not in _RELATIVE_MARGINS:
        return DEFAULT_MARGINS[kind]
    value = float(sample(kind, cells(kind, [before])).value[0])
    if not abs(value) > 0:
        raise BadInput(
            f"Say the 'margin' of this {kind}: the usual one is a tenth of the earlier value, which is nothing here."
        )
    return DEFAULT_MARGINS[kind] * abs(value)


def _margin(kind: Kind, value: object) -> float:
    margin = number(value, "margin", 0)
    if margin == 0 or (kind in _FRACTIONS and margin >= 1):
        unit = "a fraction between 0 and 1 (0.03 is 3 %)" if kind in _FRACTIONS else "more than 0"
        raise BadInput(f"The 'margin' ({kind}) must be {unit}, not {text_of(value)}.")
    return margin


def _choice(words: type[Words], value: object, name: str) -> Words:
    if isinstance(value, str) and value in [str(word) for word in words]:
        return words(value)
    raise BadInput(f"'{name}' must be one of {', '.join(words)}, not {text_of(value)}.")


def _given(kind: Kind, fields: Fields, name: str) -> Given:
    if kind is Kind.DURATION and "mean" in fields:
        raise BadInput("A few long durations decide a mean, so send the durations themselves as 'values' in seconds.")
    names = fields.keys() - {"keys"}
    for shape, read in SHAPES[kind].items():
        if names == set(shape):
            return read(fields)
    accepted = "; or ".join(listed(shape) for shape in SHAPES[kind])
    raise BadInput(f"'{name}' takes {accepted} for this kind ({kind}); it has {listed(sorted(names)) or 'nothing'}.")


def _keys(fields: Fields, given: Given, name: str) -> list[str] | None:
    """Who gave each answer; None where the period does not say."""
    if "keys" not in fields:
        return None
    keys = list_at(fields, "keys")
    for key in keys:
        if isinstance(key, bool) or not isinstance(key, str | int) or key == "":
            raise BadInput(f"'keys' must be texts or whole numbers, not {text_of(key)}.")
    if given.answers is None:
        raise BadInput(f"'keys' in '{name}' need single answers beside them: 'scores' or 'values'.")
    if len(keys) != given.answers.size:
        raise BadInput(f"'{name}' has {len(keys):,} 'keys' for {given.answers.size:,} answers; each answer has one.")
    return [str(key) for key in keys]


def _dependence(
    kind: Kind, before: Given, keys_before: list[str] | None, after: Given, keys_after: list[str] | None
) -> Dependence | None:
    """What repeated keys do to the error; None where no key was sent or none repeats."""
    if (keys_before is None) != (keys_after is None):
        raise BadInput("Give 'keys' in both periods or in neither.")
    if not keys_before or not keys_after or before.answers is None or after.answers is None:
        return None
    numbered: dict[str, int] = {}
    found = clustered(
        y=np.concatenate([before.answers, after.answers]),
        later=np.repeat([False, True], [before.answers.size, after.answers.size]),
        key=np.array([numbered.setdefault(key, len(numbered)) for key in keys_before + keys_after]),
    )
    return dependence_of(kind, _REPEATS, found) if found.repeats else None
