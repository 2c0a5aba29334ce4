"""What readers of a link see of the pages that explain a figure: the same words, tables and charts as the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxmetrics.judge.compare import USUAL
from cxmetrics.judge.shared import SharedCourse, SharedExplanation, SharedSpread
from cxmetrics.report import (
    cards,
    course_chart,
    course_words,
    spread_chart,
    spread_words,
    why_cards,
    why_chart,
    why_words,
    wording,
)
from cxmetrics.report.html import render
from cxmetrics.report.shared_parts import drawn, page, table

if TYPE_CHECKING:
    import pandas as pd


def over_time(figures: SharedCourse) -> str:
    """The control chart with its signals, and every metric's year."""
    metric, metrics = figures.metrics[figures.metric], figures.metrics
    year = next((year for year in figures.years if year.metric == figures.metric), None)
    rows = course_words.rows(metrics, figures.years)
    parts = [
        render(
            "course",
            kicker=course_words.kicker(figures.charted, figures.segment),
            say=course_words.say(metric, figures.charted, year),
            elsewhere=course_words.elsewhere(metrics, figures.years, figures.metric),
        ),
        drawn(course_chart.picture(metric, figures.charted)),
        render(
            "course_notes",
            notes=course_words.about_limits(figures.charted),
            signals=course_words.signals(figures.charted),
        ),
    ]
    if rows:
        badges = [cards.badge(row.word) for row in rows]
        judged = list(zip(rows, badges, strict=True))
        parts.append(render("years", rows=judged, corrected=course_words.corrected(figures.years)))
    return page(parts, course_words.RULES, metric)


def spread(figures: SharedSpread) -> str:
    """Every segment against the others."""
    metric, found = figures.metric, figures.spread
    whole, people = spread_words.figure(metric, found.whole), spread_words.people(metric, found.whole)
    parts = [
        render(
            "spread",
            kicker=spread_words.kicker(found),
            say=spread_words.headline(metric, found, figures.still_open),
            why=spread_words.why(metric, found),
            everybody=f"All of them together: {whole}{f'; {people}' if people else ''}.",
            never_alone=metric.never_alone,
            reversals=[spread_words.reversal(metric, one) for one in found.reversals],
        )
    ]
    if found.judged:
        rows = spread_words.rows(metric, found.judged)
        parts += [
            drawn(spread_chart.picture(metric, found)),
            render("spread_table", label=metric.label, rows=rows),
        ]
    both = " and ".join(spread_words.name(one) for one in found.filters)
    chosen = [(both, found.crossing), ("Important customers", found.important)]
    for called, one in chosen:
        if one:
            parts.append(render("lines", lines=[spread_words.look(metric, one, called)], fine=False))
    return page(parts, spread_words.METHOD, metric)


def what_moved_it(figures: SharedExplanation) -> str:
    """Who carries the change, and its steps over the dimension chosen, or that tells most."""
    metric, found = figures.metric, figures.explanation
    kicker = wording.kicker(figures.selection, figures.data_through)
    parts = [render("why", kicker=kicker, say=why_words.sentence(found, metric))]
    if found.findings:
        parts.append(render("oddities", findings=found.findings))
    if found.verdict.comparison.change is not None:
        parts.append(render("without", **why_cards.without(metric, found)))
    if found.effects:
        parts.append(render("marked", effects=why_cards.marked(metric, found)))
    if by := figures.split:
        parts += [
            drawn(why_chart.picture(metric, by, USUAL.minimum_n)),
            render("parts", **why_cards.parts(metric, by, USUAL.minimum_n)),
        ]
    return page(parts, why_words.method(found), metric)


def course_table(figures: SharedCourse) -> pd.DataFrame:
    """The points of the chart."""
    return table(course_chart.picture(figures.metrics[figures.metric], figures.charted))


def spread_table(figures: SharedSpread) -> pd.DataFrame:
    """The segments of the chart."""
    return table(spread_chart.picture(figures.metric, figures.spread))


def explanation_table(figures: SharedExplanation) -> pd.DataFrame:
    """The steps of the chart; without any dimension, an empty table."""
    import pandas as pd

    by = figures.split
    return table(why_chart.picture(figures.metric, by, USUAL.minimum_n)) if by else pd.DataFrame()
