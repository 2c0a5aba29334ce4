"""What readers of a link see, as HTML: the same templates, words and charts as the screen, and nothing to press."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from markupsafe import Markup

from cxmetrics.judge.shared import (
    SharedCourse,
    SharedExplanation,
    SharedGaming,
    SharedLosses,
    SharedPlan,
    SharedSpread,
)
from cxmetrics.model import Word
from cxmetrics.report import cards, charts, scorecard_words, shared_people, shared_why, wording
from cxmetrics.report.html import render
from cxmetrics.report.shared_parts import chart, odd
from cxmetrics.shared import SharedScorecard


def scorecard(figures: SharedScorecard) -> str:
    """The scorecard with its chart, how it was judged, and what each of its figures means."""
    metrics, selection, card = figures.metrics, figures.selection, figures.scorecard
    metric = metrics[selection.metric]
    months = charts.months(metric, figures.series, (selection.before, selection.after))
    labels = {key: wording.label_in(metrics, key) for one in metrics.values() for key in one.counter_metrics}
    settled = card.headline.word is not Word.NOT_ENOUGH_DATA
    return render(
        "shared_scorecard",
        headline=Markup(
            render(
                "headline",
                level=1,
                kicker=wording.kicker(selection, figures.data_through),
                say=scorecard_words.headline(card, metrics, metric.key),
                card=cards.card(metric, card.headline),
                settle=wording.settle(card.headline, metric.unit) if settled else "",
            )
        ),
        oddities=Markup(odd(figures.oddities)),
        counters=Markup(
            render("counters", cards=cards.counter_cards(card, metrics), joint=scorecard_words.joint_power(card))
        )
        if card.counters
        else "",
        chart=chart(months),
        months=months.data.to_dict("records"),
        method=Markup(render("method", rows=cards.small_print(metric, card))),
        definitions=[
            (one.label, Markup(render("definition", **cards.definition(one, labels), log=[])))
            for one in metrics.values()
        ],
    )


PAGES: Mapping[type, Callable[[Any], str]] = MappingProxyType(
    {
        SharedScorecard: scorecard,
        SharedExplanation: shared_why.what_moved_it,
        SharedCourse: shared_why.over_time,
        SharedSpread: shared_why.spread,
        SharedGaming: shared_people.gaming,
        SharedLosses: shared_people.satisfied_but_left,
        SharedPlan: shared_people.plan,
    }
)
"""What a link carries -> how readers see it."""
