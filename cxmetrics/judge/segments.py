"""Many segments of one metric judged at once, with a correction for looking at all of them.

A pair of arrays for ten thousand segments costs what one comparison costs ten times; nothing here loops over them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cxmetrics.judge import rules, sampling
from cxmetrics.judge.cells import Cells
from cxmetrics.judge.compare import ONE_SIDED_95, USUAL
from cxmetrics.judge.noise import Swings, noise
from cxmetrics.judge.rules import WORDS
from cxmetrics.model import Direction, Kind, Policy, Word
from cxmetrics.stats.arrays import Floats
from cxmetrics.stats.cluster import Clusters
from cxmetrics.stats.fdr import benjamini_hochberg


class Judged(NamedTuple):
    """A verdict for each segment, arrays of shape (segments,); on the scale of the kind: durations are logarithms.

    words: numbers into `rules.WORDS`. values, n: first axis (before, after). lower, upper: of the change at the
    policy's level, for one look. adjusted_p_value: corrected for the segments that can be judged; NaN for the others.
    """

    words: NDArray[np.intp]
    values: Floats
    n: Floats
    change: Floats
    lower: Floats
    upper: Floats
    p_value: Floats
    adjusted_p_value: Floats


def judge_cells(
    kind: Kind,
    cells: Cells,
    margin: ArrayLike,
    good_direction: Direction,
    policy: Policy = USUAL,
    clusters: Clusters | None = None,
    swings: Swings | None = None,
    still_open: bool = False,
    correct: Callable[[Floats], Floats] = benjamini_hochberg,
) -> Judged:
    """The verdicts of `judge` on the comparisons of `compare`, except that a change also has to survive the correction.

    cells: shape (2, segments). margin: the smallest change that matters, on the scale of the kind. still_open: whether
    a period still runs. correct: what many looks make of the p-values, NaN where there is no verdict.
    """
    found = noise(kind, cells, [policy.level, ONE_SIDED_95], clusters, swings, still_open)
    values, _, n = found.sample
    (low, worst), (high, best) = (np.moveaxis(limit, -1, 0) for limit in found.limits)
    gated = (
        still_open
        | rules.too_few(kind, n, policy.minimum_n).any(axis=0)
        | rules.too_rare(kind, values, n)
        | sampling.lopsided(kind, found.sample, found.p_value, policy.level)
        | np.isnan(low)
        | np.isnan(high)
    )
    if clusters:
        gated |= rules.too_few_keys(clusters.groups, clusters.df)
    adjusted = correct(np.where(gated, np.nan, found.p_value))
    words = rules.words((worst, best), (low, high), (low, high), margin, good_direction, adjusted <= 1 - policy.level)
    stopped = np.where(gated, WORDS.index(Word.NOT_ENOUGH_DATA), words)
    return Judged(stopped, values, n, found.change, low, high, found.p_value, adjusted)
