"""The spread of a metric in words: who is worst served, how every segment stands, and shares as people."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from cxmetrics.judge.spread import Reversal, Served, Spread, Standing
from cxmetrics.measure import LeaversOf
from cxmetrics.metrics.dimensions import EMPLOYEE
from cxmetrics.model import Direction, Estimate, Kind, Metric, Policy, Segment
from cxmetrics.report import figures, wording
from cxmetrics.report.figures import THIN

SHAPES: dict[Standing, tuple[str, str]] = {
    Standing.WORSE: ("▼", "worse"),
    Standing.BETTER: ("▲", "better"),
    Standing.ALIKE: ("≈", "noise"),
    Standing.TOO_FEW: ("?", "unknown"),
}
"""Shape and style of each standing, so that colour is never the only carrier."""

_APART = ("◆", "same", "lower than the others")
"""Of a segment that is only "better" on a metric that works against customers when it is watched on its own."""

_IMPORTANCE = re.compile(
    r"plan|tier|revenue|package|contract|account|customer|value|vip|spend|subscription|\bmrr\b|\barr\b|segment"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One segment as the table shows it."""

    name: str
    figure: str
    n: str
    gap: str
    luck: str
    word: str
    shape: str
    style: str
    people: str
    same: str


def name(segment: Segment) -> str:
    """ "Chat (channel)"."""
    return f"{segment.value} ({segment.dimension})"


def importance(dimension: str) -> bool:
    """Whether the name of a dimension sounds as if its values told important customers from others."""
    return _IMPORTANCE.search(dimension) is not None


def kicker(spread: Spread) -> str:
    """Above the sentence: which period, and whose answers."""
    who = " and ".join(f"{segment.dimension}: {segment.value}" for segment in spread.filters) or "everybody"
    return f"{wording.spell(spread.period)} · {who}"


def headline(metric: Metric, spread: Spread, still_open: bool) -> str:
    """What is to be seen, true also where nothing is."""
    judged = spread.judged
    if not spread.served:
        return f"There is nothing to split {metric.label} by."
    if still_open:
        return f"No segment is named before {wording.spell(spread.period)} is over."
    if not judged:
        return f"Too few answers to say how any segment of {metric.label} compares with the others."
    if worst := spread.worst:
        who = (
            f"Customers of {worst.segment.value} are"
            if worst.segment.dimension == EMPLOYEE
            else f"{name(worst.segment)} is"
        )
        return f"{who} worst served: {metric.label} {_against(metric, worst)}."
    best = judged[0]
    if best.standing is not Standing.BETTER:
        return f"Nothing stands out: {_of_judged(len(judged))} from the others by more than luck explains."
    if metric.never_alone:
        return (
            f"{name(best.segment)} stands apart: {metric.label} {_against(metric, best)}. By itself that is no praise."
        )
    return f"Nobody is surely worse served. {name(best.segment)} does better: {metric.label} {_against(metric, best)}."


def why(metric: Metric, spread: Spread) -> str:
    """How sure that is, with the correction; empty where nothing was judged."""
    judged = spread.judged
    if not judged:
        return ""
    first = spread.worst or judged[0]
    looks = (
        "One segment could be compared with the others of its kind"
        if len(judged) == 1
        else f"{len(judged)} segments were compared with the others of their kind, each one look"
    )
    corrected = "Benjamini-Hochberg's correction for so many looks is made"
    if first.standing in (Standing.WORSE, Standing.BETTER):
        return (
            f"The gap is {gap(metric, first)} with 95{THIN}% confidence. {looks}; {corrected}, and it stands. "
            "It says where, and not why."
        )
    return (
        f"{looks}; {corrected}. The strongest evidence is on {name(first.segment)}, {gap(metric, first)}, and as much "
        f"turns up by luck {figures.percent(first.adjusted_p_value or 0.0)} of the time after the correction."
    )


def rows(metric: Metric, served: Iterable[Served]) -> list[Row]:
    """Segments as the table shows them, in the order given."""
    return [_row(metric, one) for one in served]


def too_few(spread: Spread, policy: Policy) -> str:
    """Those of which nothing can be said, the largest first; empty where there are none."""
    names = [
        f"{name(one.segment)} {figures.count(one.figure.n)}"
        for one in spread.served
        if one.standing is Standing.TOO_FEW
    ]
    if not names:
        return ""
    return (
        f"Too few to say, with fewer than {policy.minimum_n} answers, less than one case to be expected, or too few "
        f"people behind them: {', '.join(names)}."
    )


def people(metric: Metric, estimate: Estimate) -> str:
    """A share as people, the bad side first: "20 % = 83 of 417 not so"; empty for what is no share."""
    if metric.kind is not Kind.PROPORTION or estimate.value is None:
        return ""
    up = metric.good_direction is Direction.UP
    share = 1 - estimate.value if up else estimate.value
    counted = wording.people(estimate.value, estimate.n, metric.good_direction)
    digits = figures.decimals(metric.kind, estimate.interval)
    shown = figures.value(metric.kind, share, metric.unit, digits)
    once = f" ({wording.counted_once(metric.measure.months)})" if isinstance(metric.measure, LeaversOf) else ""
    return f"{shown} = {counted} {'not so' if up else 'affected'}{once}"


def reversal(metric: Metric, found: Reversal) -> str:
    """Simpson's paradox in a sentence."""
    digits = figures.decimals(metric.kind, found.interval)
    whole, within = (figures.change(metric.kind, one, metric.unit, digits) for one in (found.whole, found.within))
    span = figures.span(metric.kind, found.interval, metric.unit, digits)
    return (
        f"The whole and its parts disagree: {metric.label} moved by {whole} in total, but within the values of "
        f"{found.dimension} it moved the other way, by {within} ({span}). The mix of {found.dimension} changed: judge "
        "its values, and not the whole."
    )


def look(metric: Metric, served: Served, called: str) -> str:
    """One comparison that somebody chose to look at, in a sentence or two."""
    if served.standing is Standing.TOO_FEW:
        return f"{called}: {_against(metric, served)}. Too few to say whether that is more than luck."
    verdict = {
        Standing.WORSE: "Worse, by more than luck explains",
        Standing.BETTER: "Lower, by more than luck explains"
        if metric.never_alone
        else "Better, by more than luck explains",
    }.get(served.standing, "Not told apart: luck alone makes such a gap")
    return f"{called}: {_against(metric, served)}, a gap of {gap(metric, served)}. {verdict}."


def gap(metric: Metric, served: Served) -> str:
    """How far a segment is from the others, with its interval."""
    digits = figures.decimals(metric.kind, served.interval)
    size = figures.change(metric.kind, served.gap, metric.unit, digits)
    return f"{size} ({figures.span(metric.kind, served.interval, metric.unit, digits)})"


def figure(metric: Metric, estimate: Estimate) -> str:
    """One period's figure, no finer than its interval."""
    whole = metric.kind is Kind.PROPORTION and estimate.value in (0.0, 1.0)
    digits = 0 if whole else figures.decimals(metric.kind, estimate.interval)
    return figures.value(metric.kind, estimate.value, metric.unit, digits)


METHOD = [
    (
        "Against whom",
        "Each segment is compared with everybody else who has a value of the same column, in the later period only. "
        "Whoever stands out by far is then left out of what the others are compared with.",
    ),
    (
        "Order",
        "By evidence, the surest gap first, and not by score: the lowest score of a table is most often that of its "
        "smallest segment.",
    ),
    (
        "Many looks",
        "Every segment that can be judged is a look. Benjamini-Hochberg's correction keeps false alarms to one in "
        "twenty of those named, and where nothing differs, to one table in twenty. Intervals are those of one look.",
    ),
    (
        "Answers that belong together",
        "Answers of one customer are not taken for those of many. Where employees are known, neither are answers about "
        "one of them: the wider of the two intervals counts, so that one person does not pass for a place.",
    ),
    (
        "What it cannot say",
        "A segment that is worst served is a place to look, and not a cause. Segments chosen because they looked odd "
        "elsewhere, and crossings that were searched for, are not corrected for that search.",
    ),
]
"""How the page judges, for its fold-out."""


def _against(metric: Metric, served: Served) -> str:
    return f"{figure(metric, served.figure)}, against {figure(metric, served.others)} for the others"


def _of_judged(looks: int) -> str:
    return "the one segment that can be judged does not differ" if looks == 1 else f"none of {looks} segments differs"


def _row(metric: Metric, served: Served) -> Row:
    shape, style, word = (*SHAPES[served.standing], str(served.standing))
    if metric.never_alone and served.standing is Standing.BETTER:
        shape, style, word = _APART
    luck = served.adjusted_p_value
    return Row(
        name=name(served.segment),
        figure=figure(metric, served.figure),
        n=figures.count(served.figure.n),
        gap=gap(metric, served),
        luck="" if luck is None else figures.percent(luck),
        word=word,
        shape=shape,
        style=style,
        people=people(metric, served.figure),
        same=", ".join(name(segment) for segment in served.same),
    )
