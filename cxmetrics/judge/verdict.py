"""One word on one comparison, by five rules in order, with what a reader must know beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cxmetrics.judge.bounds import Bounds, bounds, rounding
from cxmetrics.judge.compare import USUAL
from cxmetrics.judge.scale import change_on_scale
from cxmetrics.model import Comparison, Direction, Kind, Policy, Verdict, Word

FEWEST_KEYS = 5
"""Distinct respondents, agents or locations below which their spread says nothing."""

_FEW_KEYS = 10
_FEWEST_EXPECTED = 1 - 1e-9  # one, but for rounding


def judge(
    comparison: Comparison,
    margin: float,
    good_direction: Direction,
    policy: Policy = USUAL,
    open_period: bool = False,
    caveats: Sequence[str] = (),
) -> Verdict:
    """The first rule that fits: a gate fails; surely too small to matter; surely not 0; too vague; within noise.

    margin: the smallest change that matters, in the unit of `comparison.change`, chosen before looking. open_period:
    whether the later period is still running. caveats: more sentences, put after the judge's own.

    A published score counts as changed only if it has at the largest standard error and after rounding, and as noise
    (or as too vague) only at the smallest; in between there is not enough data, because the missing split of the
    answers decides.
    """
    limits = bounds(comparison)
    gates = tuple(_gates(comparison, policy, open_period))
    if limits is None and not gates:
        gates = ("The answers do not differ from one another, so their noise cannot be measured.",)
    if limits is None or gates:
        word = Word.NOT_ENOUGH_DATA
    else:
        word = _word(limits, change_on_scale(comparison.kind, margin), good_direction)
    sentences = (*gates, *_caveats(comparison, word, limits), *caveats)
    return Verdict(word, comparison, margin, good_direction, sentences, gated=bool(gates))


def is_beyond_margin(verdict: Verdict) -> bool:
    """Whether the change is real and its whole interval lies beyond the smallest change that matters."""
    limits = bounds(verdict.comparison)
    if limits is None or verdict.word not in (Word.IMPROVED, Word.DECLINED):
        return False
    margin = change_on_scale(verdict.comparison.kind, verdict.margin)
    return limits.widest[0] > margin or limits.widest[1] < -margin


def _word(limits: Bounds, margin: float, good_direction: Direction) -> Word:
    if -margin < limits.one_sided[0] and limits.one_sided[1] < margin:
        return Word.NO_MEANINGFUL_CHANGE
    if _excludes_zero(limits.widest):
        rose = limits.widest[0] > 0
        return Word.IMPROVED if rose == (good_direction is Direction.UP) else Word.DECLINED
    low, high = limits.narrowest
    if _excludes_zero(limits.narrowest) or (high - low) / 2 > 2 * margin:
        return Word.NOT_ENOUGH_DATA
    return Word.WITHIN_NOISE


def _gates(comparison: Comparison, policy: Policy, open_period: bool) -> Iterator[str]:
    before, after = comparison.before, comparison.after
    if open_period:
        yield "The later period is not over yet; a verdict waits until it is."
    if comparison.kind is not Kind.RATE:  # whose n is exposure in a unit of any size
        for period, name in ((before, "earlier"), (after, "later")):
            if period.n < policy.minimum_n:
                yield f"Only {period.n:,} in the {name} period; a verdict takes at least {policy.minimum_n}."
    if comparison.kind in (Kind.PROPORTION, Kind.RATE) and _fewest_expected(comparison) < _FEWEST_EXPECTED:
        yield "Too rare to judge: fewer than one case either way would be expected in the smaller period."
    if (dependence := comparison.dependence) and dependence.groups < FEWEST_KEYS:
        yield f"Only {_different(dependence.groups, dependence.key)}; a verdict takes at least {FEWEST_KEYS}."


def _fewest_expected(comparison: Comparison) -> float:
    """Events, or non-events of a proportion, expected in the smaller period had nothing changed; 0 without any."""
    before, after = comparison.before, comparison.after
    if before.value is None or after.value is None:
        return 0.0
    pooled = (before.value * before.n + after.value * after.n) / (before.n + after.n)
    rarer = min(pooled, 1 - pooled) if comparison.kind is Kind.PROPORTION else pooled
    return rarer * min(before.n, after.n)


def _caveats(comparison: Comparison, word: Word, limits: Bounds | None) -> Iterator[str]:
    if comparison.tau is None:
        yield "Sampling noise only: how much this figure swings from one period to the next anyway is not known yet."
    if (dependence := comparison.dependence) and FEWEST_KEYS <= dependence.groups < _FEW_KEYS:
        yield f"Only {_different(dependence.groups, dependence.key)}: the interval is itself uncertain."
    if comparison.range_of_se:
        yield from _published_caveats(comparison, word, limits, comparison.range_of_se)
    if word is Word.NO_MEANINGFUL_CHANGE and limits and _excludes_zero(limits.widest):
        yield "Something did change, but by less than what matters."


def _published_caveats(
    comparison: Comparison, word: Word, limits: Bounds | None, range_of_se: tuple[float, float]
) -> Iterator[str]:
    yield (
        "Published scores hide how many were promoters and detractors: the standard error is somewhere "
        f"from {range_of_se[0]:.2g} to {range_of_se[1]:.2g} points."
    )
    if comparison.change is not None:
        slack = rounding(comparison)
        low, high = comparison.change - slack, comparison.change + slack
        yield f"Rounding alone makes the true change anything from {low:.3g} to {high:.3g} points."
    if word is Word.NOT_ENOUGH_DATA and limits and _excludes_zero(limits.narrowest):
        yield "Whether this change is real depends on that split; the counts behind the scores would settle it."


def _different(groups: int, key: str) -> str:
    return f"{groups} different {key}{'' if groups == 1 else 's'} behind these answers"


def _excludes_zero(interval: tuple[float, float]) -> bool:
    return interval[0] > 0 or interval[1] < 0
