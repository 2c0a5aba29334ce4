"""Line-ups: look-alikes of a series in which nothing changed, and what it means that eyes picked the real one.

Sources: Buja, Cook, Hofmann, Lawrence, Lee, Swayne & Wickham (2009), Philosophical Transactions of the Royal Society A
367, 4361-4383, who draw look-alikes given what is sufficient under the null; Wickham, Cook, Hofmann & Buja (2010), IEEE
Transactions on Visualization and Computer Graphics 16, 973-979; for several pairs of eyes Majumder, Hofmann & Cook
(2013), Journal of the American Statistical Association 108, 942-956.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import bdtrc

from cxmetrics.stats.arrays import Floats, floats

_CALM = 1e-9


def dealt(counts: ArrayLike, inflation: ArrayLike, rng: np.random.Generator) -> Floats:
    """Answers of each category by period, dealt anew: shape (periods, categories) in and out, each period as large.

    inflation: of each period, by how much repeated respondents and the swing between periods multiply the variance of
    its figure. Where that is 1 everywhere the real answers are shuffled over the periods, which makes look-alikes that
    no rule can tell from a series in which nothing changed; otherwise they are drawn from a Dirichlet-multinomial
    around the share of all periods together.
    """
    table = np.asarray(counts, dtype=np.int64)
    sizes, wider = table.sum(axis=1), floats(inflation)
    if (wider <= 1 + _CALM).all():
        left, periods = table.sum(axis=0), []
        for size in sizes:
            periods.append(rng.multivariate_hypergeometric(left, size, method="marginals"))
            left = left - periods[-1]
        return floats(periods)
    shares = table.sum(axis=0) / sizes.sum()
    alike = np.clip((wider - 1) / np.maximum(sizes - 1, 1), 0, 1 - _CALM)
    return floats([_one_period(shares, size, rho, rng) for size, rho in zip(sizes, alike, strict=True)])


def _one_period(shares: Floats, size: int, alike: float, rng: np.random.Generator) -> Floats:
    if alike <= _CALM:
        return floats(rng.multinomial(size, shares))
    drawn = np.zeros_like(shares)
    some = shares > 0
    drawn[some] = rng.dirichlet(shares[some] * (1 - alike) / alike)
    return floats(rng.multinomial(size, drawn))


def redrawn(values: ArrayLike, squared_errors: ArrayLike, rng: np.random.Generator) -> Floats:
    """Figures of (periods,) drawn anew from normal noise around their common mean, which they keep exactly."""
    real, squared = floats(values), floats(squared_errors)
    weight = 1 / squared
    noise = rng.normal(size=real.size) * np.sqrt(squared)
    return floats(np.average(real, weights=weight) + noise - np.average(noise, weights=weight))


def p_of_hits(hits: int, picks: int, panels: int) -> float:
    """The chance of so many right picks or more where every pick is a guess among so many panels, each on its own."""
    return float(bdtrc(hits - 1, picks, 1 / panels)) if hits else 1.0
