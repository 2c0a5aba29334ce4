"""Before the next period: how many answers a change that matters takes, how soon they come, and what luck shows.

Sample sizes are by the normal formula for two periods of equal size. With G counter-metrics the chance of missing
something is divided by G + 1, so that a headline and all its counters together keep the power that one promises.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from cxmetrics.judge import compare, sampling
from cxmetrics.judge.cells import Figures, cells
from cxmetrics.judge.compare import ONE_SIDED_95, Basis
from cxmetrics.judge.scale import change_in_units, change_on_scale
from cxmetrics.model import Kind, Swing
from cxmetrics.stats.power import POWER, detectable_change, power_against
from cxmetrics.stats.quantiles import two_sided_p


@dataclass(frozen=True, slots=True)
class Present:
    """One period to plan from: the variance of one of its answers and its swing, on the scale of the kind."""

    kind: Kind
    answer_variance: float | None
    tau: float | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A metric before the next period. now: the answers of its present period, which is so many weeks long."""

    basis: Basis
    now: int
    weeks: float


@dataclass(frozen=True, slots=True)
class Need:
    """What one metric takes. answers: per period, None where no number does; weeks: of a period at the present rate.

    change: to be seen, or the harm to be ruled out, in the unit of a comparison's change.
    """

    change: float
    answers: int | None
    now: int
    weeks: float | None

    @property
    def met(self) -> bool:
        """Whether the present period has as many already."""
        return self.answers is not None and self.answers <= self.now

    @property
    def wait(self) -> float:
        """The weeks, infinite where no time is long enough: for putting several needs in order."""
        return math.inf if self.weeks is None else self.weeks


def present(kind: Kind, figures: Figures, swing: Swing | None = None) -> Present:
    """The present state of a metric, its answers taken as independent. Raises BadInput as `estimate` does."""
    variance = float(sampling.sample(kind, cells(kind, [figures])).variance[0])
    return Present(kind, variance if variance > 0 else None, swing.tau if swing else None)


def power_of_each(counters: int) -> float:
    """The power that the headline and each of so many counter-metrics need, so that all of them together keep 80 %."""
    return 1 - (1 - POWER) / (counters + 1)


def answers_needed(basis: Basis, change: float, counters: int = 0, level: float = 0.95) -> int | None:
    """Answers per period that show the change, and prove so many counter-metrics safe beside it, with 80 % power.

    change: in the unit of a comparison's change, such as the margin. None where nothing varies, the change is 0, or
    periods swing so much that no number of answers would show it.
    """
    return compare.answers_needed(basis, change, level, power_of_each(counters))


def to_see(metric: Standing, change: float, counters: int = 0) -> Need:
    """What it takes to see a change of the headline, beside so many counter-metrics to be proven safe."""
    return _need(metric, change, answers_needed(metric.basis, change, counters))


def to_prove_safe(metric: Standing, margin: float, counters: int) -> Need:
    """What it takes to show that this counter-metric, one of so many, lost less than its margin if nothing changed."""
    return _need(metric, margin, answers_needed(metric.basis, margin, counters, ONE_SIDED_95))


def weeks_needed(answers: int, answers_per_week: float) -> float | None:
    """Weeks until one period has so many answers at the present rate; None where none come."""
    return answers / answers_per_week if answers_per_week > 0 else None


def detectable_changes(
    basis: Basis, answers: Sequence[float], counters: int = 0, level: float = 0.95
) -> list[float | None]:
    """For each number of answers per period, the smallest change seen with the power above, in the unit of the change.

    None where nothing varies or a number is not above 0.
    """
    return [
        None
        if (error := _error(basis, n)) is None
        else change_in_units(basis.kind, detectable_change(error, level, power_of_each(counters)))
        for n in answers
    ]


def chance_of_seeing(basis: Basis, change: float, answers: float, level: float = 0.95) -> float | None:
    """The power that so many answers per period have against a change; None where nothing varies."""
    error = _error(basis, answers)
    return None if error is None else float(power_against(change_on_scale(basis.kind, change), error, level))


def chance_by_luck(basis: Basis, change: float, answers: float) -> float | None:
    """How often two periods of so many answers differ by at least the change, either way, though nothing changed."""
    error = _error(basis, answers)
    return None if error is None else float(two_sided_p(change_on_scale(basis.kind, change) / error))


def _need(metric: Standing, change: float, answers: int | None) -> Need:
    weeks = None if answers is None else weeks_needed(answers, metric.now / metric.weeks)
    return Need(change, answers, metric.now, weeks)


def _error(basis: Basis, answers: float) -> float | None:
    """The standard error of the difference of two periods with so many answers each, on the scale."""
    if basis.answer_variance is None or not answers > 0:
        return None
    return math.sqrt(2 * (basis.answer_variance / answers + (basis.tau or 0.0) ** 2))
