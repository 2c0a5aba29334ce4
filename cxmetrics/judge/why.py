"""Why a figure moved: its change by every dimension, the few cells that carry it, and what touches all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from cxmetrics.judge.crossing import Codes, Crossed, different, merged, moments
from cxmetrics.judge.culprits import Culprits, culprits
from cxmetrics.judge.events import Effect
from cxmetrics.judge.explain import Cell, Split, split
from cxmetrics.judge.findings import Finding
from cxmetrics.judge.scale import change_on_scale
from cxmetrics.model import Kind, Policy, Verdict
from cxmetrics.period import Period


@dataclass(frozen=True, slots=True)
class Explanation:
    """verdict: on the change as a whole. splits: of each dimension, the one that tells most first.

    effects: of what was marked between the two periods. findings: what is odd about the instrument, to be settled
    before any of this is believed.
    """

    verdict: Verdict
    splits: tuple[Split, ...]
    culprits: Culprits
    effects: tuple[Effect, ...]
    findings: tuple[Finding, ...]


def explanation(
    tables: Sequence[Crossed],
    periods: tuple[Period, Period],
    verdict: Verdict,
    effects: Sequence[Effect],
    findings: Sequence[Finding],
    policy: Policy,
) -> Explanation:
    """Of the comparison of two periods; tables: all dimensions crossed, then those of which not all could be."""
    kind = verdict.comparison.kind
    first = tables[0]
    complete = {table.names[0]: table for table in tables[1:]}
    names = [first.names[i] for i in different(first)]
    cells = {
        name: _times(first, periods) if name == first.time else _values(complete.get(name, first), name)
        for name in names
    }
    splits = [one for name in names if (one := split(kind, name, cells[name], policy, looks=len(names)))]
    found = culprits(kind, tables, verdict.margin, verdict.good_direction, policy, splits)
    return Explanation(
        verdict=verdict,
        splits=tuple(sorted(splits, key=lambda one: _telling(kind, one, found, first.time, verdict))),
        culprits=found,
        effects=tuple(effects),
        findings=tuple(findings),
    )


def _telling(
    kind: Kind, one: Split, found: Culprits, time: str | None, verdict: Verdict
) -> tuple[bool, bool, bool, bool, float]:
    """Simpson's paradox first, then the dimensions of who is named, then a mix that matters; time last."""
    named = dict(found.named[0].cell if found.named else ())
    matters = one.mix_is_sure and abs(one.mix) > change_on_scale(kind, verdict.margin) / 2
    return not one.simpson, one.dimension not in named, one.dimension == time, not matters, -abs(one.mix)


def _values(crossed: Crossed, name: str) -> dict[str, Cell]:
    """Value -> its records in both periods, those without a value under the empty name."""
    i = crossed.names.index(name)
    codes, values = crossed.codes[i], crossed.values[i]
    cells = merged(crossed.cells, np.where(codes < 0, len(values), codes), len(values) + 1)
    found = {value: moments(cells, j) for j, value in enumerate([*values, ""])}
    return {value: cell for value, cell in found.items() if cell[0].n or cell[1].n}


def _times(crossed: Crossed, periods: tuple[Period, Period]) -> dict[str, Cell]:
    """Number of the week or month within its period -> its records in both periods."""
    sides = [_numbers(crossed, period.start) for period in periods]
    count = int(max(side.max(initial=0) for side in sides)) + 1
    earlier, later = (merged(crossed.cells, np.maximum(side, 0), count) for side in sides)
    found = {str(i + 1): (moments(earlier, i)[0], moments(later, i)[1]) for i in range(count)}
    return {name: cell for name, cell in found.items() if cell[0].n or cell[1].n}


def _numbers(crossed: Crossed, start: date) -> Codes:
    days = [date.fromisoformat(value) for value in crossed.values[-1]]
    if crossed.time == "week":
        monday = start - timedelta(start.weekday())
        numbers = [(day - monday).days // 7 for day in days]
    else:
        numbers = [(day.year - start.year) * 12 + day.month - start.month for day in days]
    return np.asarray(np.array(numbers, dtype=np.intp)[crossed.codes[-1]])
