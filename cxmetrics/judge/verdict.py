"""One word on one comparison, by five rules in order, with what a reader must know beside it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from cxmetrics.judge.bounds import Bounds, bounds, reachable, rounding
from cxmetrics.judge.compare import USUAL, detectable_at_best
from cxmetrics.judge.rules import FEWEST_KEYS, WORDS, excludes_zero, too_few, too_few_keys, too_rare, words
from cxmetrics.judge.scale import change_on_scale
from cxmetrics.model import Check, Comparison, Direction, Estimate, Kind, Policy, Verdict, Word
from cxmetrics.stats.arrays import floats

_ALIKE = (
    "The answers do not differ from one another, so their noise cannot be measured.",
    "Too many answers are alike for their median to have an interval.",
)
_REAL = {Word.IMPROVED, Word.DECLINED}
_FEW_KEYS, _FEW_DEGREES = 10, 7.5


def judge(
    comparison: Comparison,
    margin: float,
    good_direction: Direction,
    policy: Policy = USUAL,
    caveats: Sequence[str] = (),
) -> Verdict:
    """The first rule that fits: a gate fails; surely too small to matter; surely not 0; too vague; within noise.

    margin: the smallest change that matters, in the unit of `comparison.change`, chosen before looking. caveats: more
    sentences, put after the judge's own.

    A published score counts as changed only if it has at the largest standard error and after rounding, and as noise
    (or as too vague) only at the smallest; in between there is not enough data, because the missing split of the
    answers decides.
    """
    limits = bounds(comparison)
    stops = tuple(gates(comparison, policy))
    if limits is None and not stops:
        stops = (_ALIKE[comparison.kind is Kind.MEDIAN],)
    stopped = limits is None or stops
    word = Word.NOT_ENOUGH_DATA if stopped else word_of(comparison, margin, good_direction)
    sentences = (*stops, *_caveats(comparison, word, limits), *caveats)
    return Verdict(word, comparison, margin, good_direction, sentences, gated=bool(stops))


def beside(main: Verdict, others: Mapping[str, Verdict], checks: Sequence[Check], policy: Policy = USUAL) -> Verdict:
    """The verdict with those on other figures of the same answers and with checks; a caveat tells where they disagree.

    checks: at the policy's level.
    """
    caveats = list(main.caveats)
    caveats += [
        f"The {name} says something else: {other.word}. Read both."
        for name, other in others.items()
        if other.word is not main.word and {other.word, main.word} & _REAL
    ]
    limits = bounds(main.comparison)
    if limits and not main.gated:
        found = excludes_zero(*limits.widest)
        caveats += [
            f"Another test of the same answers {'does not see' if found else 'sees'} a change: {check.method}."
            for check in checks
            if found != (check.p_value < 1 - policy.level)
        ]
    return replace(main, caveats=tuple(caveats), beside=dict(others), checks=tuple(checks))


def is_beyond_margin(verdict: Verdict) -> bool:
    """Whether the change is real and its whole interval lies beyond the smallest change that matters."""
    limits = bounds(verdict.comparison)
    if limits is None or verdict.word not in (Word.IMPROVED, Word.DECLINED):
        return False
    margin = change_on_scale(verdict.comparison.kind, verdict.margin)
    return limits.widest[0] > margin or limits.widest[1] < -margin


def word_of(comparison: Comparison, margin: float, good_direction: Direction, significant: bool = True) -> Word:
    """The word of the rules after the gates, as `rules.words` describes them."""
    limits = bounds(comparison)
    if limits is None:
        return Word.NOT_ENOUGH_DATA
    return WORDS[int(words(*limits, change_on_scale(comparison.kind, margin), good_direction, significant))]


def gates(comparison: Comparison, policy: Policy) -> Iterator[str]:
    """Why there can be no verdict, a sentence each."""
    before, after = comparison.before, comparison.after
    if comparison.still_open:
        yield (
            "One of the periods is not over yet, and a verdict waits until it is; the interval is wider until then, so "
            "that it may be looked at every day."
        )
    for period, name in ((before, "earlier"), (after, "later")):
        if too_few(comparison.kind, period.n, policy.minimum_n):
            yield f"Only {period.n:,} in the {name} period; a verdict takes at least {policy.minimum_n}."
    if comparison.range_of_se:
        for period, name in ((before, "earlier"), (after, "later")):
            if period.value is not None and not reachable(period.value, period.n):
                yield f"{period.n:,} answers cannot have a score of {period.value:g}: check the {name} period."
    if too_rare(comparison.kind, *floats([_value_and_n(before), _value_and_n(after)]).T):
        yield "Too rare to judge: fewer than one case either way would be expected in the smaller period."
    if comparison.lopsided:
        yield (
            "The smaller period's answers are more alike than the other's, and this change is sure only because of "
            "that: with so few answers it is luck too often."
        )
    if (dependence := comparison.dependence) and too_few_keys(dependence.groups, dependence.df):
        if dependence.groups < FEWEST_KEYS:
            yield f"Only {_different(dependence.groups, dependence.key)}; a verdict takes at least {FEWEST_KEYS}."
        else:
            yield (
                f"{_different(dependence.groups, dependence.key)}, but a few of them decide the figures of a period: "
                "their spread says too little for a verdict."
            )


def _value_and_n(period: Estimate) -> tuple[float, float]:
    return (math.nan if period.value is None else period.value), period.n


def _caveats(comparison: Comparison, word: Word, limits: Bounds | None) -> Iterator[str]:
    if comparison.tau is None:
        yield "Sampling noise only: how much this figure swings from one period to the next anyway is not known yet."
    elif (least := detectable_at_best(comparison)) and _swing_dominates(comparison):
        smallest = _size(comparison.kind, least)
        yield f"This figure swings by itself: more answers will not help to see a change below {smallest}."
    if (dependence := comparison.dependence) and not too_few_keys(dependence.groups, dependence.df):
        if dependence.groups < _FEW_KEYS:
            yield f"Only {_different(dependence.groups, dependence.key)}: the interval is itself uncertain."
        elif dependence.df < _FEW_DEGREES:
            yield (
                f"{_different(dependence.groups, dependence.key)}, which as they are shared out are worth about "
                f"{dependence.df:.0f} degrees of freedom: the interval is itself uncertain."
            )
    if comparison.range_of_se:
        yield from _published_caveats(comparison, word, limits, comparison.range_of_se)
    if word is Word.NO_MEANINGFUL_CHANGE and limits and excludes_zero(*limits.widest):
        yield "Something did change, but by less than what matters."


def _swing_dominates(comparison: Comparison) -> bool:
    """Whether more than half of the variance of the change would be left with any number of answers."""
    error, tau = comparison.standard_error, comparison.tau
    return error is not None and tau is not None and 4 * tau**2 > error**2


def _size(kind: Kind, change: float) -> str:
    """The size of a change in a sentence: "2.4 points", "1.2 percentage points", "3.1 %"."""
    match kind:
        case Kind.NPS:
            return f"{change:.1f} points"
        case Kind.PROPORTION:
            return f"{100 * change:.1f} percentage points"
        case Kind.DURATION | Kind.AMOUNT:
            return f"{100 * change:.1f} %"
        case _:
            return f"{change:.3g}"


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
    if word is Word.NOT_ENOUGH_DATA and limits and excludes_zero(*limits.narrowest):
        yield "Whether this change is real depends on that split; the counts behind the scores would settle it."


def _different(groups: int, key: str) -> str:
    return f"{groups} different {key}{'' if groups == 1 else 's'} behind these answers"
