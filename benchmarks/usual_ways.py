"""The usual ways of comparing two periods, on data in which nothing changed: how often each says that something did.

    python -m benchmarks.usual_ways

The nominal rate is 5 %. Shares are enumerated exactly; Net Promoter Scores are simulated, 100,000 pairs a cell.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint, test_proportions_2indep

from benchmarks.calibration import PAIRS, table
from cxmetrics.judge.cells import Cells
from cxmetrics.model import Kind
from cxmetrics.stats import mean
from cxmetrics.stats.arrays import Floats, floats
from tests.calibration import worlds
from tests.calibration.worlds import LIKELY, Sizes, alarms, verdicts

SIZES = (20, 20), (50, 50), (50, 5_000), (30, 10_000), (400, 400), (400, 4_000)
SHARE_SIZES = (50, 50), (30, 1_000), (50, 1_000), (400, 400)
Z = 1.959963984540054
Way = Callable[[Cells], Floats]


def _scores(cells: Cells) -> tuple[Floats, Floats]:
    """The scores and their squared standard errors, divisor n."""
    score = (cells.positive - cells.negative) / cells.n
    return score, ((cells.positive + cells.negative) / cells.n - score**2) / cells.n


def wald(cells: Cells) -> Floats:
    score, squared = _scores(cells)
    return floats(np.abs(score[1] - score[0]) > Z * np.sqrt(squared.sum(axis=0)))


def welch(cells: Cells) -> Floats:
    score, squared = _scores(cells)
    return floats(mean.difference(score, squared * cells.n / (cells.n - 1), cells.n, 0.95).p_value < 0.05)


def as_a_share(cells: Cells) -> Floats:
    """The score read as the share of one kind of answer: a z-test with p (1 - p)."""
    score = np.abs(_scores(cells)[0])
    squared = score * (1 - score) / cells.n
    return floats(np.abs(np.diff(score, axis=0)[0]) > Z * np.sqrt(squared.sum(axis=0)))


def apart(cells: Cells) -> Floats:
    """Two 95 % intervals that do not overlap."""
    score, squared = _scores(cells)
    return floats(np.abs(score[1] - score[0]) > Z * np.sqrt(squared).sum(axis=0))


def outside(cells: Cells) -> Floats:
    """The new score outside the old one's 95 % interval."""
    score, squared = _scores(cells)
    return floats(np.abs(score[1] - score[0]) > Z * np.sqrt(squared[0]))


def arrow(cells: Cells) -> Floats:
    """An arrow wherever the rounded scores differ."""
    return floats(np.diff(np.rint(100 * _scores(cells)[0]), axis=0)[0] != 0)


def engine(kind: Kind) -> Way:
    return lambda cells: alarms(verdicts(kind, cells))


def pooled_z(cells: Cells) -> Floats:
    pooled = cells.positive.sum(axis=0) / cells.n.sum(axis=0)
    error = np.sqrt(pooled * (1 - pooled) * (1 / cells.n).sum(axis=0))
    change = np.diff(cells.positive / cells.n, axis=0)[0]
    return floats(np.abs(change) > Z * np.where(error > 0, error, np.inf))


def agresti_caffo(cells: Cells) -> Floats:
    """The default of statsmodels' test_proportions_2indep."""
    x, n = cells.positive, cells.n
    return floats(test_proportions_2indep(x[1], n[1], x[0], n[0]).pvalue < 0.05)


def newcombe(cells: Cells) -> Floats:
    """The default of statsmodels' confint_proportions_2indep, without gates."""
    x, n = cells.positive, cells.n
    low, high = confint_proportions_2indep(x[1], n[1], x[0], n[0])
    return floats((low > 0) | (high < 0))


def wald_apart(cells: Cells) -> Floats:
    """Two of the default intervals of statsmodels' proportion_confint that do not overlap."""
    low, high = proportion_confint(cells.positive, cells.n)
    return floats((low[1] > high[0]) | (high[1] < low[0]))


SCORES: dict[str, Way] = {
    "this engine": engine(Kind.NPS),
    "z-test with each period's variance (Wald)": wald,
    "Welch's t on -1, 0, 1": welch,
    "score read as a share": as_a_share,
    "intervals do not overlap": apart,
    "new score outside the old interval": outside,
    "an arrow where the rounded score differs": arrow,
}
SHARES: dict[str, Way] = {
    "this engine": engine(Kind.PROPORTION),
    "pooled z-test": pooled_z,
    "statsmodels test_proportions_2indep": agresti_caffo,
    "statsmodels confint_proportions_2indep": newcombe,
    "statsmodels proportion_confint, no overlap": wald_apart,
}


def main() -> None:
    """Both tables: the lowest and highest rate of each way over the worlds."""
    rng = np.random.default_rng(1)
    drawn = {size: [worlds.nps(rng, one, one, size, PAIRS) for one in LIKELY.values()] for size in SIZES}
    table(
        "Net Promoter Score: rates over NPS -40, 0, 30, 67 and 90", "", ["", *map(_versus, SIZES)],
        ([name, *(_span([float(way(cells).mean()) for cells in drawn[size]]) for size in SIZES)]
         for name, way in SCORES.items()),
    )  # fmt: skip
    shares = np.concatenate([np.arange(1, 50) / 1_000, np.arange(10, 101) / 200])

    def exact(way: Way, size: Sizes) -> str:
        with np.errstate(divide="ignore", invalid="ignore"):
            outcome = way(worlds.every_share(size))
        return _span([worlds.exact_rate(outcome, share, size) for share in shares])

    table(
        "Shares: exact rates over shares from 0.1 % to 50 %", "", ["", *map(_versus, SHARE_SIZES)],
        ([name, *(exact(way, size) for size in SHARE_SIZES)] for name, way in SHARES.items()),
    )  # fmt: skip


def _span(rates: list[float]) -> str:
    return f"{min(rates):.3f}-{max(rates):.3f}"


def _versus(size: Sizes) -> str:
    return f"{size[0]:,} v {size[1]:,}"


if __name__ == "__main__":
    main()
