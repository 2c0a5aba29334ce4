"""Stable companies: ten metrics over 24 months in which nothing ever changes, and what their monthly scorecards say.

A monthly scorecard is the ten headlines looked at together, each month against the one before. It says "real" if any
of them is called improved or declined after Holm's correction over those that can be judged, as `judge.family` does.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from cxmetrics.judge.cells import Cells
from cxmetrics.judge.rules import WORDS
from cxmetrics.judge.swing import FEWEST_PERIODS, swings
from cxmetrics.model import Direction, Kind, Policy, Word
from cxmetrics.stats.arrays import Floats, floats
from cxmetrics.stats.holm import holm
from tests.calibration.worlds import Rng, alone, verdicts

MONTHS = 24
REAL = [WORDS.index(word) for word in (Word.IMPROVED, Word.DECLINED)]


@dataclass(frozen=True, slots=True)
class Habit:
    """One metric of a stable company.

    chances: of a promoter and a detractor, or of an event; for numbers the mean and the standard deviation.
    """

    kind: Kind
    margin: float
    chances: tuple[float, ...]
    answers: int


HABITS = (
    Habit(Kind.NPS, 5, (0.72, 0.05), 400),
    Habit(Kind.NPS, 5, (0.45, 0.25), 90),
    Habit(Kind.NPS, 5, (0.60, 0.15), 2_000),
    Habit(Kind.PROPORTION, 0.03, (0.80,), 400),
    Habit(Kind.PROPORTION, 0.03, (0.90,), 1_500),
    Habit(Kind.PROPORTION, 0.01, (0.02,), 4_500),
    Habit(Kind.PROPORTION, 0.01, (0.22,), 4_000),
    Habit(Kind.MEAN, 0.2, (5.4, 1.4), 300),
    Habit(Kind.MEAN, 0.2, (4.1, 0.9), 120),
    Habit(Kind.DURATION, float(np.log(1.05)), (5.6, 0.9), 4_000),
)


def months(rng: Rng, habit: Habit, companies: int) -> Cells:
    """The months of one metric, shape (months, companies); the number of answers swings by a tenth and with luck."""
    shape = MONTHS, companies
    n = rng.poisson(habit.answers * rng.normal(1, 0.1, shape).clip(0.5, 1.5))
    match habit.kind, habit.chances:
        case Kind.NPS, (up, down):
            counts = rng.multinomial(n, [up, down, 1 - up - down])
            return Cells.of_counts(n, counts[..., 0], counts[..., 1])
        case Kind.PROPORTION, (chance,):
            return Cells.of_counts(n, rng.binomial(n, chance))
        case _, (mean, sd):
            total = n * (mean + sd * rng.normal(size=shape) / np.sqrt(n))
            nothing = np.zeros(shape)
            spread = sd**2 * rng.chisquare(n - 1)
            return Cells(floats(n), nothing, nothing, total, spread, nothing, nothing, nothing)
        case _:
            raise AssertionError(habit)


def real_scorecards(rng: Rng, companies: int, corrected: bool = True) -> Floats:
    """The share of companies whose scorecard says "real", month by month from the second on."""
    said, p_values = (np.zeros((MONTHS - 1, len(HABITS), companies)) for _ in range(2))
    for j, habit in enumerate(HABITS):
        seen = months(rng, habit, companies)
        for month in range(1, MONTHS):
            earlier = month - 1
            swing = swings(habit.kind, _slice(seen, 0, earlier), Policy()) if earlier >= FEWEST_PERIODS else None
            pair = _slice(seen, earlier, month + 1)
            found = verdicts(habit.kind, pair, habit.margin, Direction.UP, swing=swing)
            said[earlier, j] = np.isin(found.words, REAL)
            p_values[earlier, j] = found.adjusted_p_value
    survives = np.apply_along_axis(holm if corrected else alone, 1, np.nan_to_num(p_values, nan=1.0)) <= 0.05
    return floats(((said > 0) & survives).any(axis=1).mean(axis=1))


def _slice(cells: Cells, first: int, last: int) -> Cells:
    return Cells(*(getattr(cells, field.name)[first:last] for field in fields(Cells)))
