"""The same people asked twice for a yes or a no: those who changed their answer are all the evidence there is.

Sources: McNemar (1947), Psychometrika 12, 153-157; the interval whose score test at 0 is McNemar's, Tango (1998),
Statistics in Medicine 17, 891-908.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cxmetrics.judge.noise import Layers, Noise, Swings, layered
from cxmetrics.judge.sampling import Sample
from cxmetrics.model import Kind, Moments
from cxmetrics.stats import nps, proportion
from cxmetrics.stats.arrays import Difference, Floats, floats
from cxmetrics.stats.quantiles import critical_value, two_sided_p


@dataclass(frozen=True, slots=True)
class Pairs:
    """People by their two answers: yes and yes, no and then yes, yes and then no, no and no."""

    both: int
    gained: int
    lost: int
    neither: int

    @property
    def n(self) -> int:
        """All of them."""
        return self.both + self.gained + self.lost + self.neither

    @property
    def periods(self) -> tuple[Moments, Moments]:
        """Those who said yes, before and after."""
        return (
            Moments(n=self.n, positive=self.both + self.lost),
            Moments(n=self.n, positive=self.both + self.gained),
        )


def noise(pairs: Pairs, levels: Sequence[float], swings: Swings | None = None, still_open: bool = False) -> Noise:
    """The noise of the share after minus the share before, as `noise.noise` has it for periods of different people."""
    n = floats(pairs.n)
    yes = floats([period.positive for period in pairs.periods])
    with np.errstate(invalid="ignore"):
        shares = np.where(n > 0, yes / n, np.nan)
    # Half of the variance of one person's change stands for each period, so that both add up to it.
    half = nps.variance(pairs.gained, pairs.lost, n) / 2
    critical = critical_value(levels)
    change = floats(shares[1] - shares[0])
    bars = proportion.interval(yes[:, np.newaxis], n, critical)

    def difference(inflation: Floats) -> Difference:
        gained, lost, people = pairs.gained / inflation, pairs.lost / inflation, n / inflation
        return Difference(
            shares, bars, change, nps.interval(gained, lost, people, critical), _mcnemar(gained, lost, people)
        )

    two = Sample(shares, np.stack([half, half]), np.stack([n, n]))
    return layered(Kind.PROPORTION, two, difference, levels, Layers(n, swings=swings, still_open=still_open))


def _mcnemar(gained: Floats, lost: Floats, n: Floats) -> Floats:
    """Two-sided; 1 where nobody changed, nothing where nobody was asked."""
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = np.where(gained + lost > 0, (gained - lost) / np.sqrt(gained + lost), 0.0)
    return np.where(n > 0, two_sided_p(statistic), np.nan)
