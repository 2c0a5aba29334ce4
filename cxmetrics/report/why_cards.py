"""What the templates of an explanation show, as plain text."""

from __future__ import annotations

from typing import NamedTuple

from cxmetrics.judge.explain import Split
from cxmetrics.judge.why import Explanation
from cxmetrics.model import Metric
from cxmetrics.report import figures, why_words


class Without(NamedTuple):
    """One row: the figure of all others."""

    who: str
    n: str
    before: str
    after: str
    change: str
    word: str
    turns: str
    chance: str


class Row(NamedTuple):
    """One value of a dimension."""

    name: str
    n: str
    before: str
    after: str
    mix: str
    rate: str
    without: str


def without(metric: Metric, found: Explanation) -> dict[str, object]:
    """For the template of who carries a change."""
    rows = []
    for one in found.culprits.named:
        rest = one.without.comparison
        digits = figures.decimals(metric.kind, rest.interval) + 1
        before, after = (
            figures.value(metric.kind, side.value, metric.unit, digits) for side in (rest.before, rest.after)
        )
        rows.append(
            Without(
                who=why_words.cell(one.cell),
                n=_counts(one.n),
                before=before,
                after=after,
                change=figures.change(metric.kind, rest.change, metric.unit, digits),
                word=one.without.word,
                turns="the change goes the other way" if why_words.turns(found.verdict, one) else "",
                chance=figures.percent(one.p_value),
            )
        )
    lines = [why_words.jumped(one) for one in found.culprits.named if one.expected is not None]
    return {"rows": rows, "lines": lines if rows else [f"Nobody is named: {why_words.nobody(found)}"]}


def marked(metric: Metric, found: Explanation) -> list[tuple[str, str]]:
    """For the template of marked changes: the sentence, and how it was come by."""
    return [(why_words.marked(metric, effect), why_words.marked_method(effect)) for effect in found.effects]


def parts(metric: Metric, split: Split, least: int) -> dict[str, object]:
    """For the template of one dimension; values with fewer records than `least` in both periods are left out."""
    shown = [part for part in split.parts if max(part.n) >= least]
    few = len(split.parts) - len(shown)
    return {
        "dimension": split.dimension,
        "split": why_words.mix_and_rate(metric, split),
        "reweighted": why_words.reweighted(metric, split),
        "rows": [
            Row(
                name=why_words.part(split, part.name),
                n=_counts(part.n),
                before=why_words.figure(metric, part.before),
                after=why_words.figure(metric, part.after),
                mix=why_words.change(metric, part.mix),
                rate=why_words.change(metric, part.rate),
                without="nobody left" if part.without is None else why_words.change(metric, part.without),
            )
            for part in shown
        ],
        "few": f"{few} with fewer than {least} records in both periods are not shown by themselves." if few else "",
    }


def _counts(n: tuple[int, int]) -> str:
    return f"{figures.count(n[0])}, {figures.count(n[1])}"
