"""Figures that a person typed or a pipe sent, instead of records: one JSON object read into a request for a verdict.

The object, all of whose forms are in docs/compare.md, is never trusted: anything missing, unknown, of the wrong type,
impossible or not finite raises BadInput with one sentence.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from cxmetrics.errors import BadInput
from cxmetrics.judge.cells import Figures
from cxmetrics.judge.compare import PAIR, USUAL, dependence_of
from cxmetrics.judge.defaults import DEFAULT_DIRECTIONS, default_margin
from cxmetrics.judge.fields import Fields, flag, list_at, listed, number, object_at, text_of, whole
from cxmetrics.judge.ordinal import rank_check, share_from, top_box_of
from cxmetrics.judge.pairs import Pairs
from cxmetrics.judge.request import Request
from cxmetrics.judge.shapes import SHAPES, Given
from cxmetrics.judge.swing import swing_of
from cxmetrics.model import Check, Dependence, Direction, Kind, Moments, Policy, Swing
from cxmetrics.stats.cluster import clustered

Words = TypeVar("Words", bound=StrEnum)

NEEDED = frozenset({"kind", "before", "after"})
OPTIONAL = frozenset({
    "name", "margin", "good_direction", "still_open", "baseline", "paired", "population", "top_box", "counters",
})  # fmt: skip

_FRACTIONS = {Kind.PROPORTION, Kind.DURATION, Kind.AMOUNT}
_FINITE = {Kind.NPS, Kind.PROPORTION, Kind.MEAN, Kind.DURATION}
_REPEATS, _UNITS = "respondent", "unit"
_LONGEST_NAME = 80


def parse(given: object, policy: Policy = USUAL) -> Request:
    """Read the object of the `compare` command, as parsed from JSON."""
    fields = object_at(given, "The request")
    if unknown := fields.keys() - NEEDED - OPTIONAL:
        raise BadInput(f"The request has {listed(sorted(unknown))}, which means nothing here.")
    if missing := NEEDED - fields.keys():
        raise BadInput(f"The request lacks {listed(sorted(missing))}.")
    kind = _choice(Kind, fields["kind"], "kind")
    before, after = (object_at(fields[name], f"'{name}'") for name in ("before", "after"))
    earlier, later = _given(kind, before, "before"), _given(kind, after, "after")
    dependence = _dependence(kind, earlier, _keys(before, earlier, "before"), later, _keys(after, later, "after"))
    pairs = None
    if flag(fields, "paired"):
        dependence, pairs = _paired(kind, earlier, later, dependence)
    request = Request(
        kind=kind,
        before=earlier.figures,
        after=later.figures,
        margin=_margin(kind, fields["margin"]) if "margin" in fields else default_margin(kind, earlier.figures),
        good_direction=_choice(Direction, fields.get("good_direction", DEFAULT_DIRECTIONS[kind]), "good_direction"),
        name=_name(fields["name"]) if "name" in fields else "",
        dependence=dependence,
        pairs=pairs,
        swing=_swing(kind, fields, policy),
        population=_population(kind, fields) if "population" in fields else None,
        still_open=flag(fields, "still_open"),
        shares=_shares(earlier, later, fields),
        checks=_checks(kind, earlier, later, dependence, policy),
        counters=_counters(fields, policy),
    )
    _demand_alone(request)
    return request


def read_period(kind: Kind, fields: object, name: str = "period") -> Figures:
    """One period by itself, in any of the forms that `parse` takes. Raises BadInput as it does."""
    return _given(kind, object_at(fields, f"'{name}'"), name).figures


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


def _name(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or not value.isprintable() or len(value) > _LONGEST_NAME:
        raise BadInput(f"A 'name' must be a short text on one line, not {text_of(value)}.")
    return value.strip()


def _given(kind: Kind, fields: Fields, name: str) -> Given:
    if kind is Kind.DURATION and "mean" in fields:
        raise BadInput(
            "A few long durations decide a mean, so send the durations themselves as 'values' in seconds, or 'n' with "
            "'mean_log' and 'sd_log', the mean and standard deviation of their natural logarithms."
        )
    names = fields.keys() - {"keys"}
    for shape, read in SHAPES[kind].items():
        if names == set(shape):
            return read(fields)
    accepted = "; or ".join(", ".join(f"'{each}'" for each in shape) for shape in SHAPES[kind])
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
        raise BadInput(f"'keys' in '{name}' need single answers beside them, of a kind that is not a median.")
    if len(keys) != given.answers.size:
        raise BadInput(f"'{name}' has {len(keys):,} 'keys' for {given.answers.size:,} answers; each answer has one.")
    return [str(key) for key in keys]


def _dependence(
    kind: Kind, before: Given, keys_before: list[str] | None, after: Given, keys_after: list[str] | None
) -> Dependence | None:
    """What repeated keys do to the error, None where none repeats; units that were counted are keys by themselves."""
    if (keys_before is None) != (keys_after is None):
        raise BadInput("Give 'keys' in both periods or in neither.")
    if before.answers is None or after.answers is None or not (before.answers.size and after.answers.size):
        return None
    if keys_before is not None and keys_after is not None:
        numbered: dict[str, int] = {}
        keys = np.array([numbered.setdefault(key, len(numbered)) for key in keys_before + keys_after])
        return _clustered(kind, _UNITS if before.weights is not None else _REPEATS, before, after, keys)
    if before.weights is None or after.weights is None:
        return None
    return _clustered(kind, _UNITS, before, after, np.arange(before.answers.size + after.answers.size))


def _clustered(kind: Kind, name: str, before: Given, after: Given, keys: NDArray[np.int_]) -> Dependence | None:
    if before.answers is None or after.answers is None:
        return None
    y, later = [before.answers, after.answers], np.repeat([False, True], [before.answers.size, after.answers.size])
    if before.weights is not None and after.weights is not None:
        weights = np.concatenate([before.weights, after.weights])
        return dependence_of(kind, name, clustered(np.concatenate(y), later, keys, weights))
    found = clustered(np.concatenate(y), later, keys)
    return dependence_of(kind, name, found) if found.repeats else None


def _paired(
    kind: Kind, before: Given, after: Given, keyed: Dependence | None
) -> tuple[Dependence | None, Pairs | None]:
    """The same people in the same order in both periods: as keys, or as a table where they said yes or no."""
    if before.answers is None or after.answers is None:
        raise BadInput("'paired' needs the single answers of both periods, of a kind that is not a median.")
    if keyed and keyed.key == _REPEATS:
        raise BadInput("Give 'keys' or 'paired', not both: paired answers come from the same people in the same order.")
    n = before.answers.size
    if n != after.answers.size:
        raise BadInput(f"'paired' answers come in pairs, but there are {n:,} before and {after.answers.size:,} after.")
    if kind is Kind.PROPORTION:
        yes, then = before.answers > 0, after.answers > 0
        both, gained, lost = (int(np.count_nonzero(who)) for who in (yes & then, ~yes & then, yes & ~then))
        return None, Pairs(both, gained, lost, n - both - gained - lost)
    return (_clustered(kind, PAIR, before, after, np.tile(np.arange(n), 2)) if n else None), None


def _swing(kind: Kind, fields: Fields, policy: Policy) -> Swing | None:
    if "baseline" not in fields:
        return None
    periods = [object_at(period, "Each period of 'baseline'") for period in list_at(fields, "baseline")]
    return swing_of(kind, [_given(kind, period, "baseline").figures for period in periods], policy)


def _population(kind: Kind, fields: Fields) -> int:
    if kind not in _FINITE:
        raise BadInput(f"A 'population' goes with {', '.join(sorted(_FINITE))}, not with this kind ({kind}).")
    return whole(fields["population"], "population", 1)


def _shares(before: Given, after: Given, fields: Fields) -> tuple[Moments, Moments] | None:
    """The share judged beside the figure: of amounts above zero, or of answers in the top box of a scale."""
    asked = number(fields["top_box"], "top_box") if "top_box" in fields else None
    if before.levels is None or after.levels is None:
        if asked is not None:
            raise BadInput("A 'top_box' needs a mean's answers: whole steps of a scale, as 'values' or 'levels'.")
        return (before.share, after.share) if before.share and after.share else None
    lowest = asked if asked is not None else top_box_of(before.levels, after.levels)
    return None if lowest is None else (share_from(lowest, before.levels), share_from(lowest, after.levels))


def _checks(
    kind: Kind, before: Given, after: Given, dependence: Dependence | None, policy: Policy
) -> tuple[Check, ...]:
    """Ranks, where the answers of a mean stand for themselves."""
    if kind is not Kind.MEAN or dependence or before.levels is None or after.levels is None:
        return ()
    check = rank_check(before.levels, after.levels, policy.level)
    return (check,) if check else ()


def _counters(fields: Fields, policy: Policy) -> dict[str, Request]:
    counters = object_at(fields.get("counters", {}), "'counters'")
    if any(isinstance(counter, dict) and "counters" in counter for counter in counters.values()):
        raise BadInput("A counter-metric has no 'counters' of its own.")
    return {_name(name): parse(counter, policy) for name, counter in counters.items()}


def _demand_alone(request: Request) -> None:
    """Raise BadInput where a finite population comes with what only a process has."""
    if request.population is None:
        return
    if request.dependence or request.pairs or request.swing or request.still_open:
        raise BadInput(
            "A 'population' asks about these accounts alone, so it comes without 'keys', 'paired', 'baseline' and "
            "'still_open'."
        )
    if not isinstance(request.before, Moments) or not isinstance(request.after, Moments):
        raise BadInput("A 'population' needs counts or answers, not a published score.")
