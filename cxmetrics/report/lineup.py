"""The line-up in words and panels: small charts without numbers, and what a pick means."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from cxmetrics.judge.lineup import PANELS, Lineup, Mark
from cxmetrics.model import Metric, Selection, Verdict, Word
from cxmetrics.report import figures
from cxmetrics.report.wording import spell, verdict_sentence
from cxmetrics.stats.lineup import p_of_hits

_SHAPE = 0.6
"""Height of a panel by its width; the style sheet says the same."""

_EDGE = 6.0
"""Percent of a panel that is kept free on every side."""

_WITHOUT = "Its scale is the same in all charts, and numbers are left out, so that only the shape speaks."


@dataclass(frozen=True, slots=True)
class Point:
    """left, bottom: percent of the panel. compared: whether it is one of the compared months."""

    left: float
    bottom: float
    compared: bool


@dataclass(frozen=True, slots=True)
class Line:
    """From one point to the next: length in percent of the panel's width, angle in degrees, upwards negative."""

    left: float
    bottom: float
    length: float
    angle: float


@dataclass(frozen=True, slots=True)
class Panel:
    """What the template `panel` draws, and the same in words."""

    points: tuple[Point, ...]
    lines: tuple[Line, ...]
    words: str


def panels(lineup: Lineup) -> tuple[Panel, ...]:
    """Every panel, in order; the real one is like the others."""
    return tuple(_panel(i, heights, lineup.marks) for i, heights in enumerate(lineup.panels))


def name(position: int) -> str:
    """What a panel is called."""
    return f"Chart {position + 1}"


def ask(metric: Metric) -> str:
    """The sentence above, before a pick."""
    return (
        f"One of these {PANELS} charts is {metric.label}; in the other {PANELS - 1} nothing changed. Which one is it?"
    )


def task(selection: Selection) -> str:
    """How the charts came about."""
    return (
        f"Each shows one figure by month. The large diamonds are {spell(selection.before)} and "
        f"{spell(selection.after)}. {PANELS - 1} charts are drawn by luck alone, with as many answers in every month "
        f"as the real one. {_WITHOUT}"
    )


def found(lineup: Lineup, panel: int) -> str:
    """The sentence above, after a pick."""
    if panel == lineup.real:
        return f"You found it: {name(panel).lower()} is the real one."
    return (
        f"You did not find it: you picked {name(panel).lower()}, where nothing changed. "
        f"The real one is {name(lineup.real).lower()}."
    )


def meaning(
    lineup: Lineup, panel: int, selection: Selection, metric: Metric, verdict: Verdict
) -> list[tuple[str, str]]:
    """What the pick says and does not say, as rows of a name and a text."""
    chance = figures.percent(p_of_hits(1, 1, PANELS))
    if panel == lineup.real:
        pick = (
            f"A guess finds it once in {PANELS} (p = {chance}): a hint that these months are not all alike, and no "
            "proof. Whether it was the last step is another question: the pick is on the whole course, the verdict on "
            "the two periods alone."
        )
    elif verdict.word in (Word.IMPROVED, Word.DECLINED):
        pick = "You took another one for it. A test reads figures more surely than eyes do: the verdict stands."
    else:
        pick = (
            f"To you it looked no more changed than {PANELS - 1} charts in which nothing changed. That is what noise "
            "looks like. It does not prove that nothing changed, only that this chart does not show it."
        )
    step = f"from {spell(selection.before)} to {spell(selection.after)}"
    rank = (
        f"the largest of all {PANELS}" if lineup.rank == 1 else f"number {lineup.rank} of {PANELS}, the largest being 1"
    )
    return [
        ("Your pick", pick),
        ("By the step alone", f"The real step {step} is {rank}."),
        ("The verdict", verdict_sentence(verdict, metric.label, metric.unit)),
    ]


def together(picks: int, hits: int, known: int, p_value: float | None, fresh: bool) -> list[tuple[str, str]]:
    """What the picks of all visitors say. known: picks of those who had seen the chart before."""
    rows = []
    if not fresh:
        rows.append(("Not counted", "You had seen this figure by month before, so your pick says nothing about luck."))
    if p_value is not None:
        who = "One visitor" if picks == 1 else f"{figures.count(picks)} visitors"
        text = f"{who} picked without having seen the chart, {hits or 'none'} found it."
        if picks > 1 and hits:
            text += (
                f" Guessing does as well {figures.percent(p_value)} of the time. That is approximate, because the real "
                f"chart is the same for all: if all of them had the same eyes, it would be {_once()} of the time."
            )
        rows.append(("All picks", text))
    if known and fresh:
        rows.append(("Left out", f"{figures.count(known)} of visitors who had seen the chart before."))
    return rows


METHOD: tuple[tuple[str, str], ...] = (
    (
        "How the look-alikes are drawn",
        "The answers of all months shown are dealt anew over these months, as many to each as it had. Where customers "
        "answered more than once, or the figure is known to swing from period to period by itself, the look-alikes "
        "swing as much more. Means and durations are drawn around the mean of all months, with the spread of one "
        "answer.",
    ),
    (
        "What is compared",
        f"The line-up of visual inference: if nothing had changed, the real chart would be one of {PANELS} alike, and "
        f"any way of choosing would pick it once in {PANELS}. It is valid only for eyes that have not seen the chart.",
    ),
    (
        "Several visitors",
        f"The chance of so many hits by guessing, binomial with 1 in {PANELS}. Every visitor has look-alikes of their "
        "own, in an order of their own; the first pick of each counts.",
    ),
    (
        "Source",
        "Buja and others (2009), Statistical inference for exploratory data analysis and model diagnostics; Wickham "
        "and others (2010), Graphical inference for infovis; Majumder and others (2013), Validation of visual "
        "statistical inference.",
    ),
)
"""The fine print of the page."""


def _once() -> str:
    return figures.percent(1 / PANELS)


def _panel(position: int, heights: Sequence[float], marks: Sequence[Mark]) -> Panel:
    span, last = 100 - 2 * _EDGE, len(heights) - 1
    places = [(_EDGE + span * i / last, _EDGE + span * height) for i, height in enumerate(heights)]
    points = tuple(
        Point(round(x, 2), round(y, 2), mark is not Mark.OTHER) for (x, y), mark in zip(places, marks, strict=True)
    )
    lines = tuple(
        Line(
            round(x, 2),
            round(y, 2),
            round(math.hypot(to_x - x, (to_y - y) * _SHAPE), 2),
            round(-math.degrees(math.atan2((to_y - y) * _SHAPE, to_x - x)), 1),
        )
        for (x, y), (to_x, to_y) in itertools.pairwise(places)
    )
    return Panel(points, lines, _in_words(position, heights, marks))


def _in_words(position: int, heights: Sequence[float], marks: Sequence[Mark]) -> str:
    """For readers who do not see it: as much as the picture shows, in parts of its height."""
    earlier, later = (
        sum(chosen) / len(chosen)
        for side in (Mark.EARLIER, Mark.LATER)
        for chosen in ([height for height, mark in zip(heights, marks, strict=True) if mark is side],)
    )
    step = round((later - earlier) * 100)
    moved = f"{'up' if step > 0 else 'down'} by {abs(step)} hundredths of the height" if step else "not at all"
    others = [round(height * 100) for height, mark in zip(heights, marks, strict=True) if mark is Mark.OTHER]
    rest = f" The other months: {', '.join(map(str, others))} hundredths." if others else ""
    return (
        f"{name(position)}: the compared months go {moved}, from {round(earlier * 100)} to {round(later * 100)}.{rest}"
    )
